import { hasLimit, hearsAlerts, HOOKS_ARE_CALLED } from '../coverage.js';
import { fixes, type Rule } from '../rule.js';
import { addAt } from '../yaml-edit.js';
import { COMPLETE, completeBut } from './example.js';

/** Checks can alert, and nothing carries the alert to a person. */
export const alertReachesNobody: Rule = {
  code: 'alert-reaches-nobody',
  id: 'TM501',
  severity: 'warning',
  title: 'An alert reaches nobody',
  why: 'An alert that nobody hears is the most common defect of monitoring: it looks complete and does nothing.',
  triggers: completeBut('  hooks:\n    - { on: alert, webhook: "${TIDEMARK_WEBHOOK}" }\n', ''),
  passes: COMPLETE,
  fix: 'Adds a hook that calls the address in the environment variable TIDEMARK_WEBHOOK.',
  gap: 'alerting',
  check: ({ tree, coverage, draft, metrics }) => {
    const alerting = draft.checks.filter((check) => hasLimit(check, metrics));
    if (coverage.alerting === 'configured' || alerting.length === 0) return [];
    // That they are not called yet is said where they stand.
    if (!HOOKS_ARE_CALLED && draft.feedback.hooks.some(hearsAlerts)) return [];
    const owner =
      draft.owner === null
        ? ''
        : ` \`owner\` says who answers for the model, but nothing tells ${draft.owner}.`;
    const hooks =
      draft.feedback.hooks.length === 0
        ? 'no hook is configured'
        : 'its hooks are called for other verdicts only';
    return [
      {
        message: `${alerting.length === 1 ? 'A check' : `${alerting.length} checks`} can alert and nobody would hear it: ${hooks}, and no CI job was found that runs \`tidemark check\`.${owner} Run it in CI, where an alert fails the job${HOOKS_ARE_CALLED ? ', or add a hook under `feedback.hooks`' : '; hooks under `feedback.hooks` are not called by this version yet'}.`,
        path: ['feedback', 'hooks'],
        key: true,
        fixes: fixes(
          'Add a hook that calls a webhook on alert',
          addAt(tree, ['feedback', 'hooks'], ['{ on: alert, webhook: "${TIDEMARK_WEBHOOK}" }']),
        ),
      },
    ];
  },
};
