import type { Rule } from '../rule.js';
import { COMPLETE, completeBut } from './example.js';

const INSIDE = /^http:\/\/(localhost|127\.0\.0\.1|[a-z0-9-]+(\.[a-z0-9-]+)?\.svc)/i;

/** A webhook without encryption. */
export const insecureReceiver: Rule = {
  code: 'insecure-receiver',
  id: 'TM902',
  severity: 'warning',
  title: 'A receiver is called in plain http, or only prints',
  why: 'Alerts and logged requests hold data of customers; on the way they are read by whoever listens.',
  triggers: completeBut('webhook: "${TIDEMARK_WEBHOOK}"', 'webhook: http://alerts.tidewater.net/hook'),
  passes: COMPLETE,
  fix: null,
  gap: null,
  check: ({ draft }) =>
    draft.feedback.hooks.flatMap(({ webhook }, index) => {
      if (webhook === null || !/^http:\/\//i.test(webhook) || INSIDE.test(webhook)) return [];
      const message =
        'This webhook is called in plain http, so everybody on the way reads the alert. Write https.';
      return [{ message, path: ['feedback', 'hooks', index, 'webhook'] }];
    }),
};

/** Rows for review where everybody can read them. */
export const readablePayload: Rule = {
  code: 'readable-payload',
  id: 'TM903',
  severity: 'warning',
  title: 'Logged rows or a key can be read by others',
  why: 'Rows of a prediction log are personal data more often than not, and a key on disk travels along.',
  triggers: completeBut('  hooks:\n', '  review: { path: /tmp/review.ndjson, sample: 50 }\n  hooks:\n'),
  passes: COMPLETE,
  fix: null,
  gap: null,
  check: ({ draft }) => {
    const path = draft.feedback.review?.path ?? '';
    if (!/^\/(var\/)?tmp\//.test(path)) return [];
    const message =
      'Rows for review are written where every user of the machine can read them, and where they are swept away. Name a private folder.';
    return [{ message, path: ['feedback', 'review', 'path'] }];
  },
};
