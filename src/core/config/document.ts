import type { Monitor } from './monitor.js';

/** A place in a text: lines and columns count from 1, the offset from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** A half-open stretch of text. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A step in the config's tree: a key or an index. */
export type ConfigPath = readonly (string | number)[];

/** Something wrong in a config's structure. Errors stop the run; warnings are printed and it goes on. */
export interface ConfigProblem {
  /** A word users can read and silence by: `unknown-key`, `not-supported-yet`. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** What is wrong, why it matters, what to write. */
  readonly message: string;
  readonly range: Range;
  readonly path: ConfigPath;
  /** Text to put in place of `range`, with the words of the quick fix. */
  readonly replacement?: { readonly title: string; readonly text: string };
}

/** A parsed config: its meaning where it has one, its problems, and where each thing stands in the text. */
export interface ConfigDocument {
  /** Null when a problem of severity `error` was found. */
  readonly monitor: Monitor | null;
  readonly problems: readonly ConfigProblem[];
  /** Range of the value at `path` (or of its nearest ancestor that exists). */
  locate(path: ConfigPath): Range;
  /** Range of the key at `path`, where it stands in a map; else that of the value. */
  locateKey(path: ConfigPath): Range;
  /** Whether the text has anything at `path`. */
  has(path: ConfigPath): boolean;
}
