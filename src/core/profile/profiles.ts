import type { Comoments } from './comoments.js';
import type { ExtraRows } from './extra/extra.js';
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
  /** Of the rows with a label and a prediction (classes). */
  readonly confusion: Confusion | null;
  /** Scores of the rows whose label is the positive class, and of the others (binary tasks with a score). */
  readonly positives: NumericProfile | null;
  readonly negatives: NumericProfile | null;
  /** Row losses `-ln p(label)`, scores clipped as defined for `log_loss`. */
  readonly logLoss: Moments | null;
  /** Row losses `(score - label)²` (binary tasks with a score). */
  readonly brier: Moments | null;
  /** Scores for each class that has a score column (multiclass, where a check asks for it). */
  readonly classScores: readonly ClassScores[] | null;
  /** Of the rows with a number for the label and the prediction (regression). */
  readonly errors: ErrorProfile | null;
  /** Of the rows with a query, a score and a relevance (ranking). */
  readonly lists: RankedLists | null;
  /** The labels themselves, where a check looks at their drift: classes, or numbers. */
  readonly labels: ColumnProfile | null;
}

/** Rows by label and prediction. */
export interface Confusion {
  /** The labels of the run, in order. */
  readonly classes: readonly string[];
  /** Position of the positive class (binary tasks). */
  readonly positive: number | null;
  /** Rows by `label · (classes + 1) + prediction`, positions in `classes`; a prediction that is no label comes last. */
  readonly counts: ReadonlyMap<number, number>;
}

/** Scores for one class: of the rows whose label it is, and of the others. */
export interface ClassScores {
  readonly name: string;
  readonly own: NumericProfile;
  readonly others: NumericProfile;
}

/** The order of the variables in `ErrorProfile.joint`; error = prediction − label. */
export const ERROR_VARIABLES = [
  'error',
  'absolute',
  'squared',
  'label',
  'labelSquared',
  'labelSize',
] as const;

/** Errors of a regression model. */
export interface ErrorProfile {
  /** Means and co-moments of `ERROR_VARIABLES`. */
  readonly joint: Comoments;
  readonly absolute: NumericProfile;
  /** `|error / label|` of the rows whose label is not 0. */
  readonly relative: Moments;
  /** Rows left out of `relative`: their label is 0. */
  readonly zeroLabels: number;
}

/** The ranked rows of every query, one query after the other, in the order of their names. */
export interface RankedLists {
  readonly queries: readonly string[];
  /** Position after the last row of each query. */
  readonly ends: Float64Array;
  readonly scores: Float64Array;
  /** Labels: how relevant the row is; above 0 is relevant. */
  readonly relevances: Float64Array;
}

/** The service in one interval (a day, or the chunk where that is shorter). */
export interface OperationsPoint {
  /** Start of the interval, ms since the epoch; null where rows have no time. */
  readonly start: number | null;
  readonly requests: number;
  /** Rows whose status is an error, of `withStatus` rows that have one. */
  readonly errors: number;
  readonly withStatus: number;
  /** Of these, rows whose status is a time-out. */
  readonly timeouts: number;
  /** Rows logged later than allowed after their chunk's end, of `withLogged` rows that say when they were logged. */
  readonly late: number;
  readonly withLogged: number;
  readonly latency: NumericProfile | null;
  readonly cost: Moments | null;
  /** By column with the role `resource`. */
  readonly resources: ReadonlyMap<string, Moments>;
}

/** What is known of the rows of one slice besides their columns: mergeable, small, without the rows. */
export interface RowsProfile {
  readonly rows: number;
  readonly labelled: LabelledProfile | null;
  readonly operations: readonly OperationsPoint[];
  readonly versions: ReadonlyMap<string, number>;
  /** What only some checks look at; absent where none asks. */
  readonly extra?: ExtraRows;
}

/** Everything a metric may know of one slice: of the columns, those it was asked for. */
export interface SliceProfile extends RowsProfile {
  readonly columns: ReadonlyMap<string, ColumnProfile>;
}
