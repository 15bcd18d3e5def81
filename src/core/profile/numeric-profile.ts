import type { Moments } from './moments.js';

/**
 * What metrics know of a numeric column's finite, non-missing values: exact and sketched profiles look
 * alike. Profiles are immutable; merging gives a new one.
 */
export interface NumericProfile {
  /** Number of values. */
  readonly count: number;
  /** Whether every answer below is exact; a sketch's answers are bounded by its bucket width. */
  readonly exact: boolean;
  readonly moments: Moments;
  /** Share of the values `<= x`; NaN when there are none. */
  cdfAt(x: number): number;
  /** Quantile by Hyndman-Fan type 7 with numpy's arithmetic, `p` in 0..1; NaN when there are no values. */
  quantile(p: number): number;
  /**
   * Counts in the half-open bins `[edges[i], edges[i + 1])`; `edges` ascend and may end in ±Infinity.
   * Returns `edges.length - 1` whole numbers.
   */
  countsOn(edges: Float64Array): Float64Array;
  /** The empirical distribution as a step function, for KS, Wasserstein and rank statistics. */
  steps(): Steps;
  /** Profile of the union; throws a TypeError when the two are of different make. */
  merge(other: NumericProfile): NumericProfile;
}

/** Ascending points `at[i]` where the ECDF jumps, and the number of values `<= at[i]`. */
export interface Steps {
  readonly at: Float64Array;
  readonly cumulative: Float64Array;
}
