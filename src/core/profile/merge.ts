import { CategoryCounts } from './category-counts.js';
import { mergeLabelled } from './merge-labelled.js';
import { mergeAll, mergeCounts, mergeNumeric, sum } from './merge-parts.js';
import { mergeMoments, NO_MOMENTS, type Moments } from './moments.js';
import type {
  CategoricalColumn,
  ColumnProfile,
  NumericColumn,
  OperationsPoint,
  RowsProfile,
} from './profiles.js';

/** Profile of the union of disjoint slices; null for none. */
export function mergeRows(slices: readonly RowsProfile[]): RowsProfile | null {
  const first = slices[0];
  if (first === undefined || slices.length === 1) return first ?? null;
  return {
    rows: sum(slices, (slice) => slice.rows),
    labelled: mergeLabelled(slices.map((slice) => slice.labelled).filter((part) => part !== null)),
    operations: mergeOperations(slices.flatMap((slice) => slice.operations)),
    versions: mergeCounts(slices.map((slice) => slice.versions)),
  };
}

/** Profile of one column of the union of disjoint slices; null for none. */
export function mergeColumns(parts: readonly ColumnProfile[]): ColumnProfile | null {
  const first = parts[0];
  if (first === undefined || parts.length === 1) return first ?? null;
  const numeric = parts.filter((part): part is NumericColumn => part.kind === 'numeric');
  if (numeric.length > 0) {
    const values = mergeNumeric(numeric.map((part) => part.values));
    if (values === null) return null;
    return {
      kind: 'numeric',
      missing: sum(numeric, (part) => part.missing),
      nonFinite: sum(numeric, (part) => part.nonFinite),
      values,
    };
  }
  const categorical = parts.filter((part): part is CategoricalColumn => part.kind === 'categorical');
  const counts = categorical.map((part) => part.counts);
  const coded = counts.filter((part) => part instanceof CategoryCounts);
  const isCoded =
    coded.length === counts.length && coded.every(({ categories }) => categories === coded[0]?.categories);
  return {
    kind: 'categorical',
    missing: sum(categorical, (part) => part.missing),
    counts: isCoded ? CategoryCounts.union(coded) : mergeCounts(counts),
  };
}

/** Points of the same interval become one; the result ascends, points without time come first. */
function mergeOperations(points: readonly OperationsPoint[]): OperationsPoint[] {
  const byStart = new Map<number | null, OperationsPoint[]>();
  for (const point of points) {
    const same = byStart.get(point.start);
    if (same === undefined) byStart.set(point.start, [point]);
    else same.push(point);
  }
  return [...byStart.values()]
    .map((same) => ({
      start: same[0]?.start ?? null,
      requests: sum(same, (point) => point.requests),
      errors: sum(same, (point) => point.errors),
      withStatus: sum(same, (point) => point.withStatus),
      timeouts: sum(same, (point) => point.timeouts),
      late: sum(same, (point) => point.late),
      withLogged: sum(same, (point) => point.withLogged),
      latency: mergeNumeric(same.map((point) => point.latency).filter((latency) => latency !== null)),
      cost: mergeAll(same.map((point) => point.cost).filter((cost) => cost !== null)),
      resources: mergeResources(same.map((point) => point.resources)),
    }))
    .sort((a, b) => (a.start ?? -Infinity) - (b.start ?? -Infinity));
}

function mergeResources(parts: readonly ReadonlyMap<string, Moments>[]): Map<string, Moments> {
  const merged = new Map<string, Moments>();
  for (const part of parts) {
    for (const [column, moments] of part) {
      merged.set(column, mergeMoments(merged.get(column) ?? NO_MOMENTS, moments));
    }
  }
  return merged;
}
