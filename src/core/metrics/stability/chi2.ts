import { evidentlyChi2, nannymlChi2 } from './definitions/chi2.js';
import { cramersV } from '../../statistics/cramers-v.js';
import { binnedMetric } from './binned-metric.js';

/** Pearson's χ² of the bins; how large a shift is says `cramers_v`, to which the limits apply. */
export const chi2 = binnedMetric(
  {
    describe: {
      id: 'chi2',
      name: 'Chi-squared statistic',
      range: [0, Infinity],
      sizeKey: 'cramers_v',
      definition:
        'Pearson’s χ² of the rows by bin and side; it grows with the rows, so the limits apply to cramers_v of the same table',
      formula: 'Σ (observed − expected)² / expected',
      source:
        'Pearson 1900; scipy.stats.chi2_contingency(correction=False) of the bins of the chance key (those with an expected count below 2 pooled)',
      use: 'Where a χ² test is the agreed procedure, or its statistic must be in the record.',
      avoid:
        'As the size of a shift: with enough rows every difference is significant. Read cramers_v, tvd or psi.',
    },
    warn: 0.1,
    alert: 0.2,
    part: chiSquaredPart,
    finish: (_parts, chance) => chance.statistic,
    size: (chance) => cramersV(chance.statistic, chance.degreesOfFreedom, chance.n),
  },
  { evidently: evidentlyChi2, nannyml: nannymlChi2 },
);

/** A bin's part of χ² for sides of equal size, which ranks the bins. */
export function chiSquaredPart(p: number, q: number): number {
  return p + q === 0 ? 0 : (p - q) ** 2 / (p + q);
}
