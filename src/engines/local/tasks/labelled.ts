import type { AccumulatorFactory, NumericAccumulator } from '../../../core/profile/accumulate.js';
import { MomentsAccumulator } from '../../../core/profile/moments.js';
import { plainOf } from './plain.js';
import type { Reader } from './reader.js';
import { streamCells } from './stream.js';
import type { Coded, JudgeSpec, LabelledResult, LabelledTask, PlainLabelled } from './task.js';
import { doubles } from './vectors.js';

/** Scores closer to 0 or 1 than this are clipped before their logarithm (scikit-learn's float64 epsilon). */
const EPSILON = 2.220446049250313e-16;

/** Sets the labelled rows of one file against their predictions and scores. */
export async function readLabelled(
  reader: Reader,
  task: LabelledTask,
  signal: AbortSignal,
): Promise<LabelledResult> {
  const { labels, prediction } = task;
  const factory = reader.accumulators(task.exact);
  const cells = new Map<number | null, LabelledAccumulator>();
  const judge = rowJudge(task.judge);
  const labelOf = 'rows' in labels ? joinedLabels(labels) : codeReader(labels);
  const predictionOf = prediction === null ? null : codeReader(prediction);
  const expressions = [
    'rows' in labels ? labels.row : labels.sql,
    prediction?.sql ?? 'NULL::DOUBLE',
    ...task.scores,
  ];
  await streamCells(reader.database, task, expressions, signal, (chunk, runs) => {
    const marks = doubles(chunk, 1);
    const predictions = doubles(chunk, 2);
    const scores = task.scores.map((_, i) => doubles(chunk, i + 3));
    for (const { cell: index, from, to } of runs) {
      let cell = cells.get(index);
      if (cell === undefined) {
        cell = new LabelledAccumulator(factory);
        cells.set(index, cell);
      }
      for (let row = from; row < to; row++) {
        const label = labelOf(marks[row] as number);
        if (label < 0) continue;
        judge(
          cell,
          label,
          predictionOf === null ? -2 : predictionOf(predictions[row] as number),
          scores,
          row,
        );
      }
    }
  });
  return {
    kind: 'labelled',
    cells: [...cells].map(([cell, accumulator]) => ({ cell, value: accumulator.finish() })),
  };
}

/** Labels by row number: rows come in file order on both sides, so one pass joins them. */
function joinedLabels(labels: { rows: Float64Array; codes: Int32Array }): (row: number) => number {
  const { rows, codes } = labels;
  let cursor = 0;
  return (row) => {
    while (cursor < rows.length && (rows[cursor] as number) < row) cursor++;
    return rows[cursor] === row ? (codes[cursor] as number) : -1;
  };
}

function codeReader({ numbers }: Coded): (value: number) => number {
  if (numbers === null) return (value) => (value !== value ? -2 : value);
  return (value) => (value !== value ? -2 : numbers.indexOf(value));
}

class LabelledAccumulator {
  rows = 0;
  judged = 0;
  correct = 0;
  readonly positives: NumericAccumulator;
  readonly negatives: NumericAccumulator;
  readonly logLoss = new MomentsAccumulator();
  scored = false;

  constructor(factory: AccumulatorFactory) {
    this.positives = factory.create();
    this.negatives = factory.create();
  }

  finish(): PlainLabelled {
    return {
      rows: this.rows,
      judged: this.judged,
      correct: this.correct,
      positives: this.scored ? plainOf(this.positives.finish()) : null,
      negatives: this.scored ? plainOf(this.negatives.finish()) : null,
      logLoss: this.scored ? this.logLoss.finish() : null,
    };
  }
}

type RowJudge = (
  cell: LabelledAccumulator,
  label: number,
  prediction: number,
  scores: readonly Float64Array[],
  row: number,
) => void;

/** How one labelled row counts, by task: decided once, outside the loop over rows. */
function rowJudge(spec: JudgeSpec): RowJudge {
  const hits = (cell: LabelledAccumulator, label: number, prediction: number): void => {
    cell.rows++;
    if (prediction < -1) return;
    cell.judged++;
    if (prediction === label) cell.correct++;
  };
  if (spec.task === 'binary') {
    const { positive, threshold } = spec;
    return (cell, label, prediction, scores, row) => {
      const score = scores[0]?.[row] ?? NaN;
      const isPositive = label === positive;
      if (threshold !== null) {
        cell.rows++;
        if (score - score === 0) {
          cell.judged++;
          if (score >= threshold === isPositive) cell.correct++;
        }
      } else hits(cell, label, prediction);
      if (score - score !== 0) return;
      cell.scored = true;
      (isPositive ? cell.positives : cell.negatives).add(score);
      const p = Math.min(Math.max(score, EPSILON), 1 - EPSILON);
      cell.logLoss.add(isPositive ? -Math.log(p) : -Math.log1p(-p));
    };
  }
  if (spec.task === 'multiclass') {
    const { columns } = spec;
    return (cell, label, prediction, scores, row) => {
      hits(cell, label, prediction);
      const score = scores[columns[label] ?? -1]?.[row] ?? NaN;
      if (score - score !== 0) return;
      cell.scored = true;
      cell.logLoss.add(-Math.log(Math.min(Math.max(score, EPSILON), 1 - EPSILON)));
    };
  }
  return hits;
}
