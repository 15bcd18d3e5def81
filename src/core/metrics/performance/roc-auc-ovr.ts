import { rocArea } from '../../statistics/delong.js';
import { normalInterval } from '../../statistics/normal.js';
import { absoluteMetric } from '../describe.js';
import { noValue } from '../values.js';
import { labelledRows, labelledValue, noScore } from './labelled.js';
import { LEAST_OF_CLASS } from './roc-auc.js';

/** Area under the ROC curve of each class against the rest, averaged. */
export const rocAucOvr = absoluteMetric({
  id: 'roc_auc_ovr',
  name: 'ROC AUC, one against the rest',
  family: 'performance',
  tasks: ['multiclass'],
  needs: ['label', 'score'],
  worse: 'lower',
  range: [0, 1],
  unskilled: 0.5,
  unit: 'none',
  definition:
    'unweighted mean over the classes of the chance that a row of the class has a higher score for it than another row; ties count half',
  formula: '(1/K) Σ AUC(class k, the rest)',
  interval: 'normal, with the mean of DeLong’s standard errors: an upper bound, as classes share their rows',
  source: 'sklearn.metrics.roc_auc_score(multi_class="ovr"); interval: DeLong 1988',
  use: 'Ranking quality of a multiclass model’s scores.',
  avoid: 'Classes with fewer than ten rows in a chunk: there is no value then (accuracy, log_loss).',
  compute: (input) => {
    const found = labelledRows(input);
    if ('problem' in found) return found.problem;
    const { classScores, rows } = found.labelled;
    if (classScores === null || classScores.length === 0) return noScore(input, rows);
    const judged = Math.max(...classScores.map(({ own, others }) => own.count + others.count));
    if (judged === 0) return noScore(input, rows);
    const few = classScores.find(({ own, others }) => Math.min(own.count, others.count) < LEAST_OF_CLASS);
    if (few !== undefined) {
      return noValue(
        'unknown',
        `Too few rows: ${few.own.count} of the class ${few.name} and ${few.others.count} of the others, at least ${LEAST_OF_CLASS} of each are needed.`,
        { current: judged },
      );
    }
    const areas = classScores.map(({ own, others }) => rocArea(own.steps(), others.steps()));
    const mean = (of: (area: (typeof areas)[number]) => number): number =>
      areas.reduce((sum, area) => sum + of(area), 0) / areas.length;
    const value = mean(({ area }) => area);
    const error = mean(({ variance }) => Math.sqrt(variance));
    return labelledValue(value, normalInterval(value, error, [0, 1]), judged, {
      exact: classScores.every(({ own, others }) => own.exact && others.exact),
    });
  },
});
