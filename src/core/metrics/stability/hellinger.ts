import { evidentlyHellinger } from './definitions/evidently.js';
import { nannymlHellinger } from './definitions/nannyml.js';
import { binnedMetric, sumOf } from './binned-metric.js';

/** Hellinger distance of the shares of bins. */
export const hellinger = binnedMetric(
  {
    describe: {
      id: 'hellinger',
      name: 'Hellinger distance',
      range: [0, 1],
      definition:
        'distance between the square roots of the shares of a column’s bins; 0: same, 1: nothing in common',
      formula: '√(Σ (√pᵢ − √qᵢ)²) / √2',
      source: 'Hellinger 1909; chance key: Pearson’s χ² on the same bins',
      use: 'A bounded distance that weighs rare bins more than tvd does.',
      avoid:
        'Columns of many categories in small chunks, where rare values differ by chance: cramers_v corrects for that.',
    },
    warn: 0.1,
    alert: 0.2,
    part: (p, q) => (Math.sqrt(p) - Math.sqrt(q)) ** 2 / 2,
    finish: (parts) => Math.min(1, Math.sqrt(sumOf(parts))),
  },
  { evidently: evidentlyHellinger, nannyml: nannymlHellinger },
);
