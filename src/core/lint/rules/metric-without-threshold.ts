import type { CheckSpec } from '../../config/monitor.js';
import type { ConfigPath } from '../../config/document.js';
import { checkPath } from '../check-path.js';
import { hasLimit } from '../coverage.js';
import type { Fix } from '../finding.js';
import { fixes, type LintContext, type Rule, type RuleFinding } from '../rule.js';
import { firstLimit } from '../suggest.js';
import { addAt } from '../yaml-edit.js';
import { COMPLETE, completeBut } from './example.js';

/** A check that can never warn or alert, though nobody said that it should not. */
export const metricWithoutThreshold: Rule = {
  code: 'metric-without-threshold',
  id: 'TM601',
  severity: 'warning',
  title: 'A metric has no limit, so it can never alert',
  why: 'A number without a limit is looked at by nobody. Where that is meant, `alert: none` says so.',
  triggers: completeBut('{ metric: roc_auc, alert: { below: 0.7 } }', '{ metric: roc_auc }'),
  passes: COMPLETE,
  fix: 'Adds a limit to start from, or `alert: none` for a number that is only to be shown.',
  gap: null,
  check: (context) => {
    const found = context.draft.checks.flatMap((check) => judge(check, context));
    const { checks } = context.draft;
    // What cannot be read may well have a limit: its own error comes first.
    const unread = context.problems.some(
      ({ severity, path }) => severity === 'error' && path[0] === 'checks',
    );
    const mute = !unread && checks.length > 0 && checks.every((check) => !hasLimit(check, context.metrics));
    if (!mute || found.length > 0) return found;
    const message =
      'Every check has `alert: none`, so this config can never alert. Give at least one of them a limit.';
    return [{ message, path: ['checks'], key: true }];
  },
};

function judge(check: CheckSpec, context: LintContext): RuleFinding[] {
  const { metrics } = context;
  if (!metrics.has(check.metric) || hasLimit(check, metrics)) return [];
  // `none` is written: a choice, and no oversight.
  if (check.warn.kind === 'none' || check.alert.kind === 'none') return [];
  const path = checkPath(check);
  return [
    {
      message: `\`${check.metric}\` has no limit of its own, and none is written, so this check can never alert. Add \`alert\`, or \`alert: none\` to report the value only.`,
      path: [...path, 'metric'],
      fixes: [
        ...limitFix(check, path, context),
        ...fixes('Add `alert: none`', addAt(context.tree, [...path, 'alert'], 'none')),
      ],
    },
  ];
}

function limitFix(check: CheckSpec, path: ConfigPath, context: LintContext): readonly Fix[] {
  const limit = firstLimit(check.metric, context);
  if (limit === null) return [];
  return fixes(`Add \`alert: ${limit}\``, addAt(context.tree, [...path, 'alert'], limit));
}
