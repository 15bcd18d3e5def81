import type { MetricDescription } from '../metrics/metric.js';
import type { ColumnKind } from '../profile/profiles.js';

/** What `tidemark init` must know of a folder before it can write a config: a host fills it, reading once. */
export interface InferInput {
  /** The folder's name, for the model's. */
  readonly folder: string;
  /** Log and label files, paths relative to the folder with `/`. */
  readonly files: readonly InferFile[];
  /** Files beside these that were not looked at; they are like them. */
  readonly unseen?: number;
  /** The metrics that can be computed. */
  readonly metrics: readonly MetricDescription[];
}

export interface InferFile {
  readonly path: string;
  readonly rows: number;
  readonly columns: readonly InferColumn[];
}

/** One column of one file. */
export interface InferColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Whether files disagree about its kind; then it is taken for text. */
  readonly mixed?: boolean;
  readonly integer: boolean;
  /** Distinct values; may stop counting at 1 001. */
  readonly distinct: number;
  /** Smallest and largest number, or instant in ms since the epoch for timestamps; null for text. */
  readonly min: number | null;
  readonly max: number | null;
  /** Share of rows without a value. */
  readonly missing: number;
  /** A few values as text. */
  readonly examples: readonly string[];
}
