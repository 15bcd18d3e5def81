import type { CheckSpec } from '../../config/monitor.js';
import { yamlText } from '../../config/words.js';
import type { TextEdit } from '../finding.js';
import { fixes, type LintContext, type RuleFinding } from '../rule.js';
import { columnLike, firstLimit } from '../suggest.js';
import { addAt } from '../yaml-edit.js';

/** A metric of the service that every served model should have, and how to tell whether it can. */
export interface ServiceGap {
  readonly metric: string;
  readonly role: 'latency_ms' | 'status';
  /** Columns of the log that look like the role. */
  readonly name: RegExp;
  readonly isWatched: (check: CheckSpec) => boolean;
  /** Said where no column has what the metric needs: advice only, since the model may serve no requests. */
  readonly withoutColumn: string;
  readonly withColumn: (model: string, column: string) => string;
}

/** The finding for a service metric that no check has; the fix names the column and adds the check. */
export function serviceGap(gap: ServiceGap, context: LintContext): RuleFinding[] {
  const { draft, survey } = context;
  if (draft.checks.some(gap.isWatched)) return [];
  const named = draft.logs.columns[gap.role];
  const found = named ?? columnLike(survey.current, gap.name, draft);
  const place = { path: ['checks', 'operations'], key: true };
  if (found === null) return [{ ...place, severity: 'info', message: gap.withoutColumn }];
  const title = `Add \`${gap.metric}\` with a first limit`;
  return [
    {
      ...place,
      message: gap.withColumn(draft.model, found),
      fixes: fixes(title, edits(gap, context, named, found)),
    },
  ];
}

function edits(
  gap: ServiceGap,
  context: LintContext,
  named: string | null,
  found: string,
): TextEdit[] | null {
  const { tree } = context;
  const role = named === null ? addAt(tree, ['logs', 'columns', gap.role], yamlText(found)) : [];
  const limit = firstLimit(gap.metric, context) ?? 'none';
  const check = addAt(tree, ['checks', 'operations'], [`{ metric: ${gap.metric}, alert: ${limit} }`]);
  return role === null || check === null ? null : [...role, ...check];
}
