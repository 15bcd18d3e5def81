import type { AccumulatorFactory } from '../../core/profile/accumulate.js';
import { runsOf, type Batch, type Reader, type Run } from '../shared/tasks/reader.js';
import type { Task } from '../shared/tasks/task.js';
import { Breath, ROWS_A_STEP } from '../../core/profile/breath.js';
import type { Evaluator } from './evaluate.js';

/** Rows that are folded at once. */
const BATCH = 2048;

/** Reads the rows of one table. */
export class MemoryReader implements Reader {
  constructor(
    private readonly evaluator: Evaluator,
    private readonly factories: { readonly exact: AccumulatorFactory; readonly sketched: AccumulatorFactory },
  ) {}

  accumulators(exact: boolean): AccumulatorFactory {
    return exact ? this.factories.exact : this.factories.sketched;
  }

  async stream(
    task: Pick<Task, 'where' | 'cell'>,
    expressions: readonly (string | null)[],
    signal: AbortSignal,
    onBatch: (batch: Batch, runs: readonly Run[]) => void,
  ): Promise<void> {
    const breath = new Breath(signal);
    const columns = [task.cell, ...expressions];
    await this.evaluator.prepare([task.where, columns], breath);
    const rows = selectedRows(this.evaluator, task.where);
    for (let from = 0; from < rows.length; from += BATCH) {
      await breath.take();
      const batch = new MemoryBatch(this.evaluator, columns, rows.subarray(from, from + BATCH));
      const cells = batch.integers(0);
      onBatch(batch, runsOf(cells, cells.length));
    }
  }
}

/** Visits the rows that meet a condition, ascending. Throws CancelledError. */
export async function eachSelected(
  evaluator: Evaluator,
  where: string,
  breath: Breath,
  visit: (row: number) => void,
): Promise<void> {
  for (const [i, row] of selectedRows(evaluator, where).entries()) {
    if (i % ROWS_A_STEP === 0) await breath.take();
    visit(row);
  }
}

/** Numbers of the rows that meet a condition, ascending. */
export function selectedRows(evaluator: Evaluator, where: string): Uint32Array {
  const holds = evaluator.holds(where);
  const rows = new Uint32Array(holds.reduce((sum, one) => sum + one, 0));
  let at = 0;
  for (const [row, one] of holds.entries()) if (one === 1) rows[at++] = row;
  return rows;
}

class MemoryBatch implements Batch {
  constructor(
    private readonly evaluator: Evaluator,
    private readonly expressions: readonly (string | null)[],
    private readonly rows: Uint32Array,
  ) {}

  doubles(column: number): Float64Array {
    const expression = this.expressions[column] ?? null;
    if (expression === null) return new Float64Array(this.rows.length).fill(NaN);
    const values = this.evaluator.doubles(expression);
    return Float64Array.from(this.rows, (row) => values[row] as number);
  }

  integers(column: number): Int32Array {
    const values = this.evaluator.integers(this.expressions[column] ?? '{"op":"nothing"}');
    return Int32Array.from(this.rows, (row) => values[row] as number);
  }

  texts(column: number): (row: number) => string | null {
    const { codes, values } = this.evaluator.texts(this.expressions[column] ?? '{"op":"nothing"}');
    return (row) => values[codes[this.rows[row] as number] as number] ?? null;
  }
}
