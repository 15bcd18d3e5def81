import type { ConfigPath, ConfigProblem } from './document.js';
import type { ConfigInput, SegmentInput } from './schema.js';
import type { ConfigTree } from './tree.js';

/** What is wrong with roles, features, labels and windows, though each of them has the right shape. */
export function logProblems(input: ConfigInput, tree: ConfigTree): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const report = (severity: 'error' | 'warning', code: string, path: ConfigPath, message: string): void => {
    problems.push({ code, severity, message, range: tree.locate(path), path });
  };
  scoreProblems(input, report);
  windowProblems(input, report);
  featureProblems(input, report);
  labelProblems(input, report);
  unusedKeys(input, report);
  for (const [path, segment] of segments(input)) edgeProblems(segment, path, report);
  return problems;
}

type Report = (severity: 'error' | 'warning', code: string, path: ConfigPath, message: string) => void;

const COLUMNS: ConfigPath = ['logs', 'columns'];

function scoreProblems({ task, logs }: ConfigInput, report: Report): void {
  const score = logs.columns?.score;
  const path = [...COLUMNS, 'score'];
  if (task === 'multiclass' && typeof score === 'string') {
    report(
      'error',
      'wrong-value',
      path,
      'A multiclass model has one score for each class. Write a map such as `score: { cat: p_cat, dog: p_dog }`.',
    );
  } else if (task === 'regression' && score !== undefined) {
    report(
      'error',
      'wrong-value',
      path,
      'A regression model has no score. Name the predicted number under `prediction`, and remove `score`.',
    );
  } else if (task !== 'multiclass' && typeof score === 'object') {
    report(
      'error',
      'wrong-value',
      path,
      `Only a multiclass model has a score for each class. Write the one column with the score of a ${task} model.`,
    );
  }
  if (task === 'ranking' && logs.columns?.query === undefined) {
    report(
      'error',
      'missing-required-key',
      COLUMNS,
      'A ranking model needs `logs.columns.query`: without it nobody can tell which rows make up one list.',
    );
  }
}

function windowProblems({ logs, every }: ConfigInput, report: Report): void {
  const { reference, columns } = logs;
  const path = ['logs', 'reference'];
  if (typeof reference === 'object' && !Array.isArray(reference)) {
    const byTime = 'window' in reference || 'rolling' in reference;
    if (byTime && columns?.timestamp === undefined) {
      report(
        'error',
        'missing-role',
        path,
        'A stretch of time is the reference, but no column says when. Name it under `logs.columns.timestamp`.',
      );
    }
    if ('rolling' in reference && typeof every !== 'string') {
      report(
        'error',
        'wrong-value',
        path,
        'A rolling reference is the stretch before each chunk, so chunks need a length of time: write `every: 1w`, or another.',
      );
    }
    if ('version' in reference && columns?.version === undefined) {
      report(
        'error',
        'missing-role',
        path,
        'A version is the reference, but no column has the version. Name it under `logs.columns.version`.',
      );
    }
  }
  if (typeof every === 'string' && columns?.timestamp === undefined) {
    report(
      'warning',
      'missing-role',
      ['every'],
      `Chunks of ${every} need a time, and no column has it: the whole log is judged as one. Name it under \`logs.columns.timestamp\`, or cut by rows with \`every: { rows: 5000 }\`.`,
    );
  }
}

function featureProblems(input: ConfigInput, report: Report): void {
  const roles = new Map<string, string>();
  for (const [role, value] of Object.entries(input.logs.columns ?? {})) {
    const columns = typeof value === 'string' ? [value] : Object.values(value as Record<string, string>);
    for (const column of columns) if (!roles.has(column)) roles.set(column, `logs.columns.${role}`);
  }
  const label = input.feedback?.labels?.label;
  if (label !== undefined && !roles.has(label)) roles.set(label, 'feedback.labels.label');
  const seen = new Set<string>();
  for (const [index, feature] of (input.logs.features ?? []).entries()) {
    const path = ['logs', 'features', index];
    const role = roles.get(feature);
    if (role !== undefined) {
      report(
        'error',
        'feature-has-role',
        path,
        `\`${feature}\` is a feature here and \`${role}\` above all: it would be compared as an input of the model. Remove one of the two.`,
      );
    } else if (seen.has(feature)) {
      report('warning', 'repeated-value', path, `\`${feature}\` is listed twice; it is watched once.`);
    }
    seen.add(feature);
  }
  const columns = input.logs.columns;
  for (const role of ['score', 'prediction', 'id'] as const) {
    if (columns?.label !== undefined && columns.label === columns[role]) {
      report(
        'error',
        'feature-has-role',
        [...COLUMNS, 'label'],
        `\`${columns.label}\` is both \`label\` and \`${role}\`: a model cannot be judged by its own answer. Name the column with what really happened.`,
      );
    }
  }
}

function labelProblems(input: ConfigInput, report: Report): void {
  if (input.feedback?.labels !== undefined && input.logs.columns?.id === undefined) {
    report(
      'error',
      'unusable-ground-truth',
      ['feedback', 'labels'],
      'Labels are joined to predictions by id, and no column of the log is named as the id. Name it under `logs.columns.id`.',
    );
  }
}

/** Keys that have the right shape and no effect beside the others. */
function unusedKeys({ task, positive, logs }: ConfigInput, report: Report): void {
  const unused = (path: ConfigPath, message: string): void => {
    report('warning', 'unused-key', path, message);
  };
  if (positive !== undefined && task !== 'binary') {
    unused(['positive'], `\`positive\` has no effect: a ${task} model has no positive class.`);
  }
  if (logs.timestamp_unit !== undefined && logs.columns?.timestamp === undefined) {
    unused(
      ['logs', 'timestamp_unit'],
      '`timestamp_unit` has no effect: no column is named under `logs.columns.timestamp`.',
    );
  }
  if (logs.errors !== undefined && logs.columns?.status === undefined) {
    unused(['logs', 'errors'], '`errors` has no effect: no column is named under `logs.columns.status`.');
  }
}

function segments(input: ConfigInput): [ConfigPath, SegmentInput][] {
  const found: [ConfigPath, SegmentInput][] = [];
  for (const [index, segment] of (input.segments ?? []).entries()) found.push([['segments', index], segment]);
  return found;
}

function edgeProblems(segment: SegmentInput, path: ConfigPath, report: Report): void {
  if (typeof segment === 'string' || segment.edges === undefined) return;
  const at = unorderedAt(segment.edges);
  if (at !== null) report('error', 'wrong-value', [...path, 'edges', at], UNORDERED);
}

/** Index of the first edge that is not above the one before it; null when all rise. */
export function unorderedAt(edges: readonly number[]): number | null {
  const index = edges.findIndex((edge, at) => at > 0 && !(edge > (edges[at - 1] ?? -Infinity)));
  return index < 0 ? null : index;
}

/** What is said of edges that do not rise. */
export const UNORDERED =
  'Edges must rise: this one is not above the one before it. Write them in order, each once.';
