import { shareMetric } from './binary-counts.js';

/** Share of the positive rows that are predicted positive. */
export const recall = shareMetric({
  id: 'recall',
  name: 'Recall',
  worse: 'lower',
  definition: 'share of the positive rows that are predicted positive',
  formula: 'tp / (tp + fn)',
  source: 'sklearn.metrics.recall_score',
  use: 'Each missed positive costs: fraud, illness, churn.',
  avoid: 'False alarms, which it does not see: precision or fpr.',
  part: ({ tp }) => tp,
  whole: ({ tp, fn }) => tp + fn,
  what: 'positive rows',
});
