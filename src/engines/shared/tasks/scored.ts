import type { NumericAccumulator } from '../../../core/profile/accumulate.js';
import type { ScoredResult, ScoredTask } from './extra-task.js';
import { codeReader } from './label-readers.js';
import { plainOf } from './plain.js';
import type { Reader } from './reader.js';

/** Scores of the rows of one file by what the model says; rows without a score or a prediction are left out. */
export async function readScored(
  reader: Reader,
  task: ScoredTask,
  signal: AbortSignal,
): Promise<ScoredResult> {
  const factory = reader.accumulators(task.exact);
  const cells = new Map<number | null, { positive: NumericAccumulator; negative: NumericAccumulator }>();
  const { prediction, threshold, positive } = task;
  const codeOf = prediction === null ? null : codeReader(prediction);
  const expressions = [task.score, prediction?.sql ?? null];
  await reader.stream(task, expressions, signal, (batch, runs) => {
    const [scores, said] = [batch.doubles(1), batch.doubles(2)];
    for (const { cell: index, from, to } of runs) {
      const cell = cells.get(index) ?? { positive: factory.create(), negative: factory.create() };
      cells.set(index, cell);
      for (let at = from; at < to; at++) {
        const score = scores[at] as number;
        const code = codeOf === null ? NaN : codeOf(said[at] as number);
        if (codeOf !== null && code !== code) continue;
        const yes = codeOf === null ? score >= threshold : code === positive;
        (yes ? cell.positive : cell.negative).add(score);
      }
    }
  });
  return {
    kind: 'scored',
    cells: [...cells].map(([cell, found]) => ({
      cell,
      value: { positive: plainOf(found.positive.finish()), negative: plainOf(found.negative.finish()) },
    })),
  };
}
