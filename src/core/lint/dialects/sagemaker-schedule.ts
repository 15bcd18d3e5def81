import type { Draft } from '../reading.js';
import type { Cursor } from '../source/cursor.js';

/** Two jobs share an hour: the merge of labels, and the model quality itself. */
export const HOURLY_LIMIT_S = 1800;

/** `cron(0 * ? * * *)` has six fields; a rate is written in words. */
export function checkCron(expression: Cursor, reading: Draft): void {
  const text = expression.text;
  if (text === null || expression.isUnknown) return;
  const inner = /^cron\((.*)\)$/.exec(text.trim())?.[1];
  if (inner === undefined ? text === 'NOW' || /^rate\(/.test(text) : inner.trim().split(/\s+/).length === 6)
    return;
  reading.remarks.push({
    code: 'missing-schedule',
    message: `\`${text}\` is no schedule of SageMaker: write six fields, such as \`cron(0 * ? * * *)\` for every hour.`,
    at: expression.mark,
  });
}
