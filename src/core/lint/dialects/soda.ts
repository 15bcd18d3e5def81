import { cell, draft, raise, type Dialect, type Draft } from '../reading.js';
import type { Cursor } from '../source/cursor.js';

const CHECKS_FOR = /^checks for /;

/** Soda: checks by table, and data contracts. */
export const soda: Dialect = {
  name: 'soda',
  hints: [/checks for |^dataset:/m],
  read(source) {
    for (const root of source.documents) {
      const tables = root.entries().filter(({ name }) => CHECKS_FOR.test(name));
      if (tables.length > 0) return readChecks(tables);
      const contract = root.get('dataset').isFilled && root.get('columns').isList;
      if (contract && hasChecks(root)) return readContract(root);
    }
    return null;
  },
};

function readChecks(tables: readonly Cursor[]): Draft {
  const reading = draft('soda', tables[0] ?? null, { primary: false });
  for (const table of tables) {
    for (const check of table.items()) {
      const line = check.isMap ? (check.entries()[0]?.name ?? '') : (check.text ?? '');
      const at = check.keyMark;
      const item = /distribution_difference|drift/i.test(line) ? 'data_drift' : 'data_quality';
      raise(reading, item, cell('configured', `\`${line.slice(0, 60)}\` checks it`, at));
      const alerts = check.entries()[0];
      if (item === 'data_drift' && alerts?.get('distribution reference file').isFilled === true) {
        raise(reading, 'baseline', cell('configured', 'The check names its reference', alerts.keyMark));
      }
    }
    raise(reading, 'data_quality', cell('missing', `\`${table.name}\` lists no check`, table.keyMark));
  }
  raise(reading, 'data_drift', cell('missing', 'No check compares distributions'));
  return reading;
}

function hasChecks(root: Cursor): boolean {
  return (
    root.get('checks').exists ||
    root
      .get('columns')
      .items()
      .some((column) => column.has('checks'))
  );
}

function readContract(root: Cursor): Draft {
  const reading = draft('soda', root.get('dataset'), { primary: false });
  const checked = root
    .get('columns')
    .items()
    .find((column) => column.get('checks').isFilled);
  const at = checked?.keyMark ?? root.get('checks').keyMark;
  const filled = checked !== undefined || root.get('checks').isFilled;
  raise(
    reading,
    'data_quality',
    filled ? cell('configured', 'The contract has checks', at) : cell('missing', 'The contract has no check'),
  );
  raise(reading, 'data_drift', cell('missing', 'No check compares distributions'));
  return reading;
}
