import type { Moments } from '../../../core/profile/moments.js';
import type { ClassScores, ErrorProfile, LabelledProfile } from '../../../core/profile/profiles.js';
import type { Buckets } from '../../../core/profile/sketch-buckets.js';
import type { ExtraResult, ExtraTask, TaskLabels } from './extra-task.js';

/**
 * One read of one file: expressions (SQL, or what else the engine's `Language` makes) and what to fold its rows into. Tasks and their results are plain values, so that a worker
 * can run them and the cache can keep what they gave. `cell` is the number of the row's chunk, NULL where it has none.
 */
export type Task = ColumnsTask | RowsTask | LabelledTask | ExtraTask;
export type TaskResult = ColumnsResult | RowsResult | LabelledResult | ExtraResult;

export interface FileTask {
  /** `read_parquet(…)` of one file. */
  readonly from: string;
  /** Rows of the file that meet `where`: fewer would mean that a read ended early without a word. */
  readonly rows: number;
  readonly where: string;
  /** SQL of the row's cell, INTEGER. */
  readonly cell: string;
  /** Keep every value, or sketches. */
  readonly exact: boolean;
}

/** Columns by cell, as numbers or as categories: one stream gives them all. */
export interface ColumnsTask extends FileTask {
  readonly kind: 'columns';
  /** SQL of each numeric column, DOUBLE. */
  readonly numbers: readonly string[];
  readonly categories: readonly CategorySql[];
}

/** A categorical column in SQL. */
export interface CategorySql {
  /** The column as it is stored: equal values have equal hashes. */
  readonly stored: string;
  /** Its value as text; VARCHAR, NULL where it is missing. */
  readonly text: string;
}

export interface ColumnsResult {
  readonly kind: 'columns';
  readonly numbers: readonly PlainNumbers[];
  readonly categories: readonly PlainCategories[];
}

/** A numeric column by cell. */
export interface PlainNumbers {
  readonly kind: 'numeric';
  readonly cells: readonly CellOf<PlainNumeric>[];
}

/** A categorical column by cell. */
export interface PlainCategories {
  readonly kind: 'categories';
  /** The distinct values, in the order of their bytes. */
  readonly values: readonly string[];
  readonly cells: readonly CellOf<CategoryRows>[];
}

/** Requests, errors, versions and latency by cell and interval. */
export interface RowsTask extends FileTask {
  readonly kind: 'rows';
  /** SQL of the row's interval in the operations series, INTEGER, NULL without time. */
  readonly slot: string;
  readonly version: string;
  /** Microseconds since the epoch, NULL without time. */
  readonly time: string;
  readonly error: string;
  readonly hasStatus: string;
  readonly timeout: string;
  readonly hasLogged: string;
  readonly late: string;
  /** SQL of the numbers to profile, DOUBLE: latency, cost, resources. */
  readonly measures: readonly string[];
}

export interface RowsResult {
  readonly kind: 'rows';
  readonly counts: readonly CountedRows[];
  /** For each cell and interval, in the order of the task's measures. */
  readonly measures: readonly (CellOf<readonly PlainNumeric[]> & { readonly slot: number | null })[];
}

/** The rows of one file that share a cell, an interval of the operations series and a version. */
export interface CountedRows {
  readonly cell: number | null;
  readonly slot: number | null;
  readonly version: string | null;
  readonly requests: number;
  readonly errors: number;
  readonly withStatus: number;
  readonly timeouts: number;
  readonly late: number;
  readonly withLogged: number;
  /** Time of the first, ms since the epoch. */
  readonly first: number | null;
}

/** Labelled rows by cell, set against what the model said of them. */
export interface LabelledTask extends FileTask {
  readonly kind: 'labelled';
  /** Where the labels are: a column of the file, or joined to its rows. */
  readonly labels: TaskLabels;
  readonly prediction: Coded | null;
  /** SQL of each score column, DOUBLE. */
  readonly scores: readonly string[];
  /** SQL of the query that a row belongs to, VARCHAR. */
  readonly query: string | null;
  readonly judge: JudgeSpec;
  /** Whether to profile the labels themselves. */
  readonly labelValues: boolean;
}

/** Rows that have a label, ascending by row number; a label is a position among the classes, or a number of its own. */
export interface LabelledRows {
  readonly rows: Float64Array;
  readonly labels: Float64Array;
}

/** A column as positions among the classes (-1 for another value), or as the numbers it holds; NULL for none. */
export interface Coded {
  /** SQL, DOUBLE. */
  readonly sql: string;
  /** The numbers that stand for the classes; null: the SQL gives what is wanted. */
  readonly numbers: readonly number[] | null;
}

/** How one labelled row counts. */
export type JudgeSpec =
  | {
      readonly task: 'binary';
      readonly classes: readonly string[];
      /** Position of the positive class, -1 where no label is it. */
      readonly positive: number;
      /** Score from which on the prediction is positive, where no column has it. */
      readonly threshold: number | null;
    }
  | {
      readonly task: 'multiclass';
      readonly classes: readonly string[];
      /** `columns[label]` = position of that class's score, -1 where it has none. */
      readonly columns: readonly number[];
      /** Whether to gather the scores for each class. */
      readonly areas: boolean;
    }
  | { readonly task: 'regression' }
  | { readonly task: 'ranking' };

export interface LabelledResult {
  readonly kind: 'labelled';
  readonly cells: readonly CellOf<PlainLabelled>[];
}

/** `LabelledProfile` with plain numeric profiles. */
export type PlainLabelled = Omit<
  LabelledProfile,
  'positives' | 'negatives' | 'classScores' | 'errors' | 'labels'
> & {
  /** Rows by position of their class, or the numbers. */
  readonly labels: { readonly counts: ReadonlyMap<string, number> } | PlainNumeric | null;
  readonly positives: PlainNumeric | null;
  readonly negatives: PlainNumeric | null;
  readonly classScores:
    | readonly (Pick<ClassScores, 'name'> & { readonly own: PlainNumeric; readonly others: PlainNumeric })[]
    | null;
  readonly errors: (Omit<ErrorProfile, 'absolute'> & { readonly absolute: PlainNumeric }) | null;
};

/** What belongs to one cell. */
export interface CellOf<Value> {
  readonly cell: number | null;
  readonly value: Value;
}

/** A numeric column's profile without its class. */
export interface PlainNumeric {
  readonly missing: number;
  readonly nonFinite: number;
  readonly moments: Moments;
  /** Every value, ascending; or buckets. */
  readonly values: { readonly sorted: Float64Array } | { readonly buckets: Buckets };
}

export interface CategoryRows {
  readonly missing: number;
  /** Positions in the column's `values`, ascending, and the rows of each. */
  readonly codes: Uint32Array;
  readonly counts: Float64Array;
}
