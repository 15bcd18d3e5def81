import type { Rule } from '../rule.js';
import { STATUS_NAME } from '../suggest.js';
import { COMPLETE, completeBut } from './example.js';
import { serviceGap } from './service-gap.js';

const WATCHES_ERRORS = new Set(['error_rate', 'availability', 'burn_rate', 'slo_budget_left']);

/** No check says how often the model may fail. */
export const missingErrorRate: Rule = {
  code: 'missing-error-rate',
  id: 'TM302',
  severity: 'warning',
  title: 'No check says how often the model may fail',
  why: 'Requests that fail leave no prediction, so every other metric looks at the survivors only.',
  triggers: completeBut('    - { metric: error_rate, alert: { above: 0.01 } }\n', ''),
  passes: COMPLETE,
  fix: 'Adds the error rate with an alert above 1 %, and names the status column.',
  gap: 'operations',
  check: (context) =>
    serviceGap(
      {
        metric: 'error_rate',
        role: 'status',
        name: STATUS_NAME,
        isWatched: ({ metric }) => WATCHES_ERRORS.has(metric),
        withoutColumn:
          'Nothing watches failed requests, and no column of the log has a status. If the model answers requests, log how each ended and name the column under `logs.columns.status`.',
        withColumn: (model, column) =>
          `Nothing watches the failed requests of ${model}, though the log has their status (\`${column}\`). Add \`{ metric: error_rate }\` with your limit under \`checks.operations\`.`,
      },
      context,
    ),
};
