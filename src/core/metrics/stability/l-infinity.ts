import { nannymlLInfinity } from './definitions/nannyml.js';
import { binnedMetric } from './binned-metric.js';

/** Largest change of the share of any bin. */
export const lInfinity = binnedMetric(
  {
    describe: {
      id: 'l_infinity',
      name: 'L-infinity distance',
      range: [0, 1],
      definition: 'largest change of the share of any one bin',
      formula: 'max |pᵢ − qᵢ|',
      source:
        'Chebyshev distance, scipy.spatial.distance.chebyshev; chance key: Pearson’s χ² on the same bins',
      use: 'Categorical columns, when one value that takes over is what you fear.',
      avoid: 'Shifts spread over many bins, each of them small: tvd adds them up.',
    },
    warn: 0.1,
    alert: 0.2,
    part: (p, q) => Math.abs(p - q),
    finish: (parts) => Math.max(0, ...parts),
  },
  { nannyml: nannymlLInfinity },
);
