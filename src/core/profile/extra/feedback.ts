import { mergeNumeric, sum } from '../merge-parts.js';
import type { NumericProfile } from '../numeric-profile.js';

/** How long labels took to arrive, in seconds from the prediction. */
export interface DelayProfile {
  /** Delays of the rows whose label arrived. */
  readonly arrived: NumericProfile;
  /** Of the rows without a label: from the prediction to `as_of`. */
  readonly waiting: NumericProfile;
  /** Rows whose label is older than the prediction: in neither of the two. */
  readonly fromFuture: number;
}

/** One score of the rows that have a label, and of those that have none. */
export interface ScoreCoverage {
  readonly column: string;
  readonly labelled: NumericProfile;
  readonly unlabelled: NumericProfile;
}

/** Scores of all rows by what the model says, labelled or not (binary tasks). */
export interface ScoredRows {
  /** Scores of the rows whose prediction is the positive class, and of those with another; -1 rows have none. */
  readonly positive: NumericProfile;
  readonly negative: NumericProfile;
}

/** Delays of the union of disjoint sets of rows; null for none. */
export function mergeDelays(parts: readonly DelayProfile[]): DelayProfile | null {
  const arrived = mergeNumeric(parts.map((part) => part.arrived));
  const waiting = mergeNumeric(parts.map((part) => part.waiting));
  if (arrived === null || waiting === null) return null;
  return { arrived, waiting, fromFuture: sum(parts, (part) => part.fromFuture) };
}

/** Scores of the union of disjoint sets of rows, column by column. */
export function mergeCoverage(parts: readonly (readonly ScoreCoverage[])[]): readonly ScoreCoverage[] | null {
  const [first] = parts;
  if (first === undefined || parts.length === 1) return first ?? null;
  return first.map(({ column, ...own }, i) => {
    const same = parts.flatMap((part) => part[i] ?? []);
    return {
      column,
      labelled: mergeNumeric(same.map((part) => part.labelled)) ?? own.labelled,
      unlabelled: mergeNumeric(same.map((part) => part.unlabelled)) ?? own.unlabelled,
    };
  });
}

/** Scores of the union of disjoint sets of rows; null for none. */
export function mergeScored(parts: readonly ScoredRows[]): ScoredRows | null {
  const positive = mergeNumeric(parts.map((part) => part.positive));
  const negative = mergeNumeric(parts.map((part) => part.negative));
  return positive === null || negative === null ? null : { positive, negative };
}
