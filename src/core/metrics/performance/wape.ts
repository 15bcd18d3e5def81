import { errorMetric } from './error-metric.js';

/** Absolute error as a share of the labels' size. */
export const wape = errorMetric({
  id: 'wape',
  name: 'Weighted absolute percentage error',
  worse: 'higher',
  range: [0, Infinity],
  unit: 'share',
  definition: 'sum of |prediction − label| / sum of |label|; all labels 0: unknown',
  formula: 'Σ |e| / Σ |y|',
  source: 'ratio of sums, as in Hyndman and Koehler 2006',
  use: 'Demand and other sums with many small or zero labels.',
  avoid: 'Cases where small labels matter as much as large ones: mape.',
  of: (mean) => {
    const size = mean('labelSize');
    if (size === 0) return { because: 'All labels are 0: there is nothing to divide by.' };
    const value = mean('absolute') / size;
    return { value, slopes: { absolute: 1 / size, labelSize: -value / size } };
  },
});
