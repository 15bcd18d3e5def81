import { sampleVariance } from '../../profile/moments.js';
import { normalInterval } from '../../statistics/normal.js';
import { noValue } from '../values.js';
import { regressionMetric } from './error-metric.js';
import { errorsOf, labelledValue } from './labelled.js';

/** Mean absolute error as a share of each label. */
export const mape = regressionMetric({
  id: 'mape',
  name: 'Mean absolute percentage error',
  worse: 'higher',
  range: [0, Infinity],
  unit: 'share',
  definition:
    'mean of |prediction − label| / |label| over the rows whose label is not 0; those left out are counted',
  formula: '(1/n) Σ |e / y|',
  interval: 'normal',
  source:
    'sklearn.metrics.mean_absolute_percentage_error without the rows whose label is 0; interval: normal',
  use: 'Labels of different sizes where a share of each is what counts.',
  avoid: 'Labels near 0, which make it huge: wape. It favours models that say too little.',
  compute: (input) => {
    const found = errorsOf(input);
    if ('problem' in found) return found.problem;
    const { relative, zeroLabels } = found.errors;
    if (relative.count === 0) {
      return noValue('unknown', 'All labels are 0: no error is a share of its label.', { current: 0 });
    }
    const error = Math.sqrt(sampleVariance(relative) / relative.count);
    const because =
      zeroLabels === 0
        ? undefined
        : `${zeroLabels} ${zeroLabels === 1 ? 'row is' : 'rows are'} left out: the label is 0.`;
    return labelledValue(relative.mean, normalInterval(relative.mean, error, [0, Infinity]), relative.count, {
      because,
    });
  },
});
