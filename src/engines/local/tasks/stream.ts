import type { DuckDBDataChunk } from '@duckdb/node-api';

import type { Database } from '../database.js';
import type { Task } from '../../shared/tasks/task.js';
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
  task: Pick<Task, 'from' | 'rows' | 'where' | 'cell'>,
  expressions: readonly string[],
  signal: AbortSignal,
  onBatch: (chunk: DuckDBDataChunk, runs: readonly Run[]) => void,
): Promise<void> {
  await database.stream(
    `SELECT ${[task.cell, ...expressions].join(', ')} FROM ${task.from} WHERE ${task.where}`,
    task.rows,
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
