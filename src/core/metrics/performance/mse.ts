import { errorMetric } from './error-metric.js';

/** Mean squared error. */
export const mse = errorMetric({
  id: 'mse',
  name: 'Mean squared error',
  worse: 'higher',
  range: [0, Infinity],
  definition: 'mean of (prediction − label)², in the square of the label’s unit',
  formula: '(1/n) Σ e²',
  source: 'sklearn.metrics.mean_squared_error',
  use: 'Models that are fitted by it, where large errors cost by their square.',
  avoid: 'Readers: rmse has the label’s unit. One outlier can make most of it (median_ae).',
  of: (mean) => ({ value: mean('squared'), slopes: { squared: 1 } }),
});
