import { evidentlyWasserstein } from './definitions/evidently.js';
import { ksTest } from '../../statistics/kolmogorov-smirnov.js';
import { areaBetween } from './area-between.js';
import { numericMetric } from './numeric-metric.js';
import { perSd } from './spread.js';

/** Wasserstein-1 distance in standard deviations of the reference. */
export const wassersteinNormed = numericMetric(
  {
    describe: {
      id: 'wasserstein_normed',
      name: 'Normed Wasserstein distance',
      worse: 'higher',
      range: [0, Infinity],
      definition:
        'how far the values moved on average, in standard deviations of the reference: the area between the two cumulative distributions over the reference’s sample standard deviation',
      formula: '∫ |F_r(x) − F_c(x)| dx / s_r, s_r with n − 1',
      source: 'scipy.stats.wasserstein_distance; p: the Kolmogorov-Smirnov test of the same values',
      use: 'Numeric features beside each other on one scale, shifts in the tail included.',
      avoid:
        'Heavy-tailed columns (amounts, durations): their standard deviation is large, so a real shift looks small. There ks or psi see it.',
    },
    warn: 0.1,
    alert: 0.25,
    measure: (reference, current) => ({
      ...perSd(areaBetween(reference, current), reference.moments),
      pValue: ksTest(reference, current).pValue,
    }),
  },
  { evidently: evidentlyWasserstein },
);
