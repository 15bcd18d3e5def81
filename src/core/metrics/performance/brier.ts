import { sampleVariance } from '../../profile/moments.js';
import { normalInterval } from '../../statistics/normal.js';
import { absoluteMetric } from '../describe.js';
import { labelledRows, labelledValue, noScore } from './labelled.js';

/** Mean squared error of the score as a probability. */
export const brier = absoluteMetric({
  id: 'brier',
  name: 'Brier score',
  family: 'performance',
  tasks: ['binary'],
  needs: ['label', 'score'],
  worse: 'higher',
  range: [0, 1],
  unit: 'none',
  definition: 'mean squared difference between score and label, the positive class as 1',
  formula: '(1/n) Σ (score − label)²',
  interval: 'normal',
  source: 'sklearn.metrics.brier_score_loss; interval: normal',
  use: 'Scores that are read as probabilities: calibration and sharpness in one bounded number.',
  avoid: 'Rare positives, where small values hide everything; scores that only rank (roc_auc).',
  compute: (input) => {
    const found = labelledRows(input);
    if ('problem' in found) return found.problem;
    const { brier: losses, rows } = found.labelled;
    if (losses === null || losses.count === 0) return noScore(input, rows);
    const error = Math.sqrt(sampleVariance(losses) / losses.count);
    return labelledValue(losses.mean, normalInterval(losses.mean, error, [0, Infinity]), losses.count);
  },
});
