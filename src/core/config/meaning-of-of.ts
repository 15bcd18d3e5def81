import type { ConfigPath, ConfigProblem } from './document.js';
import type { CheckInput, ConfigInput } from './schema.js';
import type { ConfigTree } from './tree.js';

type Kind = 'numeric' | 'categorical';

/** What is wrong with a check's `of`. `kinds` is null for a metric of which the kinds are not known yet. */
export function ofProblems(
  check: CheckInput,
  subject: 'column' | 'slice',
  kinds: readonly Kind[] | null,
  at: ConfigPath,
  input: ConfigInput,
  tree: ConfigTree,
): ConfigProblem[] {
  const { metric, of } = check;
  if (of === undefined) return [];
  const path = [...at, 'of'];
  const problem = (message: string, where: ConfigPath = path): ConfigProblem => ({
    code: 'wrong-of',
    severity: 'error',
    message,
    range: tree.locate(where),
    path: where,
  });
  if (subject === 'slice') {
    return [problem(`\`${metric}\` is one number for all rows, so it takes no \`of\`. Remove it.`)];
  }
  const columns = input.logs.columns ?? {};
  if (of === 'score') {
    if (input.task === 'regression') {
      return [problem('A regression model has no score. Write `of: prediction`.')];
    }
    if (columns.score === undefined) {
      return [
        problem('No column has the score. Name it under `logs.columns.score`, or write `of: prediction`.'),
      ];
    }
    return kinds !== null && !kinds.includes('numeric')
      ? [
          problem(
            `\`${metric}\` looks at categories, and a score is a number. Use a metric for numbers, such as \`psi\`.`,
          ),
        ]
      : [];
  }
  if (of === 'prediction' && columns.prediction === undefined) {
    const or = columns.score === undefined ? '' : ', or write `of: score`';
    return [problem(`No column has the prediction. Name it under \`logs.columns.prediction\`${or}.`)];
  }
  if (of === 'label' && columns.label === undefined && input.feedback?.labels === undefined) {
    return [
      problem(
        'No labels are configured. Name their column under `logs.columns.label`, or their files under `feedback.labels`.',
      ),
    ];
  }
  if (kinds?.includes('categorical') !== false) return [];
  const categorical = new Set(input.logs.categorical);
  const named = typeof of === 'string' ? [of] : of;
  return named.flatMap((column, index) =>
    categorical.has(column)
      ? [
          problem(
            `\`${metric}\` looks at numbers, and \`${column}\` is listed under \`logs.categorical\`. Remove it from one of the two.`,
            typeof of === 'string' ? path : [...path, index],
          ),
        ]
      : [],
  );
}
