import { sampleVariance } from '../../profile/moments.js';
import { normalInterval } from '../../statistics/normal.js';
import { absoluteMetric } from '../describe.js';
import { labelledRows, noScore } from './labelled.js';

/** Mean negative log-likelihood of the labels. */
export const logLoss = absoluteMetric({
  id: 'log_loss',
  name: 'Log loss',
  family: 'performance',
  tasks: ['binary', 'multiclass'],
  needs: ['label', 'score'],
  worse: 'higher',
  range: [0, Infinity],
  unit: 'none',
  definition: 'mean of −ln of the score given to the true class, scores clipped to [ε, 1 − ε], ε = 2.22e-16',
  formula: '−(1/n) Σ ln p(label)',
  interval: 'normal',
  source: 'sklearn.metrics.log_loss; interval: normal',
  use: 'Scores that are read as probabilities: it punishes confident mistakes.',
  avoid: 'Scores that only rank: then roc_auc. One confident mistake can make much of it.',
  compute: (input) => {
    const found = labelledRows(input);
    if ('problem' in found) return found.problem;
    const { logLoss: losses } = found.labelled;
    if (losses === null || losses.count === 0) return noScore(input, found.labelled.rows);
    return {
      value: losses.mean,
      interval: normalInterval(losses.mean, Math.sqrt(sampleVariance(losses) / losses.count), [0, Infinity]),
      pValue: null,
      nReference: null,
      nCurrent: losses.count,
      exact: true,
    };
  },
});
