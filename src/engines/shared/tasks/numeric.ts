import { setImmediate } from 'node:timers/promises';

import type { AccumulatorFactory, NumericAccumulator } from '../../../core/profile/accumulate.js';
import { plainOf } from './plain.js';
import type { Batch, Run } from './reader.js';
import type { CellOf, PlainNumbers, PlainNumeric } from './task.js';

/** Folds numeric columns that come side by side into a profile for each cell. */
export class NumericFold {
  readonly #cells = new Map<number | null, NumericAccumulator[]>();
  #last: NumericAccumulator[] = [];

  constructor(
    private readonly columns: number,
    private readonly factory: AccumulatorFactory,
  ) {}

  /** Takes a batch in whose columns begin at `first`. */
  take(batch: Batch, first: number, runs: readonly Run[]): void {
    const cells = runs.map(({ cell }) => this.#cellOf(cell));
    // A column at a time: its buckets are still in the processor's cache when its next run comes.
    for (let column = 0; column < this.columns; column++) {
      const values = batch.doubles(first + column);
      let last = this.#last[column];
      for (const [i, { from, to }] of runs.entries()) {
        const accumulator = cells[i]?.[column] as NumericAccumulator;
        if (accumulator !== last) last?.rest();
        last = accumulator;
        accumulator.addRange(values, from, to);
      }
    }
    this.#last = cells.at(-1) ?? this.#last;
  }

  #cellOf(cell: number | null): NumericAccumulator[] {
    let accumulators = this.#cells.get(cell);
    if (accumulators === undefined) {
      accumulators = Array.from({ length: this.columns }, () => this.factory.create());
      this.#cells.set(cell, accumulators);
    }
    return accumulators;
  }

  /** All columns, which cannot be added to any more. Throws the signal's reason when it aborts. */
  async finish(signal: AbortSignal): Promise<PlainNumbers[]> {
    const finished: PlainNumbers[] = [];
    for (let column = 0; column < this.columns; column++) {
      finished.push(this.#finishOne(column));
      // Sorting takes a while: a cancel must be heard in between.
      await setImmediate();
      signal.throwIfAborted();
    }
    return finished;
  }

  #finishOne(column: number): PlainNumbers {
    const cells: CellOf<PlainNumeric>[] = [];
    for (const [cell, accumulators] of this.#cells) {
      const accumulator = accumulators[column];
      if (accumulator !== undefined) cells.push({ cell, value: plainOf(accumulator.finish()) });
    }
    return { kind: 'numeric', cells };
  }
}
