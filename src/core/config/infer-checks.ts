import type { MetricDescription } from '../metrics/metric.js';
import type { FileGuess } from './infer-files.js';
import type { RoleGuess } from './infer-roles.js';
import { FAMILIES, type Family } from './monitor.js';

/** What the choice of checks depends on. */
export interface CheckBasis {
  readonly guess: RoleGuess;
  readonly labels: FileGuess['labels'];
  readonly hasReference: boolean;
  /** Whether the reference rows have labels, so that a change against them can be computed. */
  readonly referenceLabelled: boolean;
  /** Whether any feature is a category. */
  readonly hasCategories: boolean;
  readonly metrics: readonly MetricDescription[];
}

/** A first set of checks by family: those that the log can answer and this version can compute. */
export function firstChecks(basis: CheckBasis): ReadonlyMap<Family, readonly string[]> {
  const { guess, labels, hasReference, referenceLabelled, hasCategories } = basis;
  const { roles, scores, task } = guess;
  const known = new Map(basis.metrics.map((metric) => [metric.id, metric]));
  const checks = new Map<Family, string[]>(FAMILIES.map((family) => [family, []]));
  const add = (metric: string, rest: string): void => {
    const description = known.get(metric);
    if (description === undefined) return;
    if (description.tasks !== null && !description.tasks.includes(task)) return;
    checks.get(description.family)?.push(`{ metric: ${metric}, ${rest} }`);
  };
  const features = guess.features.length > 0;
  const hasScore = roles.score !== undefined || scores !== null;
  if (hasReference && features) add('psi', 'of: features, warn: 0.1, alert: 0.25');
  if (hasReference && hasScore) add('psi', 'of: score, warn: 0.1, alert: 0.25');
  else if (hasReference && roles.prediction !== undefined)
    add('psi', 'of: prediction, warn: 0.1, alert: 0.25');
  const labelled = roles.label !== undefined || (labels !== null && roles.id !== undefined);
  if (labelled) {
    const limit = referenceLabelled ? 'alert: { change: 0.05 }' : 'alert: { below: 0.7 }';
    if (hasScore) add('roc_auc', limit);
    if (task === 'multiclass') {
      if (known.has('macro_f1')) add('macro_f1', limit);
      else if (hasScore || roles.prediction !== undefined) add('accuracy', limit);
    }
    if (!hasScore && task === 'binary' && roles.prediction !== undefined) add('accuracy', limit);
    if (task === 'regression' && roles.prediction !== undefined) {
      // Its spread is larger than that of shares. Below 0 the mean of the labels says more than the model.
      if (known.has('r2')) add('r2', referenceLabelled ? 'alert: { change: 0.1 }' : 'alert: { below: 0 }');
      else add('mae', 'alert: none');
    }
  }
  add('requests', 'alert: none');
  if (roles.latency_ms !== undefined) add('latency_p95_ms', 'alert: { above: 500 }');
  if (roles.status !== undefined) add('error_rate', 'alert: { above: 0.01 }');
  if (features) add('missing_share', 'of: features, alert: { above: 0.05 }');
  if (features && hasReference && hasCategories) add('unseen_share', 'of: features, alert: { above: 0.01 }');
  if (roles.id !== undefined) add('duplicate_share', 'alert: { above: 0.01 }');
  if (labels !== null && roles.id !== undefined) {
    add('label_coverage', 'alert: { below: 0.8 }');
    add('orphan_share', 'alert: { above: 0.05 }');
  }
  return checks;
}
