import type { NumericAccumulator } from '../../../core/profile/accumulate.js';
import type { Database } from '../database.js';
import { plainOf } from '../../shared/tasks/plain.js';
import type { Reader } from './reader.js';
import { streamCells } from './stream.js';
import type { CountedRows, RowsResult, RowsTask } from '../../shared/tasks/task.js';
import { doubles, integers, NONE } from './vectors.js';

/** Counts the rows of one file by cell, interval and version, and profiles what was measured of them. */
export async function readRows(reader: Reader, task: RowsTask, signal: AbortSignal): Promise<RowsResult> {
  const counts = await countRows(reader.database, task, signal);
  if (task.measures.length === 0) return { kind: 'rows', counts, measures: [] };
  const factory = reader.accumulators(task.exact);
  const found = new Map<number | null, Map<number | null, NumericAccumulator[]>>();
  await streamCells(reader.database, task, [task.slot, ...task.measures], signal, (chunk, runs) => {
    const slots = integers(chunk, 1);
    const columns = task.measures.map((_, i) => doubles(chunk, i + 2));
    for (const { cell, from, to } of runs) {
      let bySlot = found.get(cell);
      if (bySlot === undefined) {
        bySlot = new Map();
        found.set(cell, bySlot);
      }
      for (let start = from; start < to;) {
        const slot = slots[start] as number;
        let end = start + 1;
        while (end < to && slots[end] === slot) end++;
        const key = slot === NONE ? null : slot;
        let accumulators = bySlot.get(key);
        if (accumulators === undefined) {
          accumulators = columns.map(() => factory.create());
          bySlot.set(key, accumulators);
        }
        for (const [i, column] of columns.entries()) accumulators[i]?.addRange(column, start, end);
        start = end;
      }
    }
  });
  const measures = [...found].flatMap(([cell, bySlot]) =>
    [...bySlot].map(([slot, accumulators]) => ({
      cell,
      slot,
      value: accumulators.map((accumulator) => plainOf(accumulator.finish())),
    })),
  );
  return { kind: 'rows', counts, measures };
}

async function countRows(database: Database, task: RowsTask, signal: AbortSignal): Promise<CountedRows[]> {
  const rows = await database.rows(
    `SELECT ${task.cell} AS cell, ${task.slot} AS slot, ${task.version} AS version, count(*) AS requests,
            count(*) FILTER (${task.error}) AS errors, count(*) FILTER (${task.hasStatus}) AS present,
            count(*) FILTER (${task.timeout}) AS timeouts, count(*) FILTER (${task.late}) AS late, count(*) FILTER (${task.hasLogged}) AS logged, min(${task.time}) AS first
     FROM ${task.from} WHERE ${task.where} GROUP BY ALL ORDER BY ALL`,
    signal,
  );
  return rows.map((row) => ({
    cell: row.cell === null ? null : Number(row.cell),
    slot: row.slot === null ? null : Number(row.slot),
    version: row.version === null ? null : String(row.version),
    requests: Number(row.requests),
    errors: Number(row.errors),
    withStatus: Number(row.present),
    timeouts: Number(row.timeouts),
    late: Number(row.late),
    withLogged: Number(row.logged),
    first: row.first === null ? null : Number(row.first) / 1000,
  }));
}
