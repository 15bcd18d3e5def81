import type { DuckDBDataChunk } from '@duckdb/node-api';

import type { Database } from '../database.js';
import { integers, NONE } from './vectors.js';

/** Neighbouring rows of one batch that share a cell: `[from, to)`. */
export interface Run {
  readonly cell: number | null;
  readonly from: number;
  readonly to: number;
}

/** Streams expressions over one file, each batch with its runs of equal cells; the cell is column 0. */
export async function streamCells(
  database: Database,
  task: { readonly from: string; readonly where: string; readonly cell: string },
  expressions: readonly string[],
  signal: AbortSignal,
  onBatch: (chunk: DuckDBDataChunk, runs: readonly Run[]) => void,
): Promise<void> {
  const [counted] = await database.rows(`SELECT count(*) AS n FROM ${task.from} WHERE ${task.where}`, signal);
  await database.stream(
    `SELECT ${[task.cell, ...expressions].join(', ')} FROM ${task.from} WHERE ${task.where}`,
    Number(counted?.n ?? 0),
    signal,
    (chunk) => onBatch(chunk, runsOf(integers(chunk, 0), chunk.rowCount)),
  );
}

function runsOf(cells: Int32Array, rows: number): Run[] {
  const runs: Run[] = [];
  let from = 0;
  while (from < rows) {
    const cell = cells[from] as number;
    let to = from + 1;
    while (to < rows && cells[to] === cell) to++;
    runs.push({ cell: cell === NONE ? null : cell, from, to });
    from = to;
  }
  return runs;
}
