import { fixes, type Rule } from '../rule.js';
import { replaceAt } from '../yaml-edit.js';
import { COMPLETE, completeBut } from './example.js';

const HOOK = '{ on: alert, webhook: "${TIDEMARK_WEBHOOK}" }';

/** A hook whose program is not there. */
export const commandNotFound: Rule = {
  code: 'command-not-found',
  id: null,
  severity: 'warning',
  title: 'A hook calls a program that is not there',
  why: 'A hook that cannot start fails at the moment it is needed, and then nobody hears of the alert.',
  triggers: completeBut(HOOK, '{ on: alert, command: "notfiy-team churn" }'),
  passes: COMPLETE,
  fix: null,
  gap: null,
  check: ({ survey }) =>
    [...survey.absentPrograms].map(([index, program]) => ({
      message: `\`${program}\` is neither a program on the PATH of this machine nor a file beside the config, so this hook cannot run here. Correct the name, or install it where the check runs.`,
      path: ['feedback', 'hooks', index, 'command'],
    })),
};

/** Rows for review that have nowhere to go. */
export const reviewNotWritable: Rule = {
  code: 'review-not-writable',
  id: null,
  severity: 'warning',
  title: 'The file for review cannot be written',
  why: 'Answers that cannot be saved are lost, and with them the only labels that a person gave.',
  triggers: completeBut('  hooks:\n', '  review: { path: locked/review.ndjson, sample: 50 }\n  hooks:\n'),
  passes: completeBut('  hooks:\n', '  review: { path: review/churn.ndjson, sample: 50 }\n  hooks:\n'),
  fix: null,
  gap: null,
  check: ({ survey }) =>
    survey.reviewIsWritable !== false
      ? []
      : [
          {
            message:
              'Nothing can be written there: the folder belongs to somebody else, or a file stands where a folder must be. Name a folder that you may write to.',
            path: ['feedback', 'review', 'path'],
          },
        ],
};

/** Addresses that `secret-in-clear-text` knows, and those that nobody outside can reach. */
const TOLD =
  /hooks\.slack\.com\/services\/|discord(app)?\.com\/api\/webhooks\/|webhook\.office\.com|\/\/[^/]*@/i;
const INSIDE = /^https:\/\/(localhost|127\.0\.0\.1|[a-z0-9-]+(\.[a-z0-9-]+)?\.svc)\b/i;

/** The address of a webhook, for everybody to read. */
export const webhookInClearText: Rule = {
  code: 'webhook-in-clear-text',
  id: null,
  severity: 'info',
  title: 'The address of a webhook stands in the config',
  why: 'Whoever has the address of a webhook can send alerts of their own; in a repository that is everybody.',
  triggers: completeBut('webhook: "${TIDEMARK_WEBHOOK}"', 'webhook: https://alerts.tidewater.net/in/churn'),
  passes: COMPLETE,
  fix: 'Names the environment variable TIDEMARK_WEBHOOK in its place.',
  gap: null,
  check: ({ draft, tree }) =>
    draft.feedback.hooks.flatMap(({ webhook }, index) => {
      if (webhook === null || !/^https:\/\//i.test(webhook) || webhook.includes('${')) return [];
      if (TOLD.test(webhook) || INSIDE.test(webhook)) return [];
      const path = ['feedback', 'hooks', index, 'webhook'];
      return [
        {
          message:
            'Whoever reads this file can call this webhook. Name an environment variable in its place, `"${TIDEMARK_WEBHOOK}"`, and set it where the check runs.',
          path,
          fixes: fixes('Name an environment variable', replaceAt(tree, path, '"${TIDEMARK_WEBHOOK}"')),
        },
      ];
    }),
};
