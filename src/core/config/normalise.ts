import { parseDuration, type Duration } from './duration.js';
import {
  FAMILIES,
  type BinsSpec,
  type CheckSpec,
  type Chunking,
  type Family,
  type Hook,
  type LabelSource,
  type Logs,
  type Monitor,
  type OfSpec,
  type ReferenceSource,
  type Roles,
  type SegmentSpec,
  type ThresholdSpec,
} from './monitor.js';
import type { CheckInput, ConfigInput, SegmentInput, ThresholdInput } from './schema.js';
import type { ConfigTree } from './tree.js';

/** What the config means where it says nothing. */
export const DEFAULTS = {
  seed: 1,
  threshold: 0.5,
  errors: ['error', 'timeout', 'failed'],
  timeouts: ['408', '504', 'timeout'],
  grace: '1h',
  exactRows: 250_000,
  minRows: 30,
  k: 10,
  for: 1,
  falseDiscoveryRate: 0.05,
} as const;

/** Whether a metric gives one value for each column; null for a metric nobody knows. */
export type SubjectOf = (metric: string) => 'column' | 'slice' | null;

/** Fills every default in: from what is written to what is meant. */
export function normalise(input: ConfigInput, tree: ConfigTree, subjectOf: SubjectOf): Monitor {
  return {
    model: input.model,
    task: input.task,
    positive: input.positive === undefined ? null : String(input.positive),
    seed: input.seed ?? DEFAULTS.seed,
    owner: input.owner ?? null,
    logs: logsOf(input.logs, tree),
    every: chunkingOf(input.every),
    segments: (input.segments ?? []).map(segmentOf),
    feedback: {
      labels: labelsOf(input.feedback?.labels),
      review: input.feedback?.review ?? null,
      hooks: (input.feedback?.hooks ?? []).map(hookOf),
    },
    checks: FAMILIES.flatMap((family) =>
      (input.checks?.[family] ?? []).map((check, index) => checkOf(check, family, index, subjectOf)),
    ),
    slo:
      input.slo === undefined
        ? null
        : { objective: input.slo.objective, window: durationOf(input.slo.window) },
    alerts: {
      for: input.alerts?.for ?? DEFAULTS.for,
      cooldown: input.alerts?.cooldown === undefined ? null : durationOf(input.alerts.cooldown),
      falseDiscoveryRate: input.alerts?.false_discovery_rate ?? DEFAULTS.falseDiscoveryRate,
    },
  };
}

function logsOf(logs: ConfigInput['logs'], tree: ConfigTree): Logs {
  return {
    current: listOf(logs.current),
    reference: referenceOf(logs.reference, tree),
    columns: rolesOf(logs.columns ?? {}),
    features: logs.features === undefined ? null : [...new Set(logs.features)],
    categorical: [...new Set(logs.categorical ?? [])],
    threshold: logs.threshold ?? DEFAULTS.threshold,
    errors: (logs.errors ?? DEFAULTS.errors).map(String),
    timeouts: (logs.timeouts ?? DEFAULTS.timeouts).map(String),
    grace: durationOf(logs.grace ?? DEFAULTS.grace),
    timestampUnit: logs.timestamp_unit ?? null,
    exactRows: logs.exact_rows ?? DEFAULTS.exactRows,
  };
}

function referenceOf(reference: ConfigInput['logs']['reference'], tree: ConfigTree): ReferenceSource | null {
  if (reference === undefined) return null;
  if (typeof reference === 'string' || Array.isArray(reference)) {
    return { kind: 'log', globs: listOf(reference) };
  }
  if ('window' in reference) return { kind: 'window', length: durationOf(reference.window) };
  if ('rolling' in reference) return { kind: 'rolling', length: durationOf(reference.rolling) };
  if (typeof reference.version === 'string') return { kind: 'version', version: reference.version };
  // 1.10 is another version than 1.1: the digits as written count.
  const { start, end } = tree.locate(['logs', 'reference', 'version']);
  const written = tree.text.slice(start.offset, end.offset);
  return {
    kind: 'version',
    version: Number(written) === reference.version ? written : String(reference.version),
  };
}

function rolesOf(columns: NonNullable<ConfigInput['logs']['columns']>): Roles {
  return {
    id: columns.id ?? null,
    timestamp: columns.timestamp ?? null,
    version: columns.version ?? null,
    score: columns.score ?? null,
    prediction: columns.prediction ?? null,
    label: columns.label ?? null,
    latency_ms: columns.latency_ms ?? null,
    status: columns.status ?? null,
    logged: columns.logged ?? null,
    cost: columns.cost ?? null,
    query: columns.query ?? null,
    resource: columns.resource ?? [],
  };
}

function chunkingOf(every: ConfigInput['every']): Chunking | null {
  if (every === undefined) return null;
  if (typeof every === 'string') return { kind: 'time', every: durationOf(every) };
  if ('rows' in every) return { kind: 'rows', rows: every.rows };
  return { kind: 'chunks', chunks: every.chunks };
}

function segmentOf(segment: SegmentInput): SegmentSpec {
  if (typeof segment === 'string') return { column: segment, edges: null };
  return { column: segment.column, edges: segment.edges ?? null };
}

function labelsOf(labels: NonNullable<ConfigInput['feedback']>['labels']): LabelSource | null {
  if (labels === undefined) return null;
  return {
    path: listOf(labels.path),
    id: labels.id,
    label: labels.label,
    received: labels.received ?? null,
    matures: labels.matures === undefined ? null : durationOf(labels.matures),
  };
}

function hookOf(hook: NonNullable<NonNullable<ConfigInput['feedback']>['hooks']>[number]): Hook {
  return {
    on: hook.on,
    webhook: 'webhook' in hook ? hook.webhook : null,
    command: 'command' in hook ? hook.command : null,
  };
}

function checkOf(check: CheckInput, family: Family, index: number, subjectOf: SubjectOf): CheckSpec {
  const alert = thresholdOf(check.alert);
  return {
    id: `${family}[${index}]`,
    family,
    metric: check.metric,
    of: ofOf(check.of, subjectOf(check.metric)),
    segment: check.segment === undefined ? null : segmentOf(check.segment),
    every: check.every ?? null,
    minRows: check.min_rows ?? DEFAULTS.minRows,
    // `alert: none` reports the value only, so a default must not warn either.
    warn: check.warn === undefined && alert.kind === 'none' ? alert : thresholdOf(check.warn),
    alert,
    bins: binsOf(check.bins),
    definition: check.definition ?? 'tidemark',
    k: check.k ?? DEFAULTS.k,
  };
}

function ofOf(of: CheckInput['of'], subject: 'column' | 'slice' | null): OfSpec | null {
  if (of === undefined) return subject === 'column' ? { kind: 'features' } : null;
  if (typeof of !== 'string') return { kind: 'columns', columns: [...new Set(of)] };
  if (of === 'features' || of === 'score' || of === 'prediction' || of === 'label') return { kind: of };
  return { kind: 'columns', columns: [of] };
}

function thresholdOf(threshold: ThresholdInput | undefined): ThresholdSpec {
  if (threshold === undefined) return { kind: 'default' };
  if (threshold === 'none') return { kind: 'none' };
  if (typeof threshold === 'number') return { kind: 'value', value: threshold };
  if ('above' in threshold) return { kind: 'above', value: threshold.above };
  if ('below' in threshold) return { kind: 'below', value: threshold.below };
  if ('change' in threshold) return { kind: 'change', by: threshold.change };
  if ('sd' in threshold) return { kind: 'sd', by: threshold.sd };
  const [low, high] = threshold.outside;
  return { kind: 'outside', low, high };
}

function binsOf(bins: CheckInput['bins']): BinsSpec | null {
  if (bins === undefined) return null;
  if ('quantile' in bins) return { kind: 'quantile', count: bins.quantile };
  if ('width' in bins) return { kind: 'width', count: bins.width };
  return { kind: 'edges', edges: bins.edges };
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

/** The schema has checked the text already; an hour stands in for what cannot happen. */
function durationOf(text: string): Duration {
  return parseDuration(text) ?? { count: 1, unit: 'h' };
}
