import type { MinuteSeries } from '../../../core/profile/extra/minutes.js';
import type { MinutesResult, MinutesTask } from '../../shared/tasks/extra-task.js';
import { NONE } from '../../shared/tasks/reader.js';
import type { DuckReader } from './reader.js';
import type { CellOf } from '../../shared/tasks/task.js';
import { doubles, integers } from './vectors.js';

const MINUTE = 60_000_000;

/** Counts the requests of each minute of one file. */
export async function readMinutes(
  { database }: DuckReader,
  task: MinutesTask,
  signal: AbortSignal,
): Promise<MinutesResult> {
  const rows = `SELECT ${task.cell} AS cell, ${task.time} AS time, ${task.error} AS error, ${task.hasStatus} AS present
    FROM ${task.from} WHERE ${task.where}`;
  const chunks = await database.chunks(
    `WITH minutes AS (SELECT *, CAST(floor(time / ${MINUTE}::DOUBLE) AS INTEGER) AS minute FROM (${rows}) WHERE time IS NOT NULL),
          seconds AS (SELECT *, CAST((time - minute::BIGINT * ${MINUTE}) // 1000000 AS INTEGER) AS second FROM minutes)
     SELECT cell, minute, count(*)::INTEGER, count(*) FILTER (error)::INTEGER, count(*) FILTER (present)::INTEGER,
            coalesce(bit_or(1::INTEGER << (second % 30)) FILTER (second < 30), 0)::INTEGER,
            coalesce(bit_or(1::INTEGER << (second % 30)) FILTER (second >= 30), 0)::INTEGER
     FROM seconds GROUP BY cell, minute ORDER BY cell, minute`,
    signal,
  );
  const found = new Map<number | null, number[][]>();
  for (const chunk of chunks) {
    const columns = Array.from({ length: 7 }, (_, i) => integers(chunk, i));
    for (let row = 0; row < chunk.rowCount; row++) {
      const index = columns[0]?.[row] as number;
      const cell = index === NONE ? null : index;
      const lists = found.get(cell) ?? Array.from({ length: 6 }, (): number[] => []);
      found.set(cell, lists);
      for (const [i, list] of lists.entries()) list.push(columns[i + 1]?.[row] as number);
    }
  }
  const instants = task.exact ? await readInstants(database, rows, signal) : null;
  const cells = [...found].map(
    ([cell, [minutes, requests, errors, withStatus, first, second]]): CellOf<MinuteSeries> => {
      const counts = (list: number[] | undefined): Uint32Array => Uint32Array.from(list ?? []);
      return {
        cell,
        value: {
          minutes: Int32Array.from(minutes ?? []),
          requests: counts(requests),
          errors: counts(errors),
          withStatus: counts(withStatus),
          firstHalf: counts(first),
          secondHalf: counts(second),
          instants: instants === null ? null : Float64Array.from(instants.get(cell) ?? []),
        },
      };
    },
  );
  return { kind: 'minutes', cells };
}

async function readInstants(
  database: DuckReader['database'],
  rows: string,
  signal: AbortSignal,
): Promise<Map<number | null, number[]>> {
  const chunks = await database.chunks(
    `SELECT DISTINCT cell, time / 1000::DOUBLE AS instant FROM (${rows}) WHERE time IS NOT NULL ORDER BY cell, instant`,
    signal,
  );
  const found = new Map<number | null, number[]>();
  for (const chunk of chunks) {
    const [cells, instants] = [integers(chunk, 0), doubles(chunk, 1)];
    for (let row = 0; row < chunk.rowCount; row++) {
      const cell = cells[row] === NONE ? null : (cells[row] as number);
      const list = found.get(cell) ?? [];
      found.set(cell, list);
      list.push(instants[row] as number);
    }
  }
  return found;
}
