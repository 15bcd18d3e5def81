import type { ConfigPath, ConfigProblem } from '../../config/document.js';
import { valueAt } from '../../config/shape-problems.js';
import type { Fix, TextEdit } from '../finding.js';
import type { LintContext, Rule } from '../rule.js';
import { firstPerformanceMetric } from '../suggest.js';
import { replaceAt } from '../yaml-edit.js';
import { COMPLETE, completeBut } from './example.js';

/** A metric that is not defined for the model's task. */
export const wrongMetricForTask: Rule = {
  code: 'wrong-metric-for-task',
  id: 'TM202',
  severity: 'error',
  title: 'The metric does not fit the task',
  why: 'A metric of another task has no meaning for this model, so its number would mislead.',
  triggers: completeBut('{ metric: roc_auc, alert: { below: 0.7 } }', '{ metric: mae, alert: { above: 3 } }'),
  passes: COMPLETE,
  fix: 'Writes the first metric for the task. Limits that would mean something else become `none`.',
  gap: null,
  check: (context) =>
    context.problems
      .filter(({ code }) => code === 'wrong-metric-for-task')
      .map((problem) => ({ message: problem.message, path: problem.path, fixes: swap(problem, context) })),
};

function swap(problem: ConfigProblem, context: LintContext): readonly Fix[] {
  const metric = firstPerformanceMetric(context);
  if (metric === null || problem.path[1] !== 'performance') return [];
  const { tree, metrics } = context;
  const edits: TextEdit[] = [];
  const replace = (path: ConfigPath, text: string): boolean => {
    const edit = replaceAt(tree, path, text);
    edits.push(...(edit ?? []));
    return edit !== null;
  };
  if (!replace(problem.path, metric)) return [];
  const from = metrics.get(String(valueAt(tree.value, problem.path)));
  const to = metrics.get(metric);
  const comparable =
    from !== undefined && from.worse === to?.worse && String(from.range) === String(to.range);
  const check = problem.path.slice(0, -1);
  for (const key of comparable ? [] : ['warn', 'alert']) {
    const path = [...check, key];
    if (tree.node(path) !== null && !replace(path, 'none')) return [];
  }
  return [{ title: comparable ? `Use \`${metric}\`` : `Use \`${metric}\`, without a limit for now`, edits }];
}
