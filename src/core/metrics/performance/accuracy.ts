import { absoluteMetric } from '../describe.js';
import { shareOf } from '../share.js';
import { noValue } from '../values.js';
import { labelledRows } from './labelled.js';

/** Share of labelled rows whose prediction equals the label. */
export const accuracy = absoluteMetric({
  id: 'accuracy',
  name: 'Accuracy',
  family: 'performance',
  tasks: ['binary', 'multiclass'],
  needs: ['label', 'prediction'],
  worse: 'lower',
  range: [0, 1],
  unit: 'share',
  definition:
    'share of the labelled rows whose prediction equals the label; without a prediction column: score >= threshold',
  formula: 'correct / judged',
  interval: 'Wilson’s score interval',
  source: 'sklearn.metrics.accuracy_score; interval: Wilson 1927',
  use: 'Balanced classes; else it praises a model that always says no.',
  avoid:
    'Rare classes, and costs that differ between mistakes: precision, recall or a cost of your own say more.',
  compute: (input) => {
    const found = labelledRows(input);
    if ('problem' in found) return found.problem;
    if (found.labelled.judged === 0) {
      return noValue('error', 'No labelled row has a prediction: set logs.columns.prediction or score.', {
        current: found.labelled.rows,
      });
    }
    return shareOf(found.labelled.correct, found.labelled.judged, 'labelled rows');
  },
});
