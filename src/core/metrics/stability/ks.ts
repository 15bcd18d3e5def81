import { evidentlyKs } from './definitions/evidently.js';
import { nannymlKs } from './definitions/nannyml.js';
import { ksTest } from '../../statistics/kolmogorov-smirnov.js';
import { numericMetric } from './numeric-metric.js';

/** Two-sample Kolmogorov-Smirnov statistic on the values, no bins. */
export const ks = numericMetric(
  {
    describe: {
      id: 'ks',
      name: 'Kolmogorov-Smirnov distance',
      worse: 'higher',
      range: [0, 1],
      definition:
        'largest gap between the cumulative distributions of reference and current, on the values themselves',
      formula: 'sup |F_r(x) − F_c(x)|',
      source:
        'scipy.stats.ks_2samp (statistic); p: Kolmogorov tail at (√e + 0.12 + 0.11/√e)·D, e = n_r n_c/(n_r + n_c) (Stephens 1970)',
      use: 'Numeric columns, when a shift of the whole distribution matters more than its tails.',
      avoid:
        'Shifts in a tail only, which move the cumulative distribution little: psi and anderson_darling see them.',
    },
    warn: 0.1,
    alert: 0.2,
    measure: ksTest,
  },
  { evidently: evidentlyKs, nannyml: nannymlKs },
);
