import { CategoryCounts } from './category-counts.js';
import { mergeCounts, mergeNumeric, sum } from './merge-parts.js';
import type { CategoricalColumn, ColumnProfile, NumericColumn } from './profiles.js';

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
