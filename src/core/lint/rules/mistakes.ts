import type { RulePage } from '../rule.js';
import { COMPLETE, completeBut } from './example.js';

/** Pages of what the parser finds: mistakes in writing, which need no rule to be seen. */
export const MISTAKES: readonly RulePage[] = [
  mistake(
    'yaml-syntax',
    'error',
    'The text is no YAML',
    'What cannot be read cannot be checked: no other finding is looked for until the text is YAML again.',
    completeBut('task: binary\n', 'task: binary\ntask: regression\n'),
    null,
  ),
  mistake(
    'unknown-key',
    'error',
    'Nothing reads this key',
    'A key that is read by nobody looks configured and does nothing, so it is an error, never ignored.',
    completeBut('features:', 'feature:'),
    'Writes the nearest key that is read there.',
  ),
  mistake(
    'wrong-value',
    'error',
    'A value has the wrong form',
    'A value of another form would have to be guessed at, and a monitor does not guess.',
    completeBut('every: 1w', 'every: weekly'),
    'Puts a number that is meant as a name in quotes.',
  ),
  mistake(
    'unknown-metric',
    'error',
    'There is no metric of this name',
    'The check would compute nothing.',
    completeBut('{ metric: roc_auc,', '{ metric: auc,'),
    'Writes the nearest metric.',
  ),
  mistake(
    'wrong-family',
    'error',
    'The check stands under another family than its metric',
    'The family decides how a value becomes a verdict: a check in the wrong one would be judged by wrong rules.',
    completeBut(
      '    - { metric: error_rate, alert: { above: 0.01 } }\n  quality:\n',
      '  quality:\n    - { metric: error_rate, alert: { above: 0.01 } }\n',
    ),
    null,
  ),
  mistake(
    'wrong-of',
    'error',
    'The metric cannot be computed on these columns',
    'The check would end in an error at every run.',
    completeBut('{ metric: roc_auc,', '{ metric: roc_auc, of: score,'),
    null,
  ),
  mistake(
    'missing-role',
    'warning',
    'No column is named for what this needs',
    'Without the column the result is an error, or chunks and windows cannot be cut.',
    completeBut(', status: status', ''),
    null,
  ),
  mistake(
    'feature-has-role',
    'error',
    'A column is both input and answer',
    'An id drifts by itself, a label gives the answer away: neither is an input of the model.',
    completeBut('features: [plan, tenure, calls]', 'features: [plan, tenure, p_churn]'),
    null,
  ),
  mistake(
    'repeated-value',
    'warning',
    'A value is listed twice',
    'It counts once; perhaps another one was meant.',
    completeBut('features: [plan, tenure, calls]', 'features: [plan, tenure, tenure]'),
    null,
  ),
  mistake(
    'unused-key',
    'warning',
    'A key has no effect here',
    'Whoever reads the config believes that it does something.',
    completeBut('{ metric: error_rate,', '{ metric: error_rate, bins: { quantile: 5 },'),
    null,
  ),
  mistake(
    'no-checks',
    'warning',
    'No check is configured',
    'Only the schema, unreadable rows and future timestamps are looked at. `tidemark lint` says which checks are missing.',
    COMPLETE.slice(0, COMPLETE.indexOf('checks:')),
    null,
  ),
  mistake(
    'not-supported-yet',
    'warning',
    'This version does not do that yet',
    'The key is right and will be read by a later version. Until then the run goes on without it.',
    completeBut('every: 1w\n', 'every: 1w\nsegments: [plan]\n'),
    null,
    completeBut('  hooks:\n    - { on: alert, webhook: "${TIDEMARK_WEBHOOK}" }\n', ''),
  ),
  mistake(
    'ignore-without-reason',
    'warning',
    'A rule is silenced without a reason',
    'The next reader has to know whether the reason still holds. Until there is one, nothing is silenced.',
    completeBut('every: 1w', 'every: 1w # tidemark-ignore: missing-owner'),
    null,
  ),
  mistake(
    'unused-ignore',
    'warning',
    'A comment silences nothing',
    'What was wrong is repaired, or the comment names another rule; left in, it would hide the next mistake.',
    completeBut('every: 1w', 'every: 1w # tidemark-ignore: wrong-value because weeks are what we report by'),
    'Removes the comment.',
  ),
];

function mistake(
  code: string,
  severity: 'error' | 'warning',
  title: string,
  why: string,
  triggers: string,
  fix: string | null,
  passes = COMPLETE,
): RulePage {
  return { code, id: null, severity, title, why, triggers, passes, fix };
}
