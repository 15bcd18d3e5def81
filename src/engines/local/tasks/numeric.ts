import { setImmediate } from 'node:timers/promises';

import type { NumericAccumulator } from '../../../core/profile/accumulate.js';
import { plainOf } from './plain.js';
import type { Reader } from './reader.js';
import { streamCells } from './stream.js';
import type { NumericResult, NumericTask, PlainNumeric } from './task.js';
import { doubles } from './vectors.js';

/** Folds numeric columns of one file into a profile for each cell. */
export async function readNumeric(
  reader: Reader,
  task: NumericTask,
  signal: AbortSignal,
): Promise<NumericResult> {
  const factory = reader.accumulators(task.exact);
  const cells = new Map<number | null, NumericAccumulator[]>();
  let last: NumericAccumulator[] | undefined;
  await streamCells(reader.database, task, task.columns, signal, (chunk, runs) => {
    const columns = task.columns.map((_, i) => doubles(chunk, i + 1));
    for (const { cell, from, to } of runs) {
      let accumulators = cells.get(cell);
      if (accumulators === undefined) {
        accumulators = columns.map(() => factory.create());
        cells.set(cell, accumulators);
      }
      if (accumulators !== last) last?.forEach((accumulator) => accumulator.rest());
      last = accumulators;
      for (const [i, column] of columns.entries()) accumulators[i]?.addRange(column, from, to);
    }
  });
  const finished: { cell: number | null; value: PlainNumeric[] }[] = [];
  for (const [cell, accumulators] of cells) {
    finished.push({ cell, value: accumulators.map((accumulator) => plainOf(accumulator.finish())) });
    // Sorting takes a while: a cancel must be heard in between.
    await setImmediate();
    signal.throwIfAborted();
  }
  return { kind: 'numeric', cells: finished };
}
