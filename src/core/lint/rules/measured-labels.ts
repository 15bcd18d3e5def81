import { durationMs } from '../../config/duration.js';
import { formatCount } from '../../report/words.js';
import { fixes, type LintContext, type Rule } from '../rule.js';
import { replaceAt } from '../yaml-edit.js';
import { completeBut } from './example.js';

const MATURES = ['feedback', 'labels', 'matures'];
const RECEIVED = ['feedback', 'labels', 'received'];
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Fewer labels than this tell nothing of the rest. */
const ENOUGH = 30;

/** A delay that is this much longer than said is no matter of the sample. */
const LONGER = 1.1;

/** A share of labels that may have a wrong clock without anybody being misled. */
const STRAY = 0.01;

/** Labels come later than the config says. */
export const labelDelayMismatch: Rule = {
  code: 'label-delay-mismatch',
  id: null,
  severity: 'warning',
  title: 'Labels come later than the config says',
  why: 'A chunk that counts as mature before its labels have come is judged by the quick ones, which are rarely like the rest.',
  triggers: completeBut('matures: 7d', 'received: received, matures: 1d'),
  passes: completeBut('matures: 7d', 'received: received, matures: 7d'),
  fix: 'Writes the time by which 95 % of a sample of labels had come.',
  gap: null,
  check: ({ draft, survey, tree }) => {
    const matures = draft.feedback.labels?.matures ?? null;
    const delay = observedDelay(survey);
    if (matures === null || delay === null || delay.p95Ms <= LONGER * durationMs(matures)) return [];
    const fitting = roundUp(delay.p95Ms);
    const message = `95 % of the labels of ${formatCount(delay.count)} predictions came within ${lengthWords(delay.p95Ms)}, and \`matures\` calls them complete after ${lengthWords(durationMs(matures))}. Write \`${fitting}\`.`;
    return [
      {
        message,
        path: MATURES,
        fixes: fixes(`Change to \`${fitting}\``, replaceAt(tree, MATURES, fitting)),
      },
    ];
  },
};

/** Labels that came before their prediction, or have yet to come. */
export const labelsFromFuture: Rule = {
  code: 'labels-from-future',
  id: null,
  severity: 'warning',
  title: 'Labels are dated when they cannot have come',
  why: 'A label that is older than its prediction was known to the model, or its clock is another one; delays and maturity are then computed from nonsense.',
  triggers: completeBut('matures: 7d', 'received: promised, matures: 7d'),
  passes: completeBut('matures: 7d', 'received: received, matures: 7d'),
  fix: null,
  gap: null,
  check: ({ survey }) => {
    const timed = survey.labelEvidence?.timed ?? null;
    if (timed === null || timed.count < ENOUGH || timed.impossible <= STRAY * timed.count) return [];
    const message = `Of ${formatCount(timed.count)} labels looked at, ${formatCount(timed.impossible)} came before their prediction or after today. Name the column with the time at which the label arrived, and see that both sides are in the same time zone and unit.`;
    return [{ message, path: RECEIVED }];
  },
};

/** The delay of labels as observed; null where too few were seen. */
export function observedDelay({
  labelEvidence,
}: LintContext['survey']): { readonly count: number; readonly p95Ms: number } | null {
  const timed = labelEvidence?.timed ?? null;
  if (timed === null || timed.p95Ms === null || timed.count < ENOUGH || timed.p95Ms <= 0) return null;
  return { count: timed.count, p95Ms: timed.p95Ms };
}

/** As the config writes it: whole hours up to two days, then whole days. */
export function roundUp(ms: number): string {
  return ms <= 2 * DAY ? `${Math.max(1, Math.ceil(ms / HOUR))}h` : `${Math.ceil(ms / DAY)}d`;
}

function lengthWords(ms: number): string {
  const [count, unit] = ms <= 2 * DAY ? [ms / HOUR, 'hour'] : [ms / DAY, 'day'];
  const shown = count < 10 ? Math.round(count * 10) / 10 : Math.round(count);
  return `${shown} ${unit}${shown === 1 ? '' : 's'}`;
}
