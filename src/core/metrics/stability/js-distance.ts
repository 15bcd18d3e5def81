import { evidentlyJsDistance } from './definitions/evidently.js';
import { nannymlJsDistance } from './definitions/nannyml.js';
import { binnedMetric, sumOf } from './binned-metric.js';

/** Jensen-Shannon distance in bits: the square root of the divergence. */
export const jsDistance = binnedMetric(
  {
    describe: {
      id: 'js_distance',
      name: 'Jensen-Shannon distance',
      range: [0, 1],
      definition:
        'square root of the Jensen-Shannon divergence (base 2) between the shares of a column’s bins; 0: same, 1: nothing in common',
      formula: '√(½ Σ pᵢ log₂(pᵢ/mᵢ) + ½ Σ qᵢ log₂(qᵢ/mᵢ)), m = (p + q)/2',
      source:
        'Lin 1991; scipy.spatial.distance.jensenshannon(base=2); chance key: Pearson’s χ² on the same bins',
      avoid: 'To compare with tools that use base e (their largest value is 0.83) or the divergence itself.',
      use: 'A bounded alternative to PSI that needs no floor for empty bins.',
    },
    warn: 0.1,
    alert: 0.2,
    part: (p, q) => {
      const m = (p + q) / 2;
      return (p > 0 ? 0.5 * p * Math.log2(p / m) : 0) + (q > 0 ? 0.5 * q * Math.log2(q / m) : 0);
    },
    finish: (parts) => Math.sqrt(Math.max(0, sumOf(parts))),
  },
  { evidently: evidentlyJsDistance, nannyml: nannymlJsDistance },
);
