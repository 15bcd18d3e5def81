import type { AccumulatorFactory, NumericAccumulator } from '../../../core/profile/accumulate.js';
import { plainOf } from './plain.js';
import type { Batch, Run } from './reader.js';
import type { CellOf, PlainNumbers, PlainNumeric } from './task.js';

/** Folds numeric columns that come side by side into a profile for each cell. */
export class NumericFold {
  readonly #cells = new Map<number | null, NumericAccumulator[]>();
  #last: NumericAccumulator[] | undefined;

  constructor(
    private readonly columns: number,
    private readonly factory: AccumulatorFactory,
  ) {}

  /** Takes a batch in whose columns begin at `first`. */
  take(batch: Batch, first: number, runs: readonly Run[]): void {
    const values = Array.from({ length: this.columns }, (_, i) => batch.doubles(first + i));
    for (const { cell, from, to } of runs) {
      let accumulators = this.#cells.get(cell);
      if (accumulators === undefined) {
        accumulators = values.map(() => this.factory.create());
        this.#cells.set(cell, accumulators);
      }
      if (accumulators !== this.#last) this.#last?.forEach((accumulator) => accumulator.rest());
      this.#last = accumulators;
      for (const [i, column] of values.entries()) accumulators[i]?.addRange(column, from, to);
    }
  }

  /** One column, which cannot be added to any more. */
  finish(column: number): PlainNumbers {
    const cells: CellOf<PlainNumeric>[] = [];
    for (const [cell, accumulators] of this.#cells) {
      const accumulator = accumulators[column];
      if (accumulator !== undefined) cells.push({ cell, value: plainOf(accumulator.finish()) });
    }
    return { kind: 'numeric', cells };
  }
}
