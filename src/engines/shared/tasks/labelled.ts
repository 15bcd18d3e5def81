import { BLOCK } from '../../../core/profile/block.js';
import { judgeOf, type Judge, type LabelledRow } from './judges.js';
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
  // One object for all rows: a new one for each would cost more than what is done with it.
  const row: LabelledRow = { label: NaN, prediction: NaN, scores: [], at: 0, query: null };
  await reader.stream(task, expressions, signal, (batch, runs) => {
    const marks = batch.doubles(1);
    const predictions = batch.doubles(2);
    row.scores = task.scores.map((_, i) => batch.doubles(i + 3));
    const queries = task.query === null ? null : batch.texts(expressions.length);
    for (const { cell: index, from, to } of runs) {
      let judge = cells.get(index);
      if (judge === undefined) {
        judge = judgeOf(task.judge, factory, task.labelValues);
        cells.set(index, judge);
      }
      const own = judge;
      const addRows = (start: number, end: number): void => {
        for (let at = start; at < end; at++) {
          row.label = labelOf(marks[at] as number);
          if (row.label !== row.label) continue;
          row.prediction = predictionOf(predictions[at] as number);
          row.at = at;
          row.query = queries === null ? null : queries(at);
          own.add(row);
        }
      };
      for (let at = from; at < to; at += BLOCK) addRows(at, Math.min(to, at + BLOCK));
    }
  });
  return {
    kind: 'labelled',
    cells: [...cells].map(([cell, judge]) => ({ cell, value: judge.finish() })),
  };
}
