import { cramersV as biasCorrected } from '../../statistics/cramers-v.js';
import { binnedMetric } from './binned-metric.js';
import { chiSquaredPart } from './chi2.js';

/** Cramér's V between the bin and the side a row is from. */
export const cramersV = binnedMetric({
  describe: {
    id: 'cramers_v',
    name: 'Cramér’s V',
    range: [0, 1],
    definition:
      'association between the bin of a row and the side it is from, corrected for the association that chance makes; 0: same, 1: nothing in common',
    formula: '√(max(0, χ²/n − (k−1)/(n−1)) / min(k̃ − 1, r̃ − 1)), k̃ = k − (k−1)²/(n−1), r̃ = 2 − 1/(n−1)',
    source:
      'Bergsma 2013, on scipy.stats.chi2_contingency(correction=False) of the bins of the chance key; chance key: that χ²',
    use: 'Categorical columns, many categories and small chunks included: chance adds nothing to it on average.',
    avoid:
      'When one side has far fewer rows than the other: the same shift then gives a smaller value. There tvd keeps its meaning.',
  },
  warn: 0.1,
  alert: 0.2,
  part: chiSquaredPart,
  finish: (_parts, chance) => biasCorrected(chance.statistic, chance.degreesOfFreedom, chance.n),
});
