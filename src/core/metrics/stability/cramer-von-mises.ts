import { ksTest } from '../../statistics/kolmogorov-smirnov.js';
import { cramerVonMises as statistic } from '../../statistics/cramer-von-mises.js';
import { numericMetric } from './numeric-metric.js';

/** Two-sample Cramér-von Mises statistic; how large a shift is says `ks`, to which the limits apply. */
export const cramerVonMises = numericMetric({
  describe: {
    id: 'cramer_von_mises',
    name: 'Cramér-von Mises statistic',
    worse: 'higher',
    range: [0, Infinity],
    sizeKey: 'ks',
    definition:
      'squared gaps between the two cumulative distributions, summed over the rows (midranks); it grows with the rows, so the limits apply to ks of the same values',
    formula: 'U / (n_r n_c N) − (4 n_r n_c − 1) / (6 N), U from the midranks, N = n_r + n_c',
    source: 'Anderson 1962; scipy.stats.cramervonmises_2samp(method="asymptotic"), with its p-value',
    use: 'A test of the whole distribution that small shifts everywhere move more than one gap does.',
    avoid: 'As the size of a shift, since it grows with the rows: read ks beside it.',
  },
  warn: 0.1,
  alert: 0.2,
  onFewRows: 'Cramér-von Mises',
  measure: (reference, current) => {
    const test = statistic(reference.steps(), current.steps());
    return { value: test.statistic, pValue: test.pValue, size: ksTest(reference, current).value };
  },
});
