import { FIRST_METRIC } from '../../config/meaning-of-checks.js';
import { fixes, type Rule } from '../rule.js';
import { firstLimit, firstPerformanceMetric } from '../suggest.js';
import { addAt } from '../yaml-edit.js';
import { COMPLETE, completeBut } from './example.js';

/** No check says how right the model is. */
export const missingPerformance: Rule = {
  code: 'missing-performance',
  id: 'TM201',
  severity: 'warning',
  title: 'No check measures how right the model is',
  why: 'Drift only hints at harm. Whether to keep the model or update it is decided by its performance.',
  triggers: completeBut('  performance:\n    - { metric: roc_auc, alert: { below: 0.7 } }\n', ''),
  passes: COMPLETE,
  fix: 'Adds the first metric for the task, with a limit to start from.',
  gap: 'performance',
  check: (context) => {
    const { tree, coverage, draft, unread } = context;
    if (coverage.performance !== 'missing' || unread.has('task')) return [];
    const metric = firstPerformanceMetric(context);
    const limit = metric === null ? null : (firstLimit(metric, context) ?? 'none');
    const write = metric ?? FIRST_METRIC[draft.task];
    return [
      {
        message: `Nothing measures how right ${draft.model} is, so no run can say whether to keep it or update it. Add \`{ metric: ${write} }\` with a limit under \`checks.performance\`.`,
        path: ['checks', 'performance'],
        key: true,
        fixes:
          metric === null
            ? []
            : fixes(
                `Add \`${metric}\` with a first limit`,
                addAt(tree, ['checks', 'performance'], [`{ metric: ${metric}, alert: ${limit ?? 'none'} }`]),
              ),
      },
    ];
  },
};
