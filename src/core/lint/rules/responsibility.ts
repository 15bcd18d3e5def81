import { durationMs } from '../../config/duration.js';
import { formatCount } from '../../report/words.js';
import { fixes, type Rule } from '../rule.js';
import { addAt } from '../yaml-edit.js';
import { NANNYML } from './dialects/examples.js';
import { COMPLETE, completeBut } from './example.js';
import { observedDelay, roundUp } from './measured-labels.js';

/** Nobody is named who answers for the model. */
export const missingOwner: Rule = {
  code: 'missing-owner',
  id: 'TM503',
  severity: 'warning',
  title: 'Nobody is named who answers for it',
  why: 'An alert that belongs to nobody is seen by many and handled by none.',
  triggers: completeBut('owner: churn-team\n', ''),
  passes: COMPLETE,
  fix: null,
  gap: null,
  check: ({ draft, unread }) =>
    draft.owner !== null || unread.has('model')
      ? []
      : [
          {
            severity: 'info',
            message: `Nobody is named who answers for ${draft.model}. Add \`owner\` with a team or an address.`,
            path: ['model'],
            key: true,
          },
        ],
};

const RETRAINS = /\b(re)?train/i;

/** A machine reacts, and no person hears of it. */
export const retrainingOnlyReaction: Rule = {
  code: 'retraining-only-reaction',
  id: 'TM504',
  severity: 'warning',
  title: 'The only reaction is retraining',
  why: 'A model that breaks because its data break is retrained on broken data, unless a person looks first.',
  triggers: completeBut('on: alert, webhook: "${TIDEMARK_WEBHOOK}"', 'on: alert, command: "make retrain"'),
  passes: COMPLETE,
  fix: 'Adds a hook that calls the address in the environment variable TIDEMARK_WEBHOOK.',
  gap: null,
  check: ({ draft, survey, tree }) => {
    const { hooks } = draft.feedback;
    const onAlert = hooks.filter(({ on }) => on === 'alert' || on === 'warn');
    const mute =
      onAlert.length > 0 &&
      onAlert.every(({ command, webhook }) => webhook === null && RETRAINS.test(command ?? ''));
    if (!mute || (survey.automation?.length ?? 0) > 0) return [];
    return [
      {
        message:
          'An alert starts a retraining and tells nobody, so a model that breaks for another reason is retrained on broken data. Add a hook that a person reads.',
        path: ['feedback', 'hooks', hooks.findIndex((hook) => hook === onAlert[0])],
        fixes: fixes(
          'Add a hook that calls a webhook on alert',
          addAt(tree, ['feedback', 'hooks'], ['{ on: alert, webhook: "${TIDEMARK_WEBHOOK}" }']),
        ),
      },
    ];
  },
};

/** Labels whose delay nobody says. */
export const undeclaredLabelDelay: Rule = {
  code: 'undeclared-label-delay',
  id: 'TM404',
  severity: 'info',
  title: 'Nothing says how late labels come',
  why: 'Without it, days whose labels are still on their way are judged by the few that have come.',
  triggers: completeBut(', matures: 7d', ''),
  passes: COMPLETE,
  fix: null,
  gap: null,
  check: ({ draft, survey, tree }) => {
    if (draft.feedback.labels === null || draft.feedback.labels.matures !== null) return [];
    const path = ['feedback', 'labels'];
    const delay = observedDelay(survey);
    const fitting = delay === null ? '7d' : roundUp(delay.p95Ms);
    const seen =
      delay === null
        ? `with the time by which nearly all have come, such as \`matures: ${fitting}\``
        : `: 95 % of a sample of ${formatCount(delay.count)} had come after \`matures: ${fitting}\``;
    const message = `Nothing says how late labels come, so a chunk is judged before its labels are there. Add \`matures\`${delay === null ? ' ' : ''}${seen}.`;
    const edits = delay === null ? null : addAt(tree, [...path, 'matures'], fitting);
    return [{ message, path, key: true, fixes: fixes(`Add \`matures: ${fitting}\``, edits) }];
  },
};

/** Labels that come within a week are soon enough to wait for. */
const LATE_MS = 7 * 86_400_000;

/** Labels come late, and nothing estimates the performance until then. */
export const noPerformanceEstimate: Rule = {
  code: 'no-performance-estimate',
  id: 'TM204',
  severity: 'info',
  title: 'Labels come late and nothing is estimated until then',
  why: 'The score alone gives an estimate of the performance on the day itself, long before the labels.',
  file: 'nannyml.yaml',
  triggers: NANNYML.replace(/ {2}- type: cbpe\n.*\n/, ''),
  passes: NANNYML,
  fix: null,
  gap: null,
  check: ({ draft, metrics }) => {
    const matures = draft.feedback.labels?.matures ?? null;
    const estimated = draft.checks.some(({ metric }) => metric.startsWith('estimated_'));
    const candidate = [...metrics.values()].find(
      ({ id, tasks }) => id.startsWith('estimated_') && (tasks === null || tasks.includes(draft.task)),
    );
    if (matures === null || estimated || candidate === undefined || durationMs(matures) <= LATE_MS) return [];
    const message = `Labels of ${draft.model} come late, and nothing estimates its performance until then. Add \`{ metric: ${candidate.id} }\` under \`checks.performance\`.`;
    return [{ message, path: ['feedback', 'labels', 'matures'] }];
  },
};
