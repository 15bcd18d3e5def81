import { ksTest } from '../../statistics/kolmogorov-smirnov.js';
import { integrateGap } from '../../statistics/merged-steps.js';
import { numericMetric } from './numeric-metric.js';

/** Energy distance of the values. */
export const energyDistance = numericMetric({
  describe: {
    id: 'energy_distance',
    name: 'Energy distance',
    worse: 'higher',
    range: [0, Infinity],
    definition:
      'distance between the two distributions in the square root of the feature’s unit, from the squared gap of the cumulative distributions',
    formula: '√(2 ∫ (F_r(x) − F_c(x))² dx)',
    source: 'Székely 2003; scipy.stats.energy_distance; p: the Kolmogorov-Smirnov test of the same values',
    use: 'Where another system reports it; far values count less than in wasserstein.',
    avoid:
      'To say how large a shift is in words: its unit is a square root. wasserstein has the feature’s own.',
  },
  warn: null,
  alert: null,
  measure: (reference, current) => ({
    value: Math.sqrt(2 * integrateGap(reference.steps(), current.steps(), (gap) => gap * gap)),
    pValue: ksTest(reference, current).pValue,
  }),
});
