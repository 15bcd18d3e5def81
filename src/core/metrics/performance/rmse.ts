import { errorMetric } from './error-metric.js';

/** Root mean squared error. */
export const rmse = errorMetric({
  id: 'rmse',
  name: 'Root mean squared error',
  worse: 'higher',
  range: [0, Infinity],
  definition: 'square root of the mean of (prediction − label)², in the label’s unit',
  formula: '√((1/n) Σ e²)',
  source: 'sklearn.metrics.root_mean_squared_error',
  use: 'Large errors cost more than many small ones.',
  avoid: 'Labels with outliers, where a few rows decide it: mae, median_ae.',
  of: (mean) => {
    const value = Math.sqrt(mean('squared'));
    return { value, slopes: value === 0 ? {} : { squared: 1 / (2 * value) } };
  },
});
