import { ExactProfile } from './exact-profile.js';
import { mergeMoments, NO_MOMENTS, type Moments } from './moments.js';
import type { NumericProfile } from './numeric-profile.js';
import { SketchProfile } from './sketch-profile.js';

/** Profile of the union of numeric profiles of one make; null for none. */
export function mergeNumeric(profiles: readonly NumericProfile[]): NumericProfile | null {
  const exact = profiles.filter((profile) => profile instanceof ExactProfile);
  if (exact.length > 0 && exact.length === profiles.length) return ExactProfile.union(exact);
  const sketches = profiles.filter((profile) => profile instanceof SketchProfile);
  if (sketches.length > 0 && sketches.length === profiles.length) return SketchProfile.union(sketches);
  return profiles.reduce<NumericProfile | null>(
    (merged, profile) => (merged === null ? profile : merged.merge(profile)),
    null,
  );
}

/** Counts of the union of disjoint sets. */
export function mergeCounts<Key>(parts: readonly ReadonlyMap<Key, number>[]): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const part of parts) for (const [key, count] of part) counts.set(key, (counts.get(key) ?? 0) + count);
  return counts;
}

/** Sum of a number of each item. */
export function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

/** Moments of the union of disjoint sets; null for none. */
export function mergeAll(parts: readonly Moments[]): Moments | null {
  return parts.length === 0 ? null : parts.reduce(mergeMoments, NO_MOMENTS);
}
