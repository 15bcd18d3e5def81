import { readMeasures } from '../../shared/tasks/measures.js';
import type { CountedRows, RowsResult, RowsTask } from '../../shared/tasks/task.js';
import type { Database } from '../database.js';
import type { DuckReader } from './reader.js';

/** Counts the rows of one file by cell, interval and version, and profiles what was measured of them. */
export async function readRows(reader: DuckReader, task: RowsTask, signal: AbortSignal): Promise<RowsResult> {
  const counts = await countRows(reader.database, task, signal);
  return { kind: 'rows', counts, measures: await readMeasures(reader, task, signal) };
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
