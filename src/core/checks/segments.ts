import type { CheckSpec, Monitor, SegmentSpec } from '../config/monitor.js';
import { metricOf } from '../metrics/registry.js';
import { binLabel } from '../metrics/stability/bins.js';
import { isOfLabels, onlyExtra } from '../profile/extra-plan.js';
import type { ColumnPlan, ProfilePlan, SegmentPlan } from '../profile/plan.js';
import { wholeColumns } from './by-chunk.js';
import type { Comparison } from './column-values.js';
import { columnsOfCheck } from './columns-of-check.js';

/** A column of more values than this is looked at by its most frequent ones. */
export const MOST_SEGMENTS = 50;

/** One column's segments, and who asks for them. */
export interface SegmentRequest {
  readonly spec: SegmentSpec;
  /** Checks that judge each of them. */
  readonly checks: readonly CheckSpec[];
  /** Checks of all rows whose values are shown for each of them too: none where `segments:` does not name the column. */
  readonly shown: readonly CheckSpec[];
}

/** What tells the segments of one column and its ranges from those of another. */
export function segmentKey({ column, edges }: SegmentSpec): string {
  return JSON.stringify([column, edges]);
}

/** Every way of splitting the rows that the config asks for. */
export function segmentRequests(monitor: Monitor): SegmentRequest[] {
  const specs = [...monitor.segments, ...monitor.checks.flatMap(({ segment }) => segment ?? [])];
  const shown = new Set(monitor.segments.map(segmentKey));
  return [...new Map(specs.map((spec) => [segmentKey(spec), spec]))].map(([key, spec]) => ({
    spec,
    checks: monitor.checks.filter(({ segment }) => segment !== null && segmentKey(segment) === key),
    shown: shown.has(key) ? monitor.checks.filter(isShown) : [],
  }));
}

/** A check of every feature is shown by segment only where it says so itself: it would be read once more for each. */
function isShown(check: CheckSpec): boolean {
  const metric = metricOf(check);
  if (metric === null || check.segment !== null || metric.windowOnly) return false;
  return metric.subject === 'slice' || (check.of !== null && check.of.kind !== 'features');
}

/** The segments of one column, and what of its rows they leave out. */
export interface Segments {
  readonly plan: SegmentPlan;
  /** `origin=LAX`, `distance=[500, 1500)`: the plan's segments in their order. */
  readonly names: readonly string[];
  /** Distinct values that are no segment, since they are rarer than those that are. */
  readonly rarer: number;
  /** Share of the rows with a value that the segments hold. */
  readonly share: number;
}

/** The segments of a column by its values' rows (`counts`, for ranges not needed): the frequent ones first, ties by byte order. */
export function segmentsOf(spec: SegmentSpec, counts: ReadonlyMap<string, number>): Segments {
  const { column, edges } = spec;
  if (edges !== null) {
    const bounds = [-Infinity, ...edges, Infinity];
    const names = bounds.slice(1).map((high, i) => `${column}=${binLabel(bounds[i] as number, high)}`);
    return { plan: { kind: 'ranges', column, edges }, names, rarer: 0, share: 1 };
  }
  const ranked = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const chosen = ranked.slice(0, MOST_SEGMENTS);
  const rows = (some: typeof ranked): number => some.reduce((sum, [, count]) => sum + count, 0);
  const values = chosen.map(([value]) => value);
  return {
    plan: { kind: 'values', column, values },
    names: values.map((value) => `${column}=${value}`),
    rarer: ranked.length - chosen.length,
    share: rows(chosen) / Math.max(1, rows(ranked)),
  };
}

/** The plan that reads the rows by segment: no more columns than its checks look at. */
export function segmentReadPlan(
  plan: ProfilePlan,
  segments: SegmentPlan,
  { checks, shown }: SegmentRequest,
  comparison: Comparison,
): ProfilePlan {
  const all = [...checks, ...shown].flatMap((check) => {
    const metric = metricOf(check);
    return metric === null ? [] : [{ check, metric }];
  });
  const columns = new Set(
    all
      .filter(({ metric }) => metric.subject === 'column')
      .flatMap(({ check, metric }) => columnsOfCheck(check, metric, comparison)),
  );
  const labels = all.some(
    ({ check, metric }) =>
      metric.needs.includes('label') || check.of?.kind === 'label' || metric.reads?.some(isOfLabels) === true,
  );
  return {
    ...plan,
    segments,
    columns: plan.columns.filter(({ name }) => columns.has(name)),
    wholeColumns: wholeColumns(checks, shown, comparison),
    performance: labels ? plan.performance : null,
    extra: onlyExtra(plan.extra, new Set(all.flatMap(({ metric }) => metric.reads ?? []))),
  };
}

/** The plan that counts the values of one column in the current window, whatever its kind. */
export function valueCountPlan(plan: ProfilePlan, column: string): ProfilePlan {
  const counted: ColumnPlan = { name: column, kind: 'categorical' };
  return {
    ...plan,
    sides: plan.sides.filter(({ side }) => side === 'current'),
    columns: [counted],
    wholeColumns: [column],
    performance: null,
    extra: null,
  };
}
