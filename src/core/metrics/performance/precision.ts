import { shareMetric } from './binary-counts.js';

/** Share of the rows predicted positive that are positive. */
export const precision = shareMetric({
  id: 'precision',
  name: 'Precision',
  worse: 'lower',
  definition: 'share of the rows predicted positive that are positive',
  formula: 'tp / (tp + fp)',
  source: 'sklearn.metrics.precision_score',
  use: 'Each false alarm costs: a call, a refusal, a review.',
  avoid: 'Missed positives, which it does not see: recall. It also moves with the share of positives alone.',
  part: ({ tp }) => tp,
  whole: ({ tp, fp }) => tp + fp,
  what: 'rows predicted positive',
});
