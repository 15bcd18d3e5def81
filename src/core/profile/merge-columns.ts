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
  return {
    kind: 'categorical',
    missing: sum(categorical, (part) => part.missing),
    counts: mergeCounts(categorical.map((part) => part.counts)),
  };
}
