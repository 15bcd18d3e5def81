import type { BinsSpec, Monitor } from '../src/core/config/monitor.js';
import type { MetricInput } from '../src/core/metrics/metric.js';
import { ExactProfile } from '../src/core/profile/exact-profile.js';
import type { LogFacts } from '../src/core/profile/log-facts.js';
import type {
  CategoricalColumn,
  ColumnProfile,
  NumericColumn,
  SliceProfile,
} from '../src/core/profile/profiles.js';

/** A numeric column with these finite values. */
export function numeric(values: Float64Array, missing = 0): NumericColumn {
  return { kind: 'numeric', missing, nonFinite: 0, values: ExactProfile.of(values.slice()) };
}

export function categorical(counts: Record<string, number>, missing = 0): CategoricalColumn {
  return { kind: 'categorical', missing, counts: new Map(Object.entries(counts)) };
}

/** A monitor with nothing but defaults. */
export const MONITOR: Monitor = {
  model: 'test',
  task: 'binary',
  positive: null,
  seed: 1,
  owner: null,
  logs: {
    current: ['current.csv'],
    reference: { kind: 'log', globs: ['reference.csv'] },
    columns: {
      id: null,
      timestamp: null,
      version: null,
      score: null,
      prediction: null,
      label: null,
      latency_ms: null,
      status: null,
      logged: null,
      cost: null,
      query: null,
      resource: [],
    },
    features: ['x'],
    categorical: [],
    threshold: 0.5,
    errors: [],
    timeouts: [],
    grace: { count: 1, unit: 'h' },
    timestampUnit: null,
    exactRows: 250_000,
  },
  every: null,
  segments: [],
  feedback: { labels: null, review: null, hooks: [] },
  checks: [],
  slo: null,
  alerts: { for: 1, cooldown: null, falseDiscoveryRate: 0.05 },
};

/** What a metric sees of one column, x, on both sides. */
export function metricInput(sides: {
  reference: ColumnProfile | null;
  current: ColumnProfile | null;
  bins?: BinsSpec;
}): MetricInput {
  const log = (role: LogFacts['role'], column: ColumnProfile | null): LogFacts => ({
    role,
    files: [],
    rows: 1,
    columns: column === null ? [] : [{ name: 'x', kind: column.kind, type: 'DOUBLE', integer: false }],
    time: null,
    distinct: new Map(),
  });
  return {
    monitor: MONITOR,
    column: 'x',
    reference: sides.reference === null ? null : slice(sides.reference),
    current: slice(sides.current),
    bins: sides.bins ?? null,
    k: 10,
    facts: {
      referenceLog: log('reference', sides.reference),
      currentLog: log('current', sides.current),
      labelLog: null,
      labels: null,
      excluded: [],
      asOf: null,
      asOfAsked: false,
      referenceChunkRows: [],
      features: ['x'],
      emptyColumns: new Set(),
    },
    period: null,
    ids: null,
    judged: true,
  };
}

function slice(column: ColumnProfile | null): SliceProfile {
  const present =
    column === null
      ? 0
      : column.kind === 'numeric'
        ? column.values.count
        : [...column.counts.values()].reduce((sum, n) => sum + n, 0);
  return {
    rows: present + (column?.missing ?? 0),
    columns: column === null ? new Map() : new Map([['x', column]]),
    labelled: null,
    operations: [],
    versions: new Map(),
  };
}
