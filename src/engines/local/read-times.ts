import type { ColumnFacts } from '../../core/profile/log-facts.js';
import type { TimestampPlan } from '../../core/profile/plan.js';
import { EXPRESSIONS } from '../shared/table/expressions.js';
import { HOUR, type TimeSummary } from '../shared/times.js';
import type { Database } from './database.js';
import { timesOfParquet } from './parquet-look.js';
import type { Session } from './session.js';
import { text, timeMicroseconds } from './sql.js';

/** The times of the rows of one Parquet file, which stand in a column; none without one. Throws CancelledError. */
export async function timesOfRows(
  session: Session,
  path: string,
  column: ColumnFacts | undefined,
  unit: TimestampPlan['unit'],
  signal: AbortSignal,
): Promise<TimeSummary> {
  const time = column === undefined ? EXPRESSIONS.noTime : EXPRESSIONS.time(column, unit);
  const direct = await timesOfParquet(session.footers, path, time, signal);
  if (direct !== null) return direct;
  const sql = column === undefined ? 'NULL::BIGINT' : timeMicroseconds(column, unit);
  return readTimes(await session.database(), `read_parquet(${text(path)})`, sql, signal);
}

/** The times of one file, by DuckDB; `time` is SQL that gives microseconds since the epoch. */
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
