import type { ColumnFacts, FileFacts, LogFacts } from '../../core/profile/log-facts.js';

/** A log whose files are open for the run. */
export interface OpenLog<Source extends TimedSource> {
  readonly facts: LogFacts;
  readonly sources: readonly Source[];
}

/** One file of a log, or a part of one that grew, as an engine knows it before it reads it. */
export interface LogSource {
  readonly facts: FileFacts;
  /** Names the bytes of this part: what was profiled under it once is right for ever. */
  readonly fingerprint: string;
  readonly columns: ReadonlyMap<string, ColumnFacts>;
}

/** A file with the times of its rows. */
export interface TimedSource extends LogSource {
  /** Microseconds since the epoch, and the rows without a time; null where the log has no times. */
  readonly time: { readonly first: number; readonly last: number; readonly missing: number } | null;
}
