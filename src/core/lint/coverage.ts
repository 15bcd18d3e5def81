import { notYetSentence } from '../config/not-yet.js';
import type { CheckSpec, Monitor, Roles } from '../config/monitor.js';
import type { MetricDescription } from '../metrics/metric.js';
import { PLANNED_METRICS } from '../metrics/planned.js';
import type { Coverage, CoverageState } from './finding.js';
import type { Survey } from './survey.js';

/** Metrics that compare all inputs at once. */
const WHOLE_INPUT = new Set(['domain_classifier', 'pca_reconstruction', 'correlation_shift']);

type Metrics = ReadonlyMap<string, MetricDescription>;

/** What of the ten items one config covers. */
export function coverageOf(draft: Monitor, metrics: Metrics, survey: Survey): Coverage {
  const { checks, logs } = draft;
  const compared = logs.reference !== null;
  const state = (chosen: readonly CheckSpec[], works: (check: CheckSpec) => boolean): CoverageState => {
    if (chosen.length === 0) return 'missing';
    return chosen.some((check) => metrics.has(check.metric) && works(check)) ? 'configured' : 'partial';
  };
  const judged = (check: CheckSpec): boolean => hasRoles(check, metrics, draft) && hasLimit(check, metrics);
  const truth = groundTruth(draft, survey);
  return {
    data_drift: state(
      checks.filter((check) => watchesInputs(check, logs.columns)),
      (check) => compared && judged(check),
    ),
    prediction_drift: state(
      checks.filter((check) => watchesPredictions(check, logs.columns)),
      (check) => compared && judged(check),
    ),
    data_quality: state(
      checks.filter((check) => check.family === 'quality' && isMetric(check, metrics)),
      judged,
    ),
    performance: state(
      checks.filter((check) => check.family === 'performance' && isMetric(check, metrics)),
      (check) => judged(check) && (truth === 'configured' || check.metric.startsWith('estimated_')),
    ),
    operations: state(
      checks.filter((check) => check.family === 'operations' && isMetric(check, metrics)),
      (check) => hasRoles(check, metrics, draft),
    ),
    ground_truth: truth,
    alerting: alerting(draft, survey),
    baseline: baseline(draft, survey),
    schedule: schedule(survey),
    payload_logging: payloadLogging(draft, survey),
  };
}

/** Whether the check compares at least one column that is an input of the model. */
export function watchesInputs(check: CheckSpec, roles: Roles): boolean {
  if (check.family !== 'stability') return false;
  if (check.of === null) return WHOLE_INPUT.has(check.metric);
  if (check.of.kind === 'features') return true;
  const outputs = outputColumns(roles);
  return check.of.kind === 'columns' && check.of.columns.some((column) => !outputs.has(column));
}

/** Whether the check compares what the model says. */
export function watchesPredictions(check: CheckSpec, roles: Roles): boolean {
  if (check.family !== 'stability' || check.of === null) return false;
  if (check.of.kind === 'score' || check.of.kind === 'prediction') return true;
  const outputs = outputColumns(roles);
  return check.of.kind === 'columns' && check.of.columns.some((column) => outputs.has(column));
}

/** Whether the check can ever warn or alert. */
export function hasLimit(check: CheckSpec, metrics: Metrics): boolean {
  const metric = metrics.get(check.metric);
  // A metric that judges itself alerts without one: a changed schema, a detector's alarm.
  if (metric?.judged === 'own' && check.alert.kind !== 'none') return true;
  const defaults = metric?.defaults;
  return (['warn', 'alert'] as const).some((key) => {
    const limit = check[key].kind === 'default' ? defaults?.[key] : check[key];
    return limit !== undefined && limit.kind !== 'none';
  });
}

/** Columns with the model's own answer. */
export function outputColumns(roles: Roles): ReadonlySet<string> {
  const scores = typeof roles.score === 'string' ? [roles.score] : Object.values(roles.score ?? {});
  return new Set(roles.prediction === null ? scores : [...scores, roles.prediction]);
}

function hasRoles(check: CheckSpec, metrics: Metrics, { logs: { columns } }: Monitor): boolean {
  const needs = metrics.get(check.metric)?.needs ?? [];
  return needs.every((role) => {
    if (role === 'label') return true; // Judged by the ground-truth cell.
    if (role === 'prediction') return columns.prediction !== null || columns.score !== null;
    return columns[role] !== null;
  });
}

function groundTruth(
  { feedback: { labels }, logs: { columns } }: Monitor,
  { labels: look, labelEvidence }: Survey,
): CoverageState {
  if (columns.label !== null) return 'configured';
  if (labels === null) return 'missing';
  if (columns.id === null || look === null || look.files.length === 0) return 'partial';
  const readable = look.columns;
  const unusable = readable !== null && [labels.id, labels.label].some((column) => !readable.has(column));
  const apart = labelEvidence !== null && labelEvidence.sampled > 0 && labelEvidence.joined === 0;
  return unusable || apart ? 'partial' : 'configured';
}

function isMetric(check: CheckSpec, metrics: Metrics): boolean {
  return metrics.has(check.metric) || PLANNED_METRICS.some(({ id }) => id === check.metric);
}

function baseline({ logs: { reference } }: Monitor, { reference: look }: Survey): CoverageState {
  if (reference === null) return 'missing';
  // A baseline that moves along never sees slow drift.
  if (reference.kind === 'rolling') return 'partial';
  return look !== null && look.files.length === 0 ? 'partial' : 'configured';
}

/** Whether a hook is for verdicts that somebody must hear of. */
export function hearsAlerts({ on }: Monitor['feedback']['hooks'][number]): boolean {
  return on === 'alert' || on === 'warn';
}

/** What nobody calls yet reaches nobody. */
export const HOOKS_ARE_CALLED = notYetSentence(['feedback', 'hooks']) === null;

function alerting({ feedback: { hooks } }: Monitor, { automation }: Survey): CoverageState {
  const called = HOOKS_ARE_CALLED && hooks.some(hearsAlerts);
  if (called || (automation?.length ?? 0) > 0) return 'configured';
  return hooks.length > 0 ? 'partial' : 'missing';
}

/** A config cannot say when it is run; a scheduled CI job can. */
function schedule({ automation }: Survey): CoverageState {
  return automation?.some(({ text }) => /\b(schedule|cron)\b/.test(text)) === true
    ? 'configured'
    : 'elsewhere';
}

function payloadLogging({ logs: { columns, current } }: Monitor, { current: look }: Survey): CoverageState {
  if (look.matches.size === 0) return current.length === 0 ? 'missing' : 'partial';
  const outputs = outputColumns(columns).size > 0;
  return look.files.length > 0 && outputs && columns.id !== null ? 'configured' : 'partial';
}
