import type { Engine, InspectRequest, RunContext } from '../../core/profile/engine.js';
import type { ColumnFacts, FileFacts } from '../../core/profile/log-facts.js';

/** An engine that can also look closer at one file, for guessing what its columns are. */
export interface LogEngine extends Engine {
  /** Throws DataError for a file that cannot be read. */
  describe(path: string, run: RunContext): Promise<FileSummary>;
  /** Frequent values of the columns that have few, by column, from the first rows of a file: for suggestions, not for numbers. */
  values(path: string, run: RunContext): Promise<ReadonlyMap<string, readonly string[]>>;
}

/** What is asked for one file by itself, for a look at what it holds. */
export function oneFile(path: string): InspectRequest {
  return { role: 'current', files: [path], timestamp: null, futureMargin: 0, distinct: false, upTo: 'end' };
}

/** One file with what its columns hold. */
export interface FileSummary {
  readonly facts: FileFacts;
  readonly columns: readonly ColumnSummary[];
}

/** What is in one column of one file, for guessing its role. */
export interface ColumnSummary extends ColumnFacts {
  /** Distinct values, estimated. */
  readonly distinct: number;
  /** Smallest and largest number, or instant in ms since the epoch; null for text. */
  readonly min: number | null;
  readonly max: number | null;
  /** Share of rows without a value. */
  readonly missing: number;
  /** A few values as text. */
  readonly examples: readonly string[];
}

/** What is known of a column that is not looked into: of a file without rows, or of lists and objects. */
export const UNKNOWN_CONTENT = { distinct: 0, min: null, max: null, missing: 0, examples: [] } as const;
