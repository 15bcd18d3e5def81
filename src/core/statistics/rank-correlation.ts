import { lowerBound, upperBound } from '../profile/exact-profile.js';
import { sortNumbers } from '../profile/sort-numbers.js';
import { studentTwoSided } from './welch.js';

/** Spearman's rank correlation of pairs, ties by midranks, and its p-value by Student's t (scipy.stats.spearmanr). */
export interface RankCorrelation {
  /** -1..1. */
  readonly correlation: number;
  readonly pValue: number;
}

/** Null for fewer than three pairs, or where a side does not vary. */
export function rankCorrelation(pairs: readonly (readonly [number, number])[]): RankCorrelation | null {
  return correlationOfRanks(ranks(pairs.map(([x]) => x)), ranks(pairs.map(([, y]) => y)));
}

/** The same of the ranks of both sides, pair by pair. */
export function correlationOfRanks(a: Float64Array, b: Float64Array): RankCorrelation | null {
  const n = a.length;
  if (n < 3) return null;
  const middle = (n + 1) / 2;
  let [products, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [(a[i] as number) - middle, (b[i] as number) - middle];
    products += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  if (squaresA === 0 || squaresB === 0) return null;
  const correlation = Math.max(-1, Math.min(1, products / Math.sqrt(squaresA * squaresB)));
  const rest = 1 - correlation * correlation;
  const pValue = rest <= 0 ? 0 : studentTwoSided(correlation * Math.sqrt((n - 2) / rest), n - 2);
  return { correlation, pValue };
}

/** Ranks from 1; equal values share the mean of their ranks. */
export function ranks(values: readonly number[]): Float64Array {
  const sorted = Float64Array.from(values);
  sortNumbers(sorted);
  const found = new Float64Array(values.length);
  for (const [i, value] of values.entries())
    found[i] = (lowerBound(sorted, value) + upperBound(sorted, value) + 1) / 2;
  return found;
}
