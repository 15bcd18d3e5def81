import type { SequenceResult, SequenceTask } from './extra-task.js';
import { codeReader, labelReader, labelSql } from './label-readers.js';
import { rowLoss } from './row-loss.js';
import { NONE, type Reader } from './reader.js';

/** Row losses of one file in the order (time, row). */
export async function readSequence(
  reader: Reader,
  task: SequenceTask,
  signal: AbortSignal,
): Promise<SequenceResult> {
  const [times, cells, losses, wrong]: [number[], number[], number[], number[]] = [[], [], [], []];
  const labelOf = labelReader(task.labels);
  const predictionOf = task.prediction === null ? (): number => NaN : codeReader(task.prediction);
  const lossOf = rowLoss(task.judge);
  const expressions = [labelSql(task.labels), task.time, task.prediction?.sql ?? null, ...task.scores];
  await reader.stream(task, expressions, signal, (batch, runs) => {
    const [marks, at, said] = [batch.doubles(1), batch.doubles(2), batch.doubles(3)];
    const scores = task.scores.map((_, i) => batch.doubles(i + 4));
    for (const { cell, from, to } of runs) {
      for (let row = from; row < to; row++) {
        const label = labelOf(marks[row] as number);
        const time = at[row] as number;
        if (label !== label || time !== time) continue;
        const found = lossOf(label, predictionOf(said[row] as number), scores, row);
        if (found === null) continue;
        times.push(time);
        cells.push(cell ?? NONE);
        losses.push(found.loss);
        wrong.push(found.wrong);
      }
    }
  });
  const order = Uint32Array.from(times, (_, i) => i);
  if (times.some((time, i) => i > 0 && time < (times[i - 1] as number)))
    order.sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
  const take = (values: readonly number[]): Float64Array =>
    Float64Array.from(order, (i) => values[i] as number);
  return {
    kind: 'sequence',
    times: take(times),
    cells: Int32Array.from(order, (i) => cells[i] as number),
    losses: take(losses),
    wrong: take(wrong),
  };
}
