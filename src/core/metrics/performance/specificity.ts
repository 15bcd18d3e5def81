import { shareMetric } from './binary-counts.js';

/** Share of the negative rows that are predicted negative. */
export const specificity = shareMetric({
  id: 'specificity',
  name: 'Specificity',
  worse: 'lower',
  definition: 'share of the negative rows that are predicted negative',
  formula: 'tn / (tn + fp)',
  source: 'sklearn.metrics.recall_score of the other class',
  use: 'How well the quiet majority is left alone.',
  avoid: 'Rare positives, where a specificity of 99 % may still mean mostly false alarms: precision.',
  part: ({ tn }) => tn,
  whole: ({ tn, fp }) => tn + fp,
  what: 'negative rows',
});
