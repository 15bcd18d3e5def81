import { Z95 } from '../../statistics/normal.js';
import { regressionMetric } from './error-metric.js';
import { errorsOf, labelledValue } from './labelled.js';

/** Median absolute error. */
export const medianAe = regressionMetric({
  id: 'median_ae',
  name: 'Median absolute error',
  worse: 'higher',
  range: [0, Infinity],
  definition: 'median of |prediction − label|, in the label’s unit',
  formula: 'quantile(|e|, 0.5)',
  interval: 'the order statistics at n/2 ± 1.96 √n / 2',
  source: 'sklearn.metrics.median_absolute_error; interval: Conover 1999, section 3.2',
  use: 'What a typical row’s error is, whatever the outliers do.',
  avoid: 'Cases where half of the rows may go wrong unseen: mae, rmse.',
  compute: (input) => {
    const found = errorsOf(input);
    if ('problem' in found) return found.problem;
    const { absolute } = found.errors;
    const { count } = absolute;
    const half = (Z95 * Math.sqrt(count)) / 2;
    const low = Math.floor(count / 2 - half);
    const high = Math.ceil(count / 2 + half + 1);
    const at = (rank: number): number => absolute.quantile((rank - 1) / (count - 1));
    const interval: [number, number] | null =
      low < 1 || high > count || at(low) === at(high) ? null : [at(low), at(high)];
    const because = interval === null ? 'No interval: too few rows, or the errors do not differ.' : undefined;
    return labelledValue(absolute.quantile(0.5), interval, count, { exact: absolute.exact, because });
  },
});
