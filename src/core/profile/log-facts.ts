import type { ColumnKind } from './profiles.js';

/** The three kinds of log a monitor reads. */
export type LogRole = 'reference' | 'current' | 'labels';

/** A column of one file as found, before any role is given. */
export interface ColumnFacts {
  readonly name: string;
  readonly kind: ColumnKind;
  /** The engine's own name of the type, for messages: `BIGINT`, `VARCHAR`. */
  readonly type: string;
  readonly integer: boolean;
}

/** One file of a log, as far as it must be known before it is profiled. */
export interface FileFacts {
  /** Relative to the config's folder, with `/`; absolute where the config says so. */
  readonly path: string;
  /** Bytes that are read. */
  readonly bytes: number;
  /** Bytes behind them that are no whole row yet, of a log that is being written: left for a later run. */
  readonly unfinished: number;
  /** Rows that could be split into columns. */
  readonly rows: number;
  /** XXH128 of those bytes, hex. */
  readonly fingerprint: string;
  readonly columns: readonly ColumnFacts[];
  readonly malformed: MalformedRows;
  /** Cells that do not parse as the type of the rest of their column; they read as missing. */
  readonly mismatched: ReadonlyMap<string, number>;
}

/** Text rows that could not be split into the file's columns. */
export interface MalformedRows {
  /** Lines that are in no row, empty ones apart: where a quote of a table takes many lines, all of them. */
  readonly count: number;
  /** On which the first few begin, counted from 1, header included. */
  readonly lines: readonly number[];
  /** What was wrong with the first. */
  readonly reason: string | null;
}

/** Times of a log's rows, ms since the epoch. */
export interface TimeFacts {
  readonly min: number;
  readonly max: number;
  /** The 99.9 % quantile: later rows by more than a chunk do not set `as_of`. */
  readonly q999: number;
  /** The latest time that is not beyond that rule. */
  readonly latestPlausible: number;
  /** Rows without a readable time. */
  readonly missing: number;
}

/** What is known of one log (all files of a role) after the first look. */
export interface LogFacts {
  readonly role: LogRole;
  readonly files: readonly FileFacts[];
  readonly rows: number;
  /** Union of the files' columns, in order of first appearance. */
  readonly columns: readonly ColumnFacts[];
  readonly time: TimeFacts | null;
  /** Distinct values of string columns, stopped at 1 001: for the choice of default features. */
  readonly distinct: ReadonlyMap<string, number>;
}
