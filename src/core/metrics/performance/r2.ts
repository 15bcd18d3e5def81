import { ERROR_VARIABLES } from '../../profile/profiles.js';
import { errorMetric } from './error-metric.js';

/** Share of the labels' variance that the model explains. */
export const r2 = errorMetric({
  id: 'r2',
  name: 'R²',
  worse: 'lower',
  range: [-Infinity, 1],
  unskilled: 0,
  definition:
    '1 − the squared error / the squared distance of the labels from their mean; all labels equal: unknown',
  formula: '1 − Σ e² / Σ (y − ȳ)²',
  source: 'sklearn.metrics.r2_score',
  use: 'Comparing the model with the simplest one, that always says the mean.',
  avoid: 'Comparing slices whose labels vary more or less: it moves with their variance alone (mae).',
  of: (mean, { joint }) => {
    const label = ERROR_VARIABLES.indexOf('label');
    const variance = (joint.products[label * ERROR_VARIABLES.length + label] as number) / joint.count;
    if (variance === 0) return { because: 'All labels are equal: there is no variance to explain.' };
    const unexplained = mean('squared') / variance;
    return {
      value: 1 - unexplained,
      // Of the variance as mean(y²) − mean(y)².
      slopes: {
        squared: -1 / variance,
        labelSquared: unexplained / variance,
        label: (-2 * mean('label') * unexplained) / variance,
      },
    };
  },
});
