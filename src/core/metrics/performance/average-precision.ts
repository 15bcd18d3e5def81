import { Z95 } from '../../statistics/normal.js';
import { absoluteMetric } from '../describe.js';
import { noValue } from '../values.js';
import { labelledValue, scoresOf } from './labelled.js';
import { scoreGroups } from './score-groups.js';

/** Area under the precision-recall steps. */
export const averagePrecision = absoluteMetric({
  id: 'average_precision',
  name: 'Average precision',
  family: 'performance',
  tasks: ['binary'],
  needs: ['label', 'score'],
  worse: 'lower',
  range: [0, 1],
  unit: 'none',
  definition: 'mean of the precision over the recall gained at each distinct score, from the highest down',
  formula: 'Σ (R_k − R_{k−1}) P_k',
  interval: 'logit',
  source: 'sklearn.metrics.average_precision_score; interval: Boyd, Eng and Page 2013',
  use: 'Ranking quality where positives are rare.',
  avoid: 'Slices whose share of positives differs: it moves with that share alone (roc_auc does not).',
  compute: (input) => {
    const found = scoresOf(input);
    if ('problem' in found) return found.problem;
    const { positives, negatives } = found.scores;
    const rows = positives.count + negatives.count;
    if (positives.count === 0) {
      return noValue('unknown', 'No labelled row is positive.', { current: rows });
    }
    let value = 0;
    let [seen, hits] = [0, 0];
    for (const group of scoreGroups(positives, negatives).reverse()) {
      hits += group.positives;
      seen += group.positives + group.negatives;
      value += (group.positives / positives.count) * (hits / seen);
    }
    // Rounding alone may lead above 1.
    value = Math.min(1, value);
    const exact = positives.exact && negatives.exact;
    return labelledValue(value, logitInterval(value, positives.count), rows, { exact });
  },
});

/** `logit⁻¹(logit v ± 1.96 / √(m v (1 − v)))`, m the number of positives. */
function logitInterval(value: number, positives: number): [number, number] | null {
  if (value <= 0 || value >= 1) return null;
  const logit = Math.log(value / (1 - value));
  const spread = Z95 / Math.sqrt(positives * value * (1 - value));
  return [1 / (1 + Math.exp(spread - logit)), 1 / (1 + Math.exp(-logit - spread))];
}
