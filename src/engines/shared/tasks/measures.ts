import type { NumericAccumulator } from '../../../core/profile/accumulate.js';
import { plainOf } from './plain.js';
import { NONE, type Reader } from './reader.js';
import type { RowsResult, RowsTask } from './task.js';

/** Profiles what was measured of the rows of one file, by cell and interval. */
export async function readMeasures(
  reader: Reader,
  task: RowsTask,
  signal: AbortSignal,
): Promise<RowsResult['measures']> {
  if (task.measures.length === 0) return [];
  const factory = reader.accumulators(task.exact);
  const found = new Map<number | null, Map<number | null, NumericAccumulator[]>>();
  let last: readonly NumericAccumulator[] = [];
  await reader.stream(task, [task.slot, ...task.measures], signal, (batch, runs) => {
    const slots = batch.integers(1);
    const columns = task.measures.map((_, i) => batch.doubles(i + 2));
    for (const { cell, from, to } of runs) {
      let bySlot = found.get(cell);
      if (bySlot === undefined) {
        bySlot = new Map();
        found.set(cell, bySlot);
      }
      for (let start = from; start < to;) {
        const slot = slots[start] as number;
        let end = start + 1;
        while (end < to && slots[end] === slot) end++;
        const key = slot === NONE ? null : slot;
        let accumulators = bySlot.get(key);
        if (accumulators === undefined) {
          accumulators = columns.map(() => factory.create());
          bySlot.set(key, accumulators);
        }
        if (accumulators !== last) for (const accumulator of last) accumulator.rest();
        last = accumulators;
        for (const [i, column] of columns.entries()) accumulators[i]?.addRange(column, start, end);
        start = end;
      }
    }
  });
  return [...found].flatMap(([cell, bySlot]) =>
    [...bySlot].map(([slot, accumulators]) => ({
      cell,
      slot,
      value: accumulators.map((accumulator) => plainOf(accumulator.finish())),
    })),
  );
}
