import type { MalformedRows } from '../../core/profile/log-facts.js';
import type { Database } from './database.js';
import type { TaskRunner } from './pool/pool.js';

/** A text log that is turned into Parquet, and what it takes. */
export interface TextFile {
  /** Opened where it is needed: plain rows are read without. */
  readonly database: () => Promise<Database>;
  readonly runner: TaskRunner;
  /** Makes a folder for files that live as long as the run. */
  readonly folder: () => Promise<string>;
  readonly path: string;
  /** The path in messages. */
  readonly shown: string;
  /** Where the Parquet goes. */
  readonly target: string;
  /** Makes the names of temporary files and tables unique within the run. */
  readonly index: string;
  readonly signal: AbortSignal;
}

/** The Parquet that a text log was turned into. */
export interface Normalised {
  readonly parquet: string;
  readonly malformed: MalformedRows;
  /** Cells that do not parse as the type of the rest of their column, by column; they read as missing. */
  readonly mismatched: ReadonlyMap<string, number>;
  /** Types that the columns of a table were read as; null for JSON. */
  readonly types: readonly TypedColumn[] | null;
  /** Whether a table ends within quotes: then what is written behind it belongs to them. */
  readonly endsInQuotes: boolean;
}

export const NOTHING_MALFORMED: MalformedRows = { count: 0, lines: [], reason: null };

/** A column of a text table and the type it is read as. */
export interface TypedColumn {
  readonly column: string;
  readonly type: 'VARCHAR' | 'BIGINT' | 'DOUBLE' | 'BOOLEAN' | 'TIMESTAMP';
}
