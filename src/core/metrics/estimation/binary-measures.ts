import { clipScore } from '../../profile/clip-score.js';

/** What can be estimated of a binary model. */
export const BINARY_ESTIMATES = [
  'roc_auc',
  'average_precision',
  'accuracy',
  'precision',
  'recall',
  'specificity',
  'f1',
  'log_loss',
  'brier',
] as const;
export type BinaryEstimate = (typeof BINARY_ESTIMATES)[number];

/** Rows that share a score and what the model says of them, ascending by score. */
export interface ScoreRows {
  readonly scores: Float64Array;
  readonly said: Uint8Array;
  readonly rows: Float64Array;
}

/** Every measure, from how many of each group's rows are positive; NaN where one has an empty denominator. */
export function binaryMeasures(groups: ScoreRows, positives: Float64Array): Record<BinaryEstimate, number> {
  const { scores, said, rows } = groups;
  let [tp, fp, fn, tn, loss, squares] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < scores.length; i++) {
    const yes = positives[i] as number;
    const no = (rows[i] as number) - yes;
    const score = scores[i] as number;
    if (said[i] === 1) {
      tp += yes;
      fp += no;
    } else {
      fn += yes;
      tn += no;
    }
    const p = clipScore(score);
    loss -= yes * Math.log(p) + no * Math.log1p(-p);
    squares += yes * (1 - score) ** 2 + no * score * score;
  }
  const n = tp + fp + fn + tn;
  return {
    ...ranked(groups, positives, tp + fn, fp + tn),
    accuracy: (tp + tn) / n,
    precision: tp / (tp + fp),
    recall: tp / (tp + fn),
    specificity: tn / (tn + fp),
    f1: tp / (tp + (fp + fn) / 2),
    log_loss: loss / n,
    brier: squares / n,
  };
}

/** ROC AUC (ties count half) and average precision, from the highest score down. */
export function ranked(
  { scores, rows }: Pick<ScoreRows, 'scores' | 'rows'>,
  positives: Float64Array,
  allPositives: number,
  allNegatives: number,
): { roc_auc: number; average_precision: number } {
  let [yes, no, area, precision] = [0, 0, 0, 0];
  for (let i = scores.length - 1; i >= 0;) {
    const score = scores[i] as number;
    let [here, others] = [0, 0];
    for (; i >= 0 && scores[i] === score; i--) {
      here += positives[i] as number;
      others += (rows[i] as number) - (positives[i] as number);
    }
    area += others * (yes + here / 2);
    yes += here;
    no += others;
    if (here > 0) precision += (here * yes) / (yes + no);
  }
  return { roc_auc: area / (allPositives * allNegatives), average_precision: precision / allPositives };
}
