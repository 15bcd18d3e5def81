import { evidentlyWasserstein } from './definitions/evidently.js';
import { nannymlWasserstein } from './definitions/nannyml.js';
import { ksTest } from '../../statistics/kolmogorov-smirnov.js';
import { areaBetween } from './area-between.js';
import { numericMetric } from './numeric-metric.js';

/** Wasserstein-1 (earth mover's) distance in the feature's own unit. */
export const wasserstein = numericMetric(
  {
    describe: {
      id: 'wasserstein',
      name: 'Wasserstein distance',
      worse: 'higher',
      range: [0, Infinity],
      definition:
        'how far the values moved on average, in the feature’s own unit: the area between the two cumulative distributions',
      formula: '∫ |F_r(x) − F_c(x)| dx',
      source: 'scipy.stats.wasserstein_distance; p: the Kolmogorov-Smirnov test of the same values',
      use: 'A feature whose unit people know: “backlog is 12 minutes longer”.',
      avoid:
        'To compare features with each other, since units differ: wasserstein_normed does that. A single extreme value can make all of it.',
    },
    warn: null,
    alert: null,
    measure: (reference, current) => ({
      value: areaBetween(reference, current),
      pValue: ksTest(reference, current).pValue,
    }),
  },
  { evidently: evidentlyWasserstein, nannyml: nannymlWasserstein },
);
