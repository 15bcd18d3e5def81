import { yamlText } from '../../config/words.js';
import type { TextEdit } from '../finding.js';
import { fixes, type LintContext, type Rule } from '../rule.js';
import { columnLike, firstLimit, STATUS_NAME } from '../suggest.js';
import { addAt } from '../yaml-edit.js';
import { COMPLETE, completeBut } from './example.js';

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
  check: (context) => {
    const { draft, survey } = context;
    if (draft.checks.some(({ metric }) => WATCHES_ERRORS.has(metric))) return [];
    const named = draft.logs.columns.status;
    const found = named ?? columnLike(survey.current, STATUS_NAME, draft);
    const place = { path: ['checks', 'operations'], key: true };
    if (found === null) {
      return [
        {
          ...place,
          severity: 'info',
          message:
            'Nothing watches failed requests, and no column of the log has a status. If the model answers requests, log how each ended and name the column under `logs.columns.status`.',
        },
      ];
    }
    return [
      {
        ...place,
        message: `Nothing watches the failed requests of ${draft.model}, though the log has their status (\`${found}\`). Add \`{ metric: error_rate }\` with your limit under \`checks.operations\`.`,
        fixes: fixes('Add `error_rate` with a first limit', edits(context, named, found)),
      },
    ];
  },
};

function edits(context: LintContext, named: string | null, found: string): TextEdit[] | null {
  const { tree } = context;
  const role = named === null ? addAt(tree, ['logs', 'columns', 'status'], yamlText(found)) : [];
  const limit = firstLimit('error_rate', context) ?? 'none';
  const check = addAt(tree, ['checks', 'operations'], [`{ metric: error_rate, alert: ${limit} }`]);
  return role === null || check === null ? null : [...role, ...check];
}
