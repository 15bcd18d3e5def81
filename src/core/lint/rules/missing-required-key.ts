import { yamlText } from '../../config/words.js';
import { addAt, addTopKey } from '../yaml-edit.js';
import { fixes, type LintContext, type Rule } from '../rule.js';
import type { Fix } from '../finding.js';
import { completeBut, COMPLETE } from './example.js';

/** A key without which the config cannot be read. */
export const missingRequiredKey: Rule = {
  code: 'missing-required-key',
  id: 'TM003',
  severity: 'error',
  title: 'A required key is missing',
  why: 'Without this key nothing is checked at all, so a gate built on the config fails instead of guarding.',
  triggers: completeBut('task: binary\n', ''),
  passes: COMPLETE,
  fix: 'Writes the key with the value the rest of the config points to.',
  gap: null,
  check: (context) =>
    context.problems
      .filter(({ code, path }) => code === 'missing-required-key' && path.length > 0)
      .map((problem) => ({
        message: problem.message,
        path: problem.path.slice(0, -1),
        key: true,
        fixes: fixFor(problem.path.join('.'), context),
      })),
};

function fixFor(name: string, context: LintContext): readonly Fix[] {
  const { tree } = context;
  switch (name) {
    case 'version':
      return fixes('Add `version: 1`', addTopKey(tree, 'version', '1', []));
    case 'model': {
      const model = yamlText(nameFrom(context.path));
      return fixes(`Add \`model: ${model}\``, addTopKey(tree, 'model', model, ['version']));
    }
    case 'task': {
      const task = guessTask(context);
      return fixes(`Add \`task: ${task}\``, addTopKey(tree, 'task', task, ['model', 'version']));
    }
    case 'logs':
      return fixes('Add `logs`', addAt(tree, ['logs'], { current: 'logs/*.parquet' }));
    case 'logs.current':
      return fixes('Add `current`', addAt(tree, ['logs', 'current'], 'logs/*.parquet'));
    default:
      return [];
  }
}

/** `models/churn.tidemark.yaml` is about churn; `churn/tidemark.yaml` too. */
function nameFrom(path: string): string {
  const parts = path.split(/[\\/]/);
  const own = /^(.+)\.tidemark\.ya?ml$/.exec(parts.at(-1) ?? '')?.[1];
  return own ?? parts.at(-2) ?? 'model';
}

/** Metrics that only one task has, and scores by class, give the task away. */
function guessTask({ draft, metrics }: LintContext): string {
  if (typeof draft.logs.columns.score === 'object' && draft.logs.columns.score !== null) return 'multiclass';
  for (const check of draft.checks) {
    const tasks = metrics.get(check.metric)?.tasks;
    if (tasks?.length === 1 && tasks[0] !== undefined) return tasks[0];
  }
  if (draft.logs.columns.query !== null) return 'ranking';
  const { score, prediction } = draft.logs.columns;
  return score === null && prediction !== null && draft.positive === null ? 'regression' : 'binary';
}
