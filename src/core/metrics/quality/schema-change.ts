import { columnNamed } from '../../profile/column-named.js';
import type { ColumnFacts } from '../../profile/log-facts.js';
import { absoluteMetric } from '../describe.js';
import type { MetricInput, MetricValue } from '../metric.js';

/** Columns added, removed or retyped against the reference. */
export const schemaChange = absoluteMetric({
  id: 'schema_change',
  name: 'Schema change',
  family: 'quality',
  worse: 'higher',
  range: [0, Infinity],
  unit: 'rows',
  judged: 'own',
  windowOnly: true,
  always: true,
  definition:
    'columns added, removed or retyped against the reference, and columns that only some files have; the label column apart',
  formula: 'count of such columns',
  source: 'definitions of Tidemark, section 7',
  use: 'Always on: a feature that vanished is an error, never a pass.',
  avoid:
    'For values: a column that keeps its type and changes its meaning is a matter of psi and out_of_range_share.',
  compute: (input) => {
    const changes = changesOf(input);
    return {
      value: changes.length,
      interval: null,
      pValue: null,
      nReference: input.reference?.rows ?? null,
      nCurrent: input.current.rows,
      exact: true,
      // What is found has a line and a verdict of its own.
      verdict: changes.length === 0 ? 'pass' : 'info',
      because:
        changes.length === 0
          ? 'The current logs have the columns of the reference.'
          : `${changes.length} found; each has its own line.`,
      further: changes,
    };
  },
});

type Change = MetricValue & { readonly column: string };

function changesOf(input: MetricInput): Change[] {
  const { currentLog, referenceLog, features } = input.facts;
  const { columns: roles } = input.monitor.logs;
  const labels = new Set([roles.label, input.monitor.feedback.labels?.label]);
  const watched = new Set<string>([...features, ...roleColumns(input)]);
  const reference = new Map((referenceLog ?? currentLog).columns.map((column) => [column.name, column]));
  const current = new Map(currentLog.columns.map((column) => [column.name, column]));
  // A file without rows has names, and no types.
  const files = currentLog.files.filter(({ rows }) => rows > 0);
  const changes: Change[] = [];
  const add = (column: string, verdict: 'error' | 'alert' | 'info', because: string): void => {
    changes.push({
      column,
      value: 1,
      interval: null,
      pValue: null,
      nReference: input.reference?.rows ?? null,
      nCurrent: input.current.rows,
      exact: true,
      verdict,
      because,
    });
  };
  for (const [name, was] of reference) {
    if (labels.has(name)) continue;
    const now = current.get(name);
    if (now === undefined) {
      if (watched.has(name))
        add(name, 'error', `${name} is gone: the reference has it, no current log does.`);
      else add(name, 'info', `${name} is in the reference only.`);
    } else if (isEmpty(input, name)) {
      // Text that holds nothing has no type of its own, so it is not said to be retyped.
      if (watched.has(name)) add(name, 'alert', `${name} ${emptyWords(was, now)}.`);
    } else if (was.kind !== now.kind) {
      const verdict = watched.has(name) ? 'alert' : 'info';
      add(name, verdict, `${name} was ${typeWords(was)} in the reference and is ${typeWords(now)} now.`);
    }
  }
  for (const [name] of current) {
    if (labels.has(name)) continue;
    if (!reference.has(name))
      add(
        name,
        watched.has(name) ? 'error' : 'info',
        `${name} is in the current logs only: the reference has no such column.`,
      );
    const lacking = files.filter((file) => columnNamed(file, name) === undefined);
    if (lacking.length > 0 && watched.has(name)) {
      const rows = lacking.reduce((sum, file) => sum + file.rows, 0);
      add(
        name,
        'alert',
        `${name} is absent from ${lacking.length} of ${files.length} files (${lacking[0]?.path}${lacking.length > 1 ? ', …' : ''}): ${rows} rows count as missing.`,
      );
    }
    const kinds = new Set(files.flatMap((file) => columnNamed(file, name)?.kind ?? []));
    if (kinds.size > 1 && watched.has(name)) {
      const odd = files.find((file) => {
        const kind = columnNamed(file, name)?.kind;
        return kind !== undefined && kind !== reference.get(name)?.kind;
      });
      add(
        name,
        'alert',
        `${name} has different types in different files (${[...kinds].join(', ')}), for one in ${odd?.path ?? 'the first'}.`,
      );
    }
  }
  return changes;
}

/** Whether a profiled column has no usable value at all. */
function isEmpty(input: MetricInput, name: string): boolean {
  return input.current.rows > 0 && input.facts.emptyColumns.has(name);
}

/** A text column without a number may be empty or not: its profile cannot tell. */
function emptyWords(was: ColumnFacts, now: ColumnFacts): string {
  return was.kind === 'numeric' && now.kind === 'categorical'
    ? `has no number in the current logs, only text (${now.type}) or nothing; it was ${typeWords(was)} in the reference`
    : 'has no value in the current logs: every row is missing';
}

function roleColumns(input: MetricInput): string[] {
  const { score, resource, label: _label, ...single } = input.monitor.logs.columns;
  const scores = score === null ? [] : typeof score === 'string' ? [score] : Object.values(score);
  return [...scores, ...resource, ...Object.values(single).filter((column) => column !== null)];
}

function typeWords(column: ColumnFacts): string {
  return `${column.kind} (${column.type})`;
}
