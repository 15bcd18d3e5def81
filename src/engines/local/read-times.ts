import { HOUR, type TimeSummary } from '../shared/times.js';
import type { Database } from './database.js';

/** Reads the times of one file; `time` is SQL that gives microseconds since the epoch. */
export async function readTimes(
  database: Database,
  from: string,
  time: string,
  signal: AbortSignal,
): Promise<TimeSummary> {
  const rows = await database.rows(
    `SELECT time // ${HOUR} AS hour, count(*) AS n, min(time) AS first, max(time) AS last
     FROM (SELECT ${time} AS time FROM ${from}) GROUP BY hour ORDER BY hour`,
    signal,
  );
  const timed = rows.filter((row) => row.hour !== null);
  const column = (name: string): Float64Array => Float64Array.from(timed, (row) => Number(row[name]));
  return {
    hours: column('hour'),
    counts: column('n'),
    first: column('first'),
    last: column('last'),
    missing: rows.filter((row) => row.hour === null).reduce((sum, row) => sum + Number(row.n), 0),
  };
}
