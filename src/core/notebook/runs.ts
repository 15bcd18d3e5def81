import { parseDuration } from '../config/duration.js';
import type { CheckSpec, Monitor, OfSpec, SegmentSpec } from '../config/monitor.js';
import { metricById } from '../metrics/registry.js';
import { scoreColumns } from '../profile/columns.js';
import type { RunOptions } from '../profile/make-plan.js';
import type { MetricCell } from './metric-cell.js';

/** Which rows a run of the checks looks at, and in which chunks. */
export interface RunPlace {
  readonly by: string | null;
  readonly since: number | null;
  readonly until: number | null;
  readonly version: string | null;
}

/** A run of the config's own checks, or one of what cells ask besides: these must not change the config's verdict. */
export interface RunRequest {
  readonly place: RunPlace;
  /** Empty = the config's own checks. */
  readonly extra: readonly CheckSpec[];
}

/** What a metric cell takes its values from. */
export interface CellRun {
  readonly place: RunPlace;
  /** Metrics that the config checks on these columns. */
  readonly configured: readonly string[];
  /** Checks to run for the others, without limits: nobody set any. */
  readonly extra: readonly CheckSpec[];
}

export const WHOLE: RunPlace = { by: null, since: null, until: null, version: null };

/** The runs of a metric cell: one for each version it names. */
export function runsOf(cell: MetricCell, monitor: Monitor): CellRun[] {
  const { span } = cell;
  const range = span.kind === 'range' ? span : { since: null, until: null };
  const versions = cell.versions.length === 0 ? [null] : cell.versions;
  const configured = cell.metrics.filter((metric) => isChecked(metric, cell, monitor));
  const extra = cell.metrics
    .filter((metric) => !configured.includes(metric))
    .map((metric) => extraCheck(metric, cell));
  return versions.map((version) => ({
    place: { by: cell.by, since: range.since, until: range.until, version },
    configured,
    extra,
  }));
}

/** Whether the config checks a metric on all that a cell asks. */
function isChecked(metric: string, cell: MetricCell, monitor: Monitor): boolean {
  if (cell.k !== null || cell.definition !== 'tidemark') return false;
  const checks = monitor.checks.filter(
    (check) => check.metric === metric && sameSegment(check.segment, segmentSpec(cell)),
  );
  if (metricById(metric)?.subject !== 'column') return checks.length > 0;
  const wanted = ofSpec(cell.of);
  return columnsIn(wanted, monitor).every((column) =>
    checks.some((check) => check.of !== null && columnsIn(check.of, monitor).includes(column)),
  );
}

/** Columns that `of` names; words stand for themselves where only the log knows. */
function columnsIn(of: OfSpec, monitor: Monitor): readonly string[] {
  const { columns: roles, features } = monitor.logs;
  if (of.kind === 'columns') return of.columns;
  if (of.kind === 'features') return features ?? ['features'];
  if (of.kind === 'score') return scoreColumns(roles);
  if (of.kind === 'prediction') return roles.prediction === null ? [] : [roles.prediction];
  return ['label'];
}

/** What a cell means by `of`. */
export function ofSpec(of: readonly string[] | null): OfSpec {
  const [first] = of ?? ['features'];
  if (of === null || of.length === 1) {
    if (first === 'features' || first === 'score' || first === 'prediction') return { kind: first };
  }
  return { kind: 'columns', columns: [...new Set(of)] };
}

function segmentSpec({ segment }: MetricCell): SegmentSpec | null {
  return segment === null ? null : { column: segment.split('=')[0] ?? segment, edges: null };
}

function sameSegment(a: SegmentSpec | null, b: SegmentSpec | null): boolean {
  return a === null || b === null ? a === b : a.column === b.column;
}

function extraCheck(metric: string, cell: MetricCell): CheckSpec {
  const description = metricById(metric);
  return {
    id: `cell ${metric} ${JSON.stringify(cell.of)} ${String(cell.k)} ${cell.definition}`,
    family: description?.family ?? 'stability',
    metric,
    of: description?.subject === 'column' ? ofSpec(cell.of) : null,
    segment: segmentSpec(cell),
    every: null,
    minRows: 30,
    warn: { kind: 'none' },
    alert: { kind: 'none' },
    bins: null,
    definition: cell.definition,
    k: cell.k ?? 10,
  };
}

/** The monitor and options of a run. */
export function runInput(
  monitor: Monitor,
  { place, extra }: RunRequest,
): { monitor: Monitor; options: RunOptions } {
  const by = place.by === null ? null : parseDuration(place.by);
  const checks = extra.length === 0 ? monitor.checks : extra;
  return {
    monitor: {
      ...monitor,
      every: by === null ? monitor.every : { kind: 'time', every: by },
      checks: by === null ? checks : checks.map((check) => ({ ...check, every: null })),
    },
    options: {
      since: place.since,
      until: place.until,
      asOf: null,
      exact: false,
      live: true,
      ...(place.version === null ? {} : { version: place.version }),
    },
  };
}

/** Names a run: equal requests give equal reports. */
export function runKey({ place, extra }: RunRequest): string {
  return JSON.stringify([place, extra.map((check) => check.id).sort()]);
}

/** Puts the extra checks of all cells of a place into one run, so that the logs are read once. */
export function gatherExtra(runs: readonly CellRun[]): Map<string, RunRequest> {
  const gathered = new Map<string, RunRequest>();
  for (const { place, extra } of runs) {
    if (extra.length === 0) continue;
    const key = JSON.stringify(place);
    const known = gathered.get(key)?.extra ?? [];
    const more = extra.filter((check) => !known.some((other) => other.id === check.id));
    gathered.set(key, { place, extra: [...known, ...more] });
  }
  return gathered;
}
