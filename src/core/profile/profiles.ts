import type { Moments } from './moments.js';
import type { NumericProfile } from './numeric-profile.js';

/** The kinds of column (definitions.md, section 1). */
export type ColumnKind = 'numeric' | 'categorical' | 'timestamp' | 'list';

/** Which of the two windows of a comparison a row belongs to. */
export type Side = 'reference' | 'current';

export interface NumericColumn {
  readonly kind: 'numeric';
  readonly missing: number;
  /** `±Inf`: counted apart, no part of the distribution. */
  readonly nonFinite: number;
  readonly values: NumericProfile;
}

export interface CategoricalColumn {
  readonly kind: 'categorical';
  readonly missing: number;
  /** Rows by value; missing is no value. */
  readonly counts: ReadonlyMap<string, number>;
}

export type ColumnProfile = NumericColumn | CategoricalColumn;

/** Rows that have a label, set against what the model said of them. */
export interface LabelledProfile {
  /** Rows with a label. */
  readonly rows: number;
  /** Rows with a label and a prediction, and how many of them agree. */
  readonly judged: number;
  readonly correct: number;
  /** Scores of the rows whose label is the positive class, and of the others (binary tasks with a score). */
  readonly positives: NumericProfile | null;
  readonly negatives: NumericProfile | null;
  /** Row losses `-ln p(label)`, scores clipped as defined for `log_loss`. */
  readonly logLoss: Moments | null;
}

/** The service in one interval (a day, or the chunk where that is shorter). */
export interface OperationsPoint {
  /** Start of the interval, ms since the epoch; null where rows have no time. */
  readonly start: number | null;
  readonly requests: number;
  /** Rows whose status is an error, of `withStatus` rows that have one. */
  readonly errors: number;
  readonly withStatus: number;
  readonly latency: NumericProfile | null;
}

/** What is known of the rows of one slice besides their columns: mergeable, small, without the rows. */
export interface RowsProfile {
  readonly rows: number;
  readonly labelled: LabelledProfile | null;
  readonly operations: readonly OperationsPoint[];
  readonly versions: ReadonlyMap<string, number>;
}

/** Everything a metric may know of one slice: of the columns, those it was asked for. */
export interface SliceProfile extends RowsProfile {
  readonly columns: ReadonlyMap<string, ColumnProfile>;
}
