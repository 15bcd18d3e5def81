import type { Monitor } from '../config/monitor.js';
import type { LintContext } from './rule.js';
import type { LogLook } from './survey.js';

/** First limits for metrics that have none by definition. They are starting points, and fixes say so. */
const FIRST_LIMITS: Readonly<Record<string, string>> = {
  missing_share: '{ above: 0.05 }',
  unseen_share: '{ above: 0.01 }',
  non_finite_share: '{ above: 0 }',
  out_of_range_share: '{ above: 0.01 }',
  type_mismatch_share: '{ above: 0 }',
  duplicate_share: '{ above: 0 }',
  error_rate: '{ above: 0.01 }',
  timeout_rate: '{ above: 0.01 }',
  availability: '{ below: 0.99 }',
  late_share: '{ above: 0.05 }',
  latency_p50_ms: '{ above: 200 }',
  latency_p90_ms: '{ above: 500 }',
  latency_p95_ms: '{ above: 500 }',
  latency_p99_ms: '{ above: 1000 }',
  label_coverage: '{ below: 0.8 }',
  orphan_share: '{ above: 0.05 }',
  label_from_future_share: '{ above: 0 }',
};

/** A first alert limit for a metric, as YAML; null where only the model's owner can know one. */
export function firstLimit(metric: string, context: LintContext): string | null {
  const known = FIRST_LIMITS[metric];
  if (known !== undefined) return known;
  const description = context.metrics.get(metric);
  if (description?.family !== 'performance') return null;
  const [low, high] = description.range;
  if (low !== 0 || high !== 1) return null;
  if (referenceHasLabels(context)) return '{ change: 0.05 }';
  return description.worse === 'lower' ? '{ below: 0.7 }' : '{ above: 0.3 }';
}

/** The performance metric to begin with, of those that are computed and whose columns are there; or null. */
export function firstPerformanceMetric({ draft, metrics }: LintContext): string | null {
  const { score, prediction } = draft.logs.columns;
  const wanted = {
    binary: ['roc_auc', 'accuracy'],
    multiclass: ['macro_f1', 'accuracy'],
    regression: ['r2', 'mae'],
    ranking: ['ndcg_at_k', 'mrr'],
  }[draft.task];
  const possible = wanted.find((id) => {
    const needs = metrics.get(id)?.needs;
    if (needs === undefined) return false;
    if (needs.includes('score') && score === null) return false;
    return !needs.includes('prediction') || prediction !== null || score !== null;
  });
  return possible ?? null;
}

/** A column of the log whose name says that it has this role; null when there is none. */
export function columnLike(look: LogLook, pattern: RegExp, draft: Monitor): string | null {
  const taken = new Set(draft.logs.features ?? []);
  for (const name of look.columns?.keys() ?? []) {
    if (pattern.test(name) && !taken.has(name)) return name;
  }
  return null;
}

export const LATENCY_NAME = /(^|_)(latency|duration|elapsed|took|response_time)(_ms)?$/i;
export const STATUS_NAME = /^(http_)?status(_code)?$/i;
export const ID_NAME = /(^|_)(id|uuid|key)$/i;
export const LABEL_NAME =
  /^(label|target|actual|outcome|truth|ground_truth|y_true|y)$|_(label|actual|true)$/i;

function referenceHasLabels({ draft, survey }: LintContext): boolean {
  const { reference, columns } = draft.logs;
  if (reference === null) return false;
  if (reference.kind !== 'log') return true;
  const label = columns.label ?? draft.feedback.labels?.label;
  return label !== undefined && survey.reference?.columns?.has(label) === true;
}
