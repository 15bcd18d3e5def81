import { factsOf } from '../metric-facts.js';
import type { Judgement } from './judgement.js';

/** A performance metric of another task than the model's. */
export const wrongMetric: Judgement = ({ reading }) =>
  reading.metrics.flatMap(({ name, at }) => {
    const task = factsOf(name)?.task ?? null;
    if (reading.task === null || task === null || task === reading.task) return [];
    return [
      {
        code: 'wrong-metric-for-task',
        message: `\`${name}\` is a metric of ${task}, and the model does ${reading.task}, so its value means nothing. Take ${reading.task === 'regression' ? '`mae` or `rmse`' : '`accuracy`, `f1` or `roc_auc`'}.`,
        at,
      },
    ];
  });
