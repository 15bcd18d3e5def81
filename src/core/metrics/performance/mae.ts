import { errorMetric } from './error-metric.js';

/** Mean absolute error. */
export const mae = errorMetric({
  id: 'mae',
  name: 'Mean absolute error',
  worse: 'higher',
  range: [0, Infinity],
  definition: 'mean of |prediction − label|, in the label’s unit',
  formula: '(1/n) Σ |e|',
  source: 'sklearn.metrics.mean_absolute_error',
  use: 'The first number of a regression model: every unit of error counts alike.',
  avoid: 'Rare large errors that cost more than their size: rmse.',
  of: (mean) => ({ value: mean('absolute'), slopes: { absolute: 1 } }),
});
