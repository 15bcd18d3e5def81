import type { ChunkPlan, ColumnPlan, ProfilePlan } from './plan.js';
import type { Side } from './profiles.js';

/** Which rows of one side are meant: a plain value, the same for every engine. */
export interface RowsPlan extends Pick<ProfilePlan, 'asOf' | 'roles' | 'sides'> {
  readonly side: Side;
  readonly chunks: ChunkPlan;
  /** Null = the whole window. */
  readonly chunk: RowsChunk | null;
  /** The column that `bin` is about. */
  readonly column: ColumnPlan | null;
  readonly bin: RowsBin;
}

/** A chunk of one side. */
export interface RowsChunk {
  /** First instant of its interval, ms since the epoch; null for chunks of rows. */
  readonly start: number | null;
  /** Its place among the chunks of its side that have rows, from 0. */
  readonly place: number;
}

/** The rows of a column that fall into one bin of a comparison. */
export type RowsBin =
  | { readonly kind: 'all' }
  /** Without a value: NULL, NaN, unreadable, or the file lacks the column. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'infinite' }
  /** `[low, high)` of the finite values; null = open. */
  | { readonly kind: 'range'; readonly low: number | null; readonly high: number | null }
  | { readonly kind: 'value'; readonly value: string }
  /** Values of the reference beyond its `own` most frequent ones. */
  | { readonly kind: 'other'; readonly own: number }
  /** Values that the reference does not have. */
  | { readonly kind: 'unseen' }
  /** Whatever has a value and falls into none of these. */
  | { readonly kind: 'rest'; readonly but: readonly Exclude<RowsBin, { readonly kind: 'rest' }>[] };

/** Rows of a log as text, as far as a page shows them. */
export interface RowsPage {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly PlacedRow[];
  /** Rows that there are in all. */
  readonly total: number;
  /** Columns that the log has in all. */
  readonly columnsInAll: number;
}

export interface PlacedRow {
  /** Path of its file, as the log's facts name it. */
  readonly file: string;
  /** Its number in that file, from 1, the rows that could not be read not counted. */
  readonly row: number;
  /** One for each column; null = NULL. */
  readonly cells: readonly (string | null)[];
}

/** What an export wrote. */
export interface ExportedRows {
  readonly rows: number;
  /** Text cells that a spreadsheet would take for formulas. */
  readonly formulas: number;
}
