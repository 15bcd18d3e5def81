import type { AccumulatorFactory } from '../../../core/profile/accumulate.js';
import { BLOCK } from '../../../core/profile/block.js';
import type { Task } from './task.js';

/** Stands for NULL in integer columns. */
export const NONE = -2147483648;

/** What a task reads with. */
export interface Reader {
  accumulators(exact: boolean): AccumulatorFactory;
  /**
   * Streams expressions over the rows of one file that meet the task's condition, in their order, each batch with its runs of
   * equal cells; the cell is column 0. A null expression is a column of no numbers.
   */
  stream(
    task: Pick<Task, 'kind' | 'from' | 'rows' | 'where' | 'cell'>,
    expressions: readonly (string | null)[],
    signal: AbortSignal,
    onBatch: (batch: Batch, runs: readonly Run[]) => void,
  ): Promise<void>;
}

/** Some rows, column by column. */
export interface Batch {
  /** The values of a DOUBLE column, NaN where it is NULL. */
  doubles(column: number): Float64Array;
  /** The values of an INTEGER column, `NONE` where it is NULL. */
  integers(column: number): Int32Array;
  /** Reads the values of a VARCHAR column one by one, null where it is NULL. */
  texts(column: number): (row: number) => string | null;
}

/** Neighbouring rows of one batch that share a cell: `[from, to)`. */
export interface Run {
  readonly cell: number | null;
  readonly from: number;
  readonly to: number;
}

/** The runs of the first `rows` cells. */
export function runsOf(cells: Int32Array, rows: number): Run[] {
  const runs: Run[] = [];
  for (let from = 0; from < rows;) {
    const cell = cells[from] as number;
    const to = endOfRun(cells, from, rows);
    runs.push({ cell: cell === NONE ? null : cell, from, to });
    from = to;
  }
  return runs;
}

/** The first row from `from` on, before `to`, whose number is another than that of `from`; else `to`. */
export function endOfRun(numbers: Int32Array, from: number, to: number): number {
  const number = numbers[from] as number;
  let at = from + 1;
  while (at < to) {
    const until = Math.min(to, at + BLOCK);
    at = firstOther(numbers, at, until, number);
    if (at < until) return at;
  }
  return at;
}

function firstOther(numbers: Int32Array, from: number, to: number, number: number): number {
  let at = from;
  // Four at a time: a number that is another leaves a bit.
  while (
    at + 4 <= to &&
    (((numbers[at] as number) ^ number) |
      ((numbers[at + 1] as number) ^ number) |
      ((numbers[at + 2] as number) ^ number) |
      ((numbers[at + 3] as number) ^ number)) ===
      0
  )
    at += 4;
  while (at < to && numbers[at] === number) at++;
  return at;
}
