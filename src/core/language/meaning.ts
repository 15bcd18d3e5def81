import type { ConfigPath } from '../config/document.js';
import { FAMILIES, type Family } from '../config/monitor.js';
import type { LogRole } from './facts.js';

/** What the value at a path names, where it is more than a number or a word of its own. */
export type Meaning =
  | { readonly kind: 'metric'; readonly family: Family }
  /** A column of the log with predictions, or of the label files. */
  | { readonly kind: 'column'; readonly log: 'current' | 'labels' }
  | { readonly kind: 'path'; readonly log: LogRole | null }
  /** A class of the target, or a version of the model. */
  | { readonly kind: 'class' }
  | { readonly kind: 'version' }
  /** A value of the status column. */
  | { readonly kind: 'status' };

/** Patterns of paths: `*` is any key or index, a final `[]` an item of a list or the value itself. */
const MEANINGS: readonly [pattern: string, meaning: Meaning][] = [
  ['logs.current[]', { kind: 'path', log: 'current' }],
  ['logs.reference[]', { kind: 'path', log: 'reference' }],
  ['feedback.labels.path[]', { kind: 'path', log: 'labels' }],
  ['feedback.review.path', { kind: 'path', log: null }],
  ['logs.reference.version', { kind: 'version' }],
  ['positive', { kind: 'class' }],
  ['logs.errors[]', { kind: 'status' }],
  ['logs.timeouts[]', { kind: 'status' }],
  ['logs.columns.*[]', { kind: 'column', log: 'current' }],
  ['logs.columns.score.*', { kind: 'column', log: 'current' }],
  ['logs.features[]', { kind: 'column', log: 'current' }],
  ['logs.categorical[]', { kind: 'column', log: 'current' }],
  ['segments[]', { kind: 'column', log: 'current' }],
  ['segments.*.column', { kind: 'column', log: 'current' }],
  ['checks.*.*.of[]', { kind: 'column', log: 'current' }],
  ['checks.*.*.segment', { kind: 'column', log: 'current' }],
  ['checks.*.*.segment.column', { kind: 'column', log: 'current' }],
  ['feedback.labels.id', { kind: 'column', log: 'labels' }],
  ['feedback.labels.label', { kind: 'column', log: 'labels' }],
  ['feedback.labels.received', { kind: 'column', log: 'labels' }],
];

/** Words that `of` takes besides columns. */
export const OF_WORDS = {
  features: 'Every feature that the metric applies to.',
  score: 'What the model says, as a number.',
  prediction: 'What the model decides.',
  label: 'What really happened.',
} as const;

/** What the value at `path` names; null for plain values. */
export function meaningOf(path: ConfigPath): Meaning | null {
  const [top, family] = path;
  if (top === 'checks' && path.length === 4 && path[3] === 'metric') {
    const known = FAMILIES.find((one) => one === family);
    return known === undefined ? null : { kind: 'metric', family: known };
  }
  return MEANINGS.find(([pattern]) => fits(pattern, path))?.[1] ?? null;
}

/** The family and the path of the check that `path` runs through; null outside of the checks. */
export function checkAt(path: ConfigPath): { readonly family: Family; readonly path: ConfigPath } | null {
  const [top, name, index] = path;
  const family = FAMILIES.find((one) => one === name);
  if (top !== 'checks' || family === undefined || typeof index !== 'number') return null;
  return { family, path: path.slice(0, 3) };
}

function fits(pattern: string, path: ConfigPath): boolean {
  const list = pattern.endsWith('[]');
  const steps = pattern.replace('[]', '').split('.');
  const rest = path.slice(steps.length);
  if (rest.length > 0 && !(list && rest.length === 1 && typeof rest[0] === 'number')) return false;
  return steps.every((step, index) => (step === '*' ? path[index] !== undefined : step === path[index]));
}
