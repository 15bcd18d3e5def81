import { judgeOf, type Judge } from './judges.js';
import { codesReader, labelSql, labelsReader } from './label-readers.js';
import type { Reader } from './reader.js';
import type { LabelledResult, LabelledTask } from './task.js';

/** Rows that are judged at once: few enough that all that is known of them stays in the processor's cache. */
const ROWS = 4096;

/** Sets the labelled rows of one file against their predictions and scores. */
export async function readLabelled(
  reader: Reader,
  task: LabelledTask,
  signal: AbortSignal,
): Promise<LabelledResult> {
  const { labels, prediction } = task;
  const factory = reader.accumulators(task.exact);
  const cells = new Map<number | null, Judge>();
  const labelsOf = labelsReader(labels);
  const nothing = new Float64Array(ROWS).fill(NaN);
  const predictionsOf = prediction === null ? null : codesReader(prediction);
  const expressions = [
    labelSql(labels),
    prediction?.sql ?? null,
    ...task.scores,
    ...(task.query === null ? [] : [task.query]),
  ];
  await reader.stream(task, expressions, signal, (batch, runs) => {
    const marks = batch.doubles(1);
    const said = batch.doubles(2);
    const scores = task.scores.map((_, i) => batch.doubles(i + 3));
    const queryOf = task.query === null ? null : batch.texts(expressions.length);
    for (const { cell, from, to } of runs) {
      let judge = cells.get(cell);
      if (judge === undefined) {
        judge = judgeOf(task.judge, factory, task.labelValues);
        cells.set(cell, judge);
      }
      for (let at = from; at < to; at += ROWS) {
        const end = Math.min(to, at + ROWS);
        judge.add({
          count: end - at,
          labels: labelsOf(marks.subarray(at, end)),
          predictions: predictionsOf === null ? nothing : predictionsOf(said.subarray(at, end)),
          scores: scores.map((column) => column.subarray(at, end)),
          queryOf: queryOf === null ? null : (row) => queryOf(at + row),
        });
      }
    }
  });
  return {
    kind: 'labelled',
    cells: [...cells].map(([cell, judge]) => ({ cell, value: judge.finish() })),
  };
}
