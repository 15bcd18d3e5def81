import type { AccumulatorFactory, NumericAccumulator } from '../../../core/profile/accumulate.js';
import { plainOf } from './plain.js';
import { endOfRun, NONE, type Batch, type Reader, type Run } from './reader.js';
import type { RowsResult, RowsTask } from './task.js';

/** Profiles what was measured of the rows of one file, by cell and interval. */
export async function readMeasures(
  reader: Reader,
  task: RowsTask,
  signal: AbortSignal,
): Promise<RowsResult['measures']> {
  if (task.measures.length === 0) return [];
  const fold = new MeasureFold(task.measures.length, reader.accumulators(task.exact));
  await reader.stream(task, [task.slot, ...task.measures], signal, (batch, runs) => fold.take(batch, runs));
  return fold.finish();
}

/** Neighbouring rows of one batch that share cell and interval: `[from, to)`. */
interface SlotRun {
  readonly accumulators: readonly NumericAccumulator[];
  readonly from: number;
  readonly to: number;
}

/** Folds what was measured into a profile for each cell and interval. */
class MeasureFold {
  readonly #found = new Map<number | null, Map<number, NumericAccumulator[]>>();
  #last: readonly NumericAccumulator[] = [];

  constructor(
    private readonly measures: number,
    private readonly factory: AccumulatorFactory,
  ) {}

  /** Takes a batch whose column 1 is the interval, and the measures from column 2 on. */
  take(batch: Batch, runs: readonly Run[]): void {
    const slotRuns = this.#slotRuns(batch.integers(1), runs);
    for (let measure = 0; measure < this.measures; measure++) {
      const values = batch.doubles(measure + 2);
      let last = this.#last[measure];
      for (const { accumulators, from, to } of slotRuns) {
        const accumulator = accumulators[measure] as NumericAccumulator;
        if (accumulator !== last) last?.rest();
        last = accumulator;
        accumulator.addRange(values, from, to);
      }
    }
    this.#last = slotRuns.at(-1)?.accumulators ?? this.#last;
  }

  finish(): RowsResult['measures'] {
    return [...this.#found].flatMap(([cell, bySlot]) =>
      [...bySlot].map(([slot, accumulators]) => ({
        cell,
        slot: slot === NONE ? null : slot,
        value: accumulators.map((accumulator) => plainOf(accumulator.finish())),
      })),
    );
  }

  #slotRuns(slots: Int32Array, runs: readonly Run[]): SlotRun[] {
    const found: SlotRun[] = [];
    for (const { cell, from, to } of runs) {
      for (let start = from; start < to;) {
        const slot = slots[start] as number;
        const end = endOfRun(slots, start, to);
        found.push({ accumulators: this.#accumulatorsOf(cell, slot), from: start, to: end });
        start = end;
      }
    }
    return found;
  }

  #accumulatorsOf(cell: number | null, slot: number): NumericAccumulator[] {
    let bySlot = this.#found.get(cell);
    if (bySlot === undefined) {
      bySlot = new Map();
      this.#found.set(cell, bySlot);
    }
    let accumulators = bySlot.get(slot);
    if (accumulators === undefined) {
      accumulators = Array.from({ length: this.measures }, () => this.factory.create());
      bySlot.set(slot, accumulators);
    }
    return accumulators;
  }
}
