import { shareMetric } from './binary-counts.js';

/** Share of the negative rows that are predicted positive. */
export const fpr = shareMetric({
  id: 'fpr',
  name: 'False positive rate',
  worse: 'higher',
  definition: 'share of the negative rows that are predicted positive',
  formula: 'fp / (fp + tn)',
  source: '1 − specificity',
  use: 'How often somebody is bothered for nothing.',
  avoid: 'Rare positives: a small rate of many negatives is still many rows, which precision shows.',
  part: ({ fp }) => fp,
  whole: ({ fp, tn }) => fp + tn,
  what: 'negative rows',
});
