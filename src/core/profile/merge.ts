import { ExactProfile } from './exact-profile.js';
import { mergeMoments, NO_MOMENTS } from './moments.js';
import type { NumericProfile } from './numeric-profile.js';
import type {
  CategoricalColumn,
  ColumnProfile,
  LabelledProfile,
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

/** Profile of the union of numeric profiles of one make; null for none. */
export function mergeNumeric(profiles: readonly NumericProfile[]): NumericProfile | null {
  const exact = profiles.filter((profile) => profile instanceof ExactProfile);
  if (exact.length > 0 && exact.length === profiles.length) return ExactProfile.union(exact);
  let runs = [...profiles];
  // In pairs: each bucket is copied as often as the number of profiles has bits, not as often as there are profiles.
  while (runs.length > 1) {
    const next: NumericProfile[] = [];
    for (let i = 0; i < runs.length; i += 2) {
      const [left, right] = [runs[i], runs[i + 1]];
      if (left !== undefined) next.push(right === undefined ? left : left.merge(right));
    }
    runs = next;
  }
  return runs[0] ?? null;
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
  return {
    kind: 'categorical',
    missing: sum(categorical, (part) => part.missing),
    counts: mergeCounts(categorical.map((part) => part.counts)),
  };
}

function mergeLabelled(parts: readonly LabelledProfile[]): LabelledProfile | null {
  if (parts.length === 0) return null;
  const losses = parts.map((part) => part.logLoss).filter((loss) => loss !== null);
  return {
    rows: sum(parts, (part) => part.rows),
    judged: sum(parts, (part) => part.judged),
    correct: sum(parts, (part) => part.correct),
    positives: mergeNumeric(parts.map((part) => part.positives).filter((part) => part !== null)),
    negatives: mergeNumeric(parts.map((part) => part.negatives).filter((part) => part !== null)),
    logLoss: losses.length === 0 ? null : losses.reduce(mergeMoments, NO_MOMENTS),
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
      latency: mergeNumeric(same.map((point) => point.latency).filter((latency) => latency !== null)),
    }))
    .sort((a, b) => (a.start ?? -Infinity) - (b.start ?? -Infinity));
}

function mergeCounts(parts: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const part of parts) for (const [key, count] of part) counts.set(key, (counts.get(key) ?? 0) + count);
  return counts;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
