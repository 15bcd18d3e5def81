import { BLOCK } from '../../../core/profile/block.js';
import { judgeOf, JudgeRoom, type Judge } from './judges.js';
import { codeReader, labelReader, labelSql } from './label-readers.js';
import type { Reader } from './reader.js';
import type { LabelledResult, LabelledTask } from './task.js';

/** Sets the labelled rows of one file against their predictions and scores. */
export async function readLabelled(
  reader: Reader,
  task: LabelledTask,
  signal: AbortSignal,
): Promise<LabelledResult> {
  const { labels, prediction } = task;
  const factory = reader.accumulators(task.exact);
  const cells = new Map<number | null, Judge>();
  const labelOf = labelReader(labels);
  const predictionOf = prediction === null ? (): number => NaN : codeReader(prediction);
  const expressions = [
    labelSql(labels),
    prediction?.sql ?? null,
    ...task.scores,
    ...(task.query === null ? [] : [task.query]),
  ];
  const room = new JudgeRoom();
  const [ownLabels, ownPredictions] = [new Float64Array(BLOCK), new Float64Array(BLOCK)];
  const places = new Int32Array(BLOCK);
  await reader.stream(task, expressions, signal, (batch, runs) => {
    const marks = batch.doubles(1);
    const predictions = batch.doubles(2);
    const scores = task.scores.map((_, i) => batch.doubles(i + 3));
    const queryOf = task.query === null ? null : batch.texts(expressions.length);
    /** Gathers what is known of the rows that have a label; gives how many. */
    const gather = (from: number, to: number): number => {
      let count = 0;
      for (let at = from; at < to; at++) {
        const label = labelOf(marks[at] as number);
        if (label !== label) continue;
        ownLabels[count] = label;
        ownPredictions[count] = predictionOf(predictions[at] as number);
        places[count++] = at;
      }
      return count;
    };
    for (const { cell, from, to } of runs) {
      let judge = cells.get(cell);
      if (judge === undefined) {
        judge = judgeOf(task.judge, factory, task.labelValues, room);
        cells.set(cell, judge);
      }
      for (let at = from; at < to; at += BLOCK) {
        const count = gather(at, Math.min(to, at + BLOCK));
        judge.add({ count, labels: ownLabels, predictions: ownPredictions, places, scores, queryOf });
      }
    }
  });
  return {
    kind: 'labelled',
    cells: [...cells].map(([cell, judge]) => ({ cell, value: judge.finish() })),
  };
}
