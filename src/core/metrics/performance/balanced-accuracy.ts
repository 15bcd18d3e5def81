import { normalInterval } from '../../statistics/normal.js';
import { absoluteMetric } from '../describe.js';
import { noValue } from '../values.js';
import { binaryCounts } from './binary-counts.js';
import { labelledValue } from './labelled.js';

/** Mean of recall and specificity. */
export const balancedAccuracy = absoluteMetric({
  id: 'balanced_accuracy',
  name: 'Balanced accuracy',
  family: 'performance',
  tasks: ['binary'],
  needs: ['label', 'prediction'],
  worse: 'lower',
  range: [0, 1],
  unskilled: 0.5,
  unit: 'share',
  definition: 'mean of recall and specificity',
  formula: '½ (tp / (tp + fn) + tn / (tn + fp))',
  interval: 'delta method',
  source: 'sklearn.metrics.balanced_accuracy_score; interval: delta method, the classes apart',
  use: 'Rare positives: a model that always says no scores one half.',
  avoid: 'Positives so rare that most alarms are false all the same: precision.',
  compute: (input) => {
    const found = binaryCounts(input);
    if ('problem' in found) return found.problem;
    const { tp, fn, fp, tn } = found.counts;
    const [positives, negatives] = [tp + fn, tn + fp];
    const rows = positives + negatives;
    if (positives === 0 || negatives === 0) {
      return noValue('unknown', `No labelled row is ${positives === 0 ? 'positive' : 'negative'}.`, {
        current: rows,
      });
    }
    const value = (tp / positives + tn / negatives) / 2;
    const variance = ((tp * fn) / positives ** 3 + (tn * fp) / negatives ** 3) / 4;
    return labelledValue(value, normalInterval(value, Math.sqrt(variance), [0, 1]), rows);
  },
});
