import { normalInterval } from '../../statistics/normal.js';
import { absoluteMetric } from '../describe.js';
import { noValue } from '../values.js';
import { binaryCounts } from './binary-counts.js';
import { labelledValue } from './labelled.js';

/** Harmonic mean of precision and recall. */
export const f1 = absoluteMetric({
  id: 'f1',
  name: 'F1',
  family: 'performance',
  tasks: ['binary'],
  needs: ['label', 'prediction'],
  worse: 'lower',
  range: [0, 1],
  unit: 'none',
  definition: 'harmonic mean of precision and recall of the positive class',
  formula: '2 tp / (2 tp + fp + fn)',
  interval: 'delta method',
  source: 'sklearn.metrics.f1_score; interval: delta method on the multinomial counts',
  use: 'A rare positive class where misses and false alarms cost about the same.',
  avoid: 'Costs that differ: watch precision and recall apart. It does not look at true negatives.',
  compute: (input) => {
    const found = binaryCounts(input);
    if ('problem' in found) return found.problem;
    const { tp, fn, fp, tn } = found.counts;
    const whole = 2 * tp + fp + fn;
    const rows = tp + fn + fp + tn;
    if (whole === 0) {
      return noValue('unknown', 'No row is positive and none is predicted to be.', { current: rows });
    }
    const wrong = fp + fn;
    // Derivatives of the value by each count; the counts' own sum does not matter, as the value has no scale.
    const variance = (tp * (2 * wrong) ** 2 + wrong * (2 * tp) ** 2) / whole ** 4;
    const value = (2 * tp) / whole;
    return labelledValue(value, normalInterval(value, Math.sqrt(variance), [0, 1]), rows);
  },
});
