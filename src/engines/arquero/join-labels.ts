import { DataError } from '../../core/errors.js';
import type { JoinedLabels, JoinQuestion } from '../shared/read-store.js';
import { ROWS_A_STEP, type Breath } from '../../core/profile/breath.js';
import { parseDouble } from '../shared/table/numbers.js';
import type { MemorySource } from './open-log.js';

interface Arrived {
  label: string;
  received: number;
  conflict: boolean;
}

interface Joined {
  readonly row: number;
  readonly label: number;
  readonly received: number;
}

/**
 * Joins label files to the logs by id: of conflicting labels the latest `received` wins (ties: the later in (file, row)
 * order), and the first log row of an id in (file, row) order takes the label. Throws DataError, CancelledError.
 */
export async function joinLabels(
  { plan, columns, labels, logs, values }: JoinQuestion<MemorySource>,
  breath: Breath,
): Promise<JoinedLabels> {
  const arrived = new Map<string, Arrived>();
  let late = 0;
  for (const source of labels.sources) {
    refuseAbsent(source, [columns.id, columns.label, columns.received]);
    const { evaluator, table } = source;
    const ids = await idsOf(source, columns.id, breath);
    const label = source.columns.get(columns.label);
    if (label === undefined) continue;
    const text = source.language.text(label, true);
    await evaluator.prepare(text, breath);
    const texts = evaluator.texts(text);
    const receivedColumn = columns.received === null ? undefined : source.columns.get(columns.received);
    const received =
      receivedColumn === undefined
        ? null
        : evaluator.instants(source.language.time(receivedColumn, plan.roles.timestamp?.unit ?? null));
    for (let row = 0; row < table.rows; row++) {
      if (row % ROWS_A_STEP === 0) await breath.take();
      const at = received?.[row] ?? NaN;
      if (plan.asOf !== null && at > plan.asOf * 1000) {
        late++;
        continue;
      }
      const id = ids(row);
      const own = texts.values[texts.codes[row] as number];
      if (id === null || own === undefined) continue;
      const known = arrived.get(id);
      if (known === undefined) arrived.set(id, { label: own, received: at, conflict: false });
      else {
        if (known.label !== own) known.conflict = true;
        if (!(orEarliest(at) < orEarliest(known.received))) {
          known.label = own;
          known.received = at;
        }
      }
    }
  }
  const codes = values === null ? null : new Map(values.map((value, code) => [value, code]));
  const codeOf = (label: string): number =>
    codes === null ? (parseDouble(label) ?? NaN) : (codes.get(label) ?? NaN);
  const joined = new Map<string, Joined[]>();
  const matched = new Set<string>();
  for (const log of logs) {
    const taken = new Set<string>();
    for (const [file, source] of log.sources.entries()) {
      const rows: Joined[] = [];
      joined.set(`${log.facts.role} ${file}`, rows);
      const idRole = plan.roles.id;
      if (idRole === null || !source.columns.has(idRole)) continue;
      const ids = await idsOf(source, idRole, breath);
      for (let row = 0; row < source.table.rows; row++) {
        if (row % ROWS_A_STEP === 0) await breath.take();
        const id = ids(row);
        const found = id === null ? undefined : arrived.get(id);
        if (id === null || found === undefined || taken.has(id)) continue;
        taken.add(id);
        matched.add(id);
        rows.push({ row, label: codeOf(found.label), received: found.received });
      }
    }
  }
  const rowsOf = (log: string, file: number): readonly Joined[] => joined.get(`${log} ${file}`) ?? [];
  return {
    facts: {
      ids: arrived.size,
      orphans: [...arrived.keys()].filter((id) => !matched.has(id)).length,
      conflicts: [...arrived.values()].filter(({ conflict }) => conflict).length,
      late,
      exact: true,
    },
    rowsOf: (log, file) =>
      Promise.resolve({
        rows: Float64Array.from(rowsOf(log, file), ({ row }) => row),
        labels: Float64Array.from(rowsOf(log, file), ({ label }) => label),
      }),
    receivedOf: (log, file) =>
      Promise.resolve(Float64Array.from(rowsOf(log, file), ({ received }) => received / 1000)),
  };
}

function orEarliest(received: number): number {
  return Number.isNaN(received) ? -Infinity : received;
}

/** The ids of a file as text, row by row, which compare whatever their files store them as: `1.0` among floats is `1`. */
async function idsOf(
  { columns, evaluator, language }: MemorySource,
  name: string,
  breath: Breath,
): Promise<(row: number) => string | null> {
  const column = columns.get(name);
  if (column === undefined) return () => null;
  const text = language.text(column, false);
  await evaluator.prepare(text, breath);
  const { codes, values } = evaluator.texts(text);
  return (row) => values[codes[row] as number] ?? null;
}

function refuseAbsent(source: MemorySource, named: readonly (string | null)[]): void {
  const absent = named.find((column) => column !== null && !source.columns.has(column));
  if (absent === undefined || absent === null) return;
  throw new DataError(`${source.facts.path} has no column “${absent}”, which feedback.labels names.`, {
    path: source.facts.path,
  });
}
