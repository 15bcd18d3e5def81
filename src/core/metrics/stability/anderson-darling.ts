import { ksTest } from '../../statistics/kolmogorov-smirnov.js';
import { andersonDarling as statistic } from '../../statistics/anderson-darling.js';
import { numericMetric } from './numeric-metric.js';

/** Two-sample Anderson-Darling statistic; how large a shift is says `ks`, to which the limits apply. */
export const andersonDarling = numericMetric({
  describe: {
    id: 'anderson_darling',
    name: 'Anderson-Darling statistic',
    worse: 'higher',
    range: [-Infinity, Infinity],
    sizeKey: 'ks',
    definition:
      'squared gaps between the two cumulative distributions, weighted to the tails and standardised (midranks); it grows with the rows, so the limits apply to ks of the same values',
    formula: '(A²_akN − 1) / σ_N, A²_akN after Scholz and Stephens, equation 7',
    source:
      'Scholz and Stephens 1987; scipy.stats.anderson_ksamp(midrank=True), with its p-value from their table (0.001 to 0.25)',
    use: 'A test that sees shifts in the tails, where ks is weak.',
    avoid:
      'As the size of a shift, since it grows with the rows: read ks beside it. Many columns at once: no p-value is below 0.001.',
  },
  warn: 0.1,
  alert: 0.2,
  onFewRows: 'Anderson-Darling',
  measure: (reference, current) => {
    const test = statistic(reference.steps(), current.steps());
    const size = ksTest(reference, current).value;
    if (test === null)
      return { value: NaN, pValue: null, because: 'it needs four values in all, and there are fewer.' };
    return { value: test.statistic, pValue: test.pValue, size };
  },
});
