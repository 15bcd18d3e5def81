import { errorMetric } from './error-metric.js';

/** Mean error with its sign. */
export const bias = errorMetric({
  id: 'bias',
  name: 'Bias',
  worse: 'either',
  range: [-Infinity, Infinity],
  definition: 'mean of prediction − label, in the label’s unit: above 0 the model says too much',
  formula: '(1/n) Σ e',
  source: 'mean error',
  use: 'Sums of predictions: budgets, stocks, staff. It shows a shift that mae hides.',
  avoid: 'Single predictions: errors of both signs cancel (mae).',
  of: (mean) => ({ value: mean('error'), slopes: { error: 1 } }),
});
