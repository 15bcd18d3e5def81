import { student95, welch } from '../../statistics/welch.js';
import { numericMetric } from './numeric-metric.js';
import { perSd, sampleSd } from './spread.js';

/** Change of the mean in standard deviations of the reference. */
export const meanShift = numericMetric({
  describe: {
    id: 'mean_shift',
    name: 'Mean shift',
    worse: 'either',
    range: [-Infinity, Infinity],
    definition:
      'change of the mean, in sample standard deviations of the reference; below 0: the values fell',
    formula: '(mean_c − mean_r) / s_r, s_r with n − 1',
    interval:
      'Welch’s, of the difference of the means, in standard deviations of the reference taken as exact',
    source:
      'Glass 1976 (effect size); p: Welch 1947, scipy.stats.ttest_ind(equal_var=False); interval: Welch’s of the difference, over s_r',
    use: 'Numeric columns whose level matters, and the direction in which it moved.',
    avoid:
      'Changes of spread or shape, which it cannot see, and heavy tails, which hide the shift: add ks or psi.',
  },
  warn: 0.1,
  alert: 0.25,
  onFewRows: 'difference of means',
  measure: (reference, current) => {
    const [r, c] = [reference.moments, current.moments];
    const test = welch(r, c);
    const shift = perSd(c.mean - r.mean, r);
    const sd = sampleSd(r);
    const spread = test === null ? NaN : (student95(test.degreesOfFreedom) * test.standardError) / sd;
    return {
      ...shift,
      // Without a test nothing tells the shift from chance.
      pValue: test?.pValue ?? 1,
      interval: Number.isFinite(spread) ? [shift.value - spread, shift.value + spread] : null,
    };
  },
});
