import { absoluteMetric } from '../describe.js';
import { shareOf } from '../share.js';
import { confusionOf, rowsOf } from './labelled.js';

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
    const found = confusionOf(input);
    if ('problem' in found) return found.problem;
    const { classes, counts } = found.confusion;
    let correct = 0;
    for (let i = 0; i < classes.length; i++) correct += counts.get(i * (classes.length + 1) + i) ?? 0;
    return shareOf(correct, rowsOf(found.confusion), 'labelled rows');
  },
});
