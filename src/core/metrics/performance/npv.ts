import { shareMetric } from './binary-counts.js';

/** Share of the rows predicted negative that are negative. */
export const npv = shareMetric({
  id: 'npv',
  name: 'Negative predictive value',
  worse: 'lower',
  definition: 'share of the rows predicted negative that are negative',
  formula: 'tn / (tn + fn)',
  source: 'sklearn.metrics.precision_score of the other class',
  use: 'Decisions that rest on a no: a loan granted, a patient sent home.',
  avoid: 'Rare positives, where it is near 1 whatever the model does: recall.',
  part: ({ tn }) => tn,
  whole: ({ tn, fn }) => tn + fn,
  what: 'rows predicted negative',
});
