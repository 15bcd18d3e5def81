import { normalInterval } from '../../statistics/normal.js';
import { absoluteMetric } from '../describe.js';
import { noValue } from '../values.js';
import { binaryCounts } from './binary-counts.js';
import { labelledValue } from './labelled.js';

/** Correlation between label and prediction. */
export const mcc = absoluteMetric({
  id: 'mcc',
  name: 'Matthews correlation',
  family: 'performance',
  tasks: ['binary'],
  needs: ['label', 'prediction'],
  worse: 'lower',
  range: [-1, 1],
  unskilled: 0,
  unit: 'none',
  definition: 'correlation between label and prediction, both as 0 and 1',
  formula: '(tp·tn − fp·fn) / √((tp+fp)(tp+fn)(tn+fp)(tn+fn))',
  interval: 'delta method',
  source: 'sklearn.metrics.matthews_corrcoef; interval: delta method on the multinomial counts',
  use: 'One number for all four counts that a rare class does not flatter.',
  avoid: 'Readers who need a cost or a share: it has no unit.',
  compute: (input) => {
    const found = binaryCounts(input);
    if ('problem' in found) return found.problem;
    const { tp, fn, fp, tn } = found.counts;
    const rows = tp + fn + fp + tn;
    const [saidYes, isYes, isNo, saidNo] = [tp + fp, tp + fn, tn + fp, tn + fn];
    if (saidYes === 0 || isYes === 0 || isNo === 0 || saidNo === 0) {
      return noValue(
        'unknown',
        'All labels, or all predictions, are of one class: nothing can go together.',
        {
          current: rows,
        },
      );
    }
    const root = Math.sqrt(saidYes * isYes) * Math.sqrt(isNo * saidNo);
    const value = (tp * tn - fp * fn) / root;
    const slope = (cross: number, one: number, other: number): number =>
      cross / root - (value / 2) * (1 / one + 1 / other);
    const variance =
      tp * slope(tn, saidYes, isYes) ** 2 +
      tn * slope(tp, isNo, saidNo) ** 2 +
      fp * slope(-fn, saidYes, isNo) ** 2 +
      fn * slope(-fp, isYes, saidNo) ** 2;
    return labelledValue(value, normalInterval(value, Math.sqrt(variance), [-1, 1]), rows);
  },
});
