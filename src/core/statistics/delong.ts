import type { Steps } from '../profile/numeric-profile.js';

/** Area under the ROC curve and DeLong's variance of it. */
export interface RocArea {
  readonly area: number;
  readonly variance: number;
}

/**
 * Mann-Whitney area (ties count ½) and its variance after DeLong, DeLong and Clarke-Pearson (1988), from the
 * distributions of the positives' and the negatives' scores: one merge of their steps.
 */
export function rocArea(positives: Steps, negatives: Steps): RocArea {
  const m = positives.cumulative.at(-1) ?? 0;
  const n = negatives.cumulative.at(-1) ?? 0;
  // Sums over positives of the share of negatives below them, and over negatives of positives above.
  let sum10 = 0;
  let square10 = 0;
  let sum01 = 0;
  let square01 = 0;
  const { at: x, cumulative: upToX } = positives;
  const { at: y, cumulative: upToY } = negatives;
  let i = 0;
  let j = 0;
  let positivesBelow = 0;
  let negativesBelow = 0;
  while (i < x.length || j < y.length) {
    const isPositive = i < x.length && (j === y.length || (x[i] as number) <= (y[j] as number));
    const isNegative = j < y.length && (i === x.length || (y[j] as number) <= (x[i] as number));
    const positivesHere = isPositive ? (upToX[i++] as number) - positivesBelow : 0;
    const negativesHere = isNegative ? (upToY[j++] as number) - negativesBelow : 0;
    const v10 = (negativesBelow + negativesHere / 2) / n;
    const v01 = (m - positivesBelow - positivesHere / 2) / m;
    sum10 += positivesHere * v10;
    square10 += positivesHere * v10 * v10;
    sum01 += negativesHere * v01;
    square01 += negativesHere * v01 * v01;
    positivesBelow += positivesHere;
    negativesBelow += negativesHere;
  }
  const area = sum10 / m;
  const variance10 = Math.max(0, square10 - (sum10 * sum10) / m) / (m - 1);
  const variance01 = Math.max(0, square01 - (sum01 * sum01) / n) / (n - 1);
  return { area, variance: variance10 / m + variance01 / n };
}
