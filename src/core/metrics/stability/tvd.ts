import { evidentlyTvd } from './definitions/evidently.js';
import { binnedMetric, sumOf } from './binned-metric.js';

/** Total variation distance of the shares of bins. */
export const tvd = binnedMetric(
  {
    describe: {
      id: 'tvd',
      name: 'Total variation distance',
      range: [0, 1],
      definition:
        'share of the rows that would have to change their bin to look like the reference; 0: same, 1: nothing in common',
      formula: '½ Σ |pᵢ − qᵢ|',
      source: 'Levin and Peres 2017, chapter 4; chance key: Pearson’s χ² on the same bins',
      use: 'When the size of a shift must mean something to everybody: 0.1 is one row in ten.',
      avoid:
        'Columns of many categories in small chunks, whose shares differ by chance alone: cramers_v corrects for that.',
    },
    warn: 0.1,
    alert: 0.2,
    part: (p, q) => Math.abs(p - q) / 2,
    finish: sumOf,
  },
  { evidently: evidentlyTvd },
);
