import { addDuration, durationMs, type Duration } from '../config/duration.js';
import type { Monitor } from '../config/monitor.js';
import { ConfigError, DataError } from '../errors.js';
import { formatInstant } from '../report/instants.js';
import type { ResolvedColumns } from './columns.js';
import type { LogFacts } from './log-facts.js';
import type { ChunkPlan, PerformancePlan, ProfilePlan, SidePlan } from './plan.js';
import { commonCell } from './rolling.js';

const HOUR: Duration = { count: 1, unit: 'h' };
const DAY: Duration = { count: 1, unit: 'd' };

/** Logs longer than this have no series by the hour: twelve weeks. */
const MOST_HOURS = 12 * 7 * 24;

/** Of fewer requests than this the 99 % quantile of an hour is its slowest request. */
const LEAST_IN_HOUR = 100;

/** More chunks than this are a mistake in `every` or in the log's times. */
const MOST_CHUNKS = 20_000;

/** What the command line or the editor asks of a run, besides the config. */
export interface RunOptions {
  /** Rows before `since` and from `until` on take no part; ms since the epoch. */
  readonly since: number | null;
  readonly until: number | null;
  readonly asOf: number | null;
  /** Forces the exact path whatever the number of rows. */
  readonly exact: boolean;
  /** Logs may be in the middle of being written: a last row that is not whole is left for a later run, and told. */
  readonly live: boolean;
  /** Only rows of this version are current. */
  readonly version?: string;
}

/** A plan before it is known how many rows take part, and what the checks look at. */
export type PlanDraft = Omit<ProfilePlan, 'exact' | 'extra' | 'wholeColumns'>;

/** The logs of one run, as first looked at. */
export interface RunLogs {
  readonly current: LogFacts;
  readonly reference: LogFacts | null;
  readonly labels: LogFacts | null;
}

/** How much later than the 99.9 % quantile a time may be: one chunk, a day where chunks have no length. */
export function futureMargin(monitor: Monitor): number {
  return monitor.every?.kind === 'time' ? durationMs(monitor.every.every) : durationMs(DAY);
}

/** The plan of a run, all but what needs the number of rows that take part, and what depends on the checks. */
export function makePlan(
  monitor: Monitor,
  logs: RunLogs,
  columns: ResolvedColumns,
  options: RunOptions,
): PlanDraft {
  const { columns: roles } = monitor.logs;
  const has = (column: string | null): string | null =>
    column !== null &&
    [...logs.current.columns, ...(logs.reference?.columns ?? [])].some((found) => found.name === column)
      ? column
      : null;
  const asOf = asOfOf(logs, options);
  const timestamp = has(roles.timestamp);
  const logged = has(roles.logged);
  return {
    asOf,
    sides: sidesOf(monitor, logs, options),
    columns: columns.columns,
    chunks: chunksOf(monitor, logs, timestamp),
    operationsEvery: timestamp === null ? null : operationsEvery(monitor, logs),
    roles: {
      id: has(roles.id),
      timestamp: timestamp === null ? null : { column: timestamp, unit: monitor.logs.timestampUnit },
      version: has(roles.version),
      latency: has(roles.latency_ms),
      status:
        roles.status === null
          ? null
          : { column: roles.status, errors: monitor.logs.errors, timeouts: monitor.logs.timeouts },
      logged: logged === null ? null : { column: logged, grace: durationMs(monitor.logs.grace) },
      cost: has(roles.cost),
      resources: roles.resource.filter((column) => has(column) !== null),
    },
    // All ids of a log take long to read: only where somebody looks at them.
    countIds: has(roles.id) !== null && monitor.checks.some((check) => check.metric === 'duplicate_share'),
    performance: performanceOf(monitor),
    segments: null,
  };
}

/** `as_of`: as asked, else the latest plausible time of logs and labels (definitions.md, section 1). */
function asOfOf(logs: RunLogs, options: RunOptions): number | null {
  if (options.asOf !== null) return options.asOf;
  const times = [logs.current, logs.reference, logs.labels]
    .map((log) => log?.time?.latestPlausible)
    .filter((time) => time !== undefined);
  return times.length === 0 ? null : Math.max(...times);
}

function sidesOf(monitor: Monitor, logs: RunLogs, options: RunOptions): SidePlan[] {
  const { reference } = monitor.logs;
  const labelsOf = (log: LogFacts | null): SidePlan['labels'] => {
    const named = [
      monitor.logs.columns.label,
      ...(log === logs.reference ? [monitor.feedback.labels?.label ?? null] : []),
    ];
    const column = named.find((name) => name !== null && log?.columns.some((found) => found.name === name));
    if (column !== undefined && column !== null) return { column };
    return monitor.feedback.labels === null ? null : 'joined';
  };
  const current: SidePlan = {
    side: 'current',
    log: 'current',
    from: options.since,
    until: options.until,
    version: options.version === undefined ? null : { is: options.version },
    labels: labelsOf(logs.current),
  };
  if (reference === null) return [current];
  if (reference.kind === 'log') {
    const side: SidePlan = {
      ...current,
      side: 'reference',
      log: 'reference',
      from: null,
      until: null,
      version: null,
    };
    return [{ ...side, labels: labelsOf(logs.reference) }, current];
  }
  if (reference.kind === 'version') {
    return [
      { ...current, side: 'reference', version: { is: reference.version } },
      { ...current, version: current.version ?? { isNot: reference.version } },
    ];
  }
  if (reference.kind === 'rolling') return [current];
  const first = logs.current.time?.min;
  if (first === undefined) {
    throw new ConfigError(
      'logs.reference takes a window of time, but the log has no times: set logs.columns.timestamp.',
    );
  }
  const from = options.since === null ? first : options.since - durationMs(reference.length);
  const until = options.since ?? addDuration(first, reference.length);
  return [
    { ...current, side: 'reference', from, until, version: null },
    { ...current, from: until },
  ];
}

function chunksOf(monitor: Monitor, logs: RunLogs, timestamp: string | null): ChunkPlan {
  const { every } = monitor;
  if (every === null) return { kind: 'none' };
  if (every.kind === 'rows') return every;
  if (every.kind === 'chunks') {
    return { kind: 'rows', rows: Math.max(1, Math.ceil(logs.current.rows / every.chunks)) };
  }
  if (timestamp === null) return { kind: 'none' };
  const { time } = logs.current;
  const cell = cellLength(monitor, every.every);
  if (time !== null && (time.latestPlausible - time.min) / durationMs(cell) > MOST_CHUNKS) {
    throw new DataError(
      `The current log reaches from ${formatInstant(time.min)} to ${formatInstant(time.latestPlausible)}: over ${MOST_CHUNKS} chunks of ${cell.count}${cell.unit}. Is the first time right? Choose a longer every, or pass --since.`,
    );
  }
  return { ...every, cell };
}

/** Length of the cells to read: the chunk, or what chunks and the stretch before each have in common. */
function cellLength(monitor: Monitor, every: Duration): Duration {
  const { reference } = monitor.logs;
  return reference?.kind === 'rolling' ? commonCell(every, reference.length) : every;
}

/**
 * A day where chunks are longer; else the chunk, or its hours where the logs are not long and have requests enough for
 * an hour to be told by.
 */
function operationsEvery({ every }: Monitor, { current, reference }: RunLogs): Duration {
  if (every?.kind !== 'time' || durationMs(every.every) > durationMs(DAY)) return DAY;
  const hoursOf = (log: LogFacts | null): number => {
    const time = log?.time ?? null;
    return time === null ? 0 : (time.latestPlausible - time.min) / durationMs(HOUR);
  };
  const hours = hoursOf(current);
  const hourly =
    // An interval lies in one chunk.
    durationMs(every.every) % durationMs(HOUR) === 0 &&
    Math.max(hours, hoursOf(reference)) <= MOST_HOURS &&
    current.rows >= LEAST_IN_HOUR * hours;
  return hourly ? HOUR : every.every;
}

function performanceOf(monitor: Monitor): PerformancePlan | null {
  const { columns: roles } = monitor.logs;
  const { labels } = monitor.feedback;
  if (labels === null && roles.label === null) return null;
  return {
    task: monitor.task,
    positive: monitor.positive,
    score: roles.score,
    prediction: roles.prediction,
    query: roles.query,
    // One pair of profiles for each class: only where somebody looks at them.
    classScores: monitor.checks.some((check) => check.metric === 'roc_auc_ovr'),
    labelValues: monitor.checks.some((check) => check.of?.kind === 'label'),
    threshold: monitor.logs.threshold,
    labels: labels === null ? null : { id: labels.id, label: labels.label, received: labels.received },
  };
}
