import { areaInterval } from '../../statistics/area-interval.js';
import { rocArea } from '../../statistics/delong.js';
import { absoluteMetric } from '../describe.js';
import { noValue } from '../values.js';
import { scoresOf } from './labelled.js';

/** Fewer rows than this of either class give no area (definitions.md, section 4). */
export const LEAST_OF_CLASS = 10;

/** Area under the ROC curve. */
export const rocAuc = absoluteMetric({
  id: 'roc_auc',
  name: 'ROC AUC',
  family: 'performance',
  tasks: ['binary'],
  needs: ['label', 'score'],
  worse: 'lower',
  range: [0, 1],
  unskilled: 0.5,
  unit: 'none',
  definition: 'chance that a row of the positive class scores above one of the negative; ties count half',
  formula: 'Mann-Whitney U / (positives · negatives)',
  interval: 'DeLong’s, on the logit scale',
  source: 'sklearn.metrics.roc_auc_score; interval: DeLong 1988 on the logit scale',
  use: 'Ranking quality of a binary score, whatever the cut-off.',
  avoid:
    'Scores that are read as probabilities, which it does not look at (log_loss), and a rare positive class (average_precision).',
  compute: (input) => {
    const found = scoresOf(input);
    if ('problem' in found) return found.problem;
    const { positives, negatives } = found.scores;
    const n = positives.count + negatives.count;
    if (Math.min(positives.count, negatives.count) < LEAST_OF_CLASS) {
      return noValue(
        'unknown',
        `Too few rows of a class: ${positives.count} positive and ${negatives.count} negative, at least ${LEAST_OF_CLASS} of each are needed.`,
        { current: n },
      );
    }
    const { area, variance } = rocArea(positives.steps(), negatives.steps());
    return {
      value: area,
      interval: areaInterval(area, variance, Math.min(positives.count, negatives.count)),
      pValue: null,
      nReference: null,
      nCurrent: n,
      exact: positives.exact && negatives.exact,
    };
  },
});
