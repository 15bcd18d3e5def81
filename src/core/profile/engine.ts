import type { LogFacts, LogRole } from './log-facts.js';
import type { ProfilePlan } from './plan.js';
import type { ColumnProfile, RowsProfile, Side } from './profiles.js';

/** Turns logs into profiles. Every engine keeps this contract, and they must agree with each other. */
export interface Engine {
  readonly name: string;
  /** A first look at a log: its files, columns, rows and times. Throws DataError for an unreadable file. */
  inspect(request: InspectRequest, run: RunContext): Promise<LogFacts>;
  /** Rows of each side after the plan's filters, without reading more than it must. */
  countRows(
    plan: Pick<ProfilePlan, 'sides' | 'asOf' | 'roles'>,
    run: RunContext,
  ): Promise<Record<Side, number>>;
  /** Reads the logs once: first what belongs to the rows as a whole, then column after column, in any order. */
  profile(plan: ProfilePlan, run: RunContext): AsyncIterable<EnginePart>;
  /** Says that nothing more is read for now: threads that read may end beside what is left to do. */
  rest(): void;
  /** Frees what the run held; safe to call twice. */
  close(): Promise<void>;
}

export interface InspectRequest {
  readonly role: LogRole;
  /** Files in reading order, relative to the config's folder or absolute. */
  readonly files: readonly string[];
  readonly timestamp: { readonly column: string; readonly unit: 's' | 'ms' | 'us' | 'ns' | null } | null;
  /** A later time than this (ms) after the 99.9 % quantile does not set `as_of`. */
  readonly futureMargin: number;
  /** Whether to count the distinct values of string columns. */
  readonly distinct: boolean;
  readonly upTo: ReadUpTo;
}

/**
 * How far the files of a log by lines are read: to their end; where they are being written, to the end of the last whole
 * row; or so many bytes, by path, as somebody read them who is asked about. Other files are read whole.
 */
export type ReadUpTo = 'end' | 'last whole row' | ReadonlyMap<string, number>;

export interface RunContext {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** Where a run is; `done` and `total` count `unit`s. */
export interface Progress {
  readonly phase: 'looking' | 'reading' | 'splitting' | 'judging' | 'writing';
  readonly done: number;
  readonly total: number;
  readonly unit: 'files' | 'steps' | 'checks';
  readonly rows: number;
}

/** One step of a read. A column comes whole, all sides and chunks at once, so that nobody has to hold them all. */
export type EnginePart =
  | { readonly kind: 'rows'; readonly profiles: RowProfiles }
  | { readonly kind: 'column'; readonly column: ColumnCells };

/** What is known of the rows besides their columns. */
export interface RowProfiles {
  readonly cells: readonly Cell<RowsProfile>[];
  /** Chunks of both sides in the order of their starts. */
  readonly chunks: readonly ChunkFacts[];
  readonly ids: readonly IdFacts[];
  readonly labels: LabelFacts | null;
  readonly excluded: readonly ExcludedRows[];
}

/** One column of every slice that has rows. */
export interface ColumnCells {
  readonly name: string;
  readonly cells: readonly Cell<ColumnProfile>[];
}

/** The profile of the rows of one side in one chunk, and in one segment where the plan has any. */
export interface Cell<Profile> {
  readonly side: Side;
  /** Position among the plan's segments; null where it has none. */
  readonly segment: number | null;
  /** Index of the chunk in the plan's chunks; null where chunking needs time and the row has none. */
  readonly chunk: number | null;
  readonly profile: Profile;
}

export interface ChunkFacts {
  readonly side: Side;
  /** What cells call this chunk. */
  readonly index: number;
  /** First instant of the chunk (ms): its interval's start, or its first row's time; null without time. */
  readonly start: number | null;
  readonly rows: number;
}

/** Distinct ids among the rows of a chunk (or, `chunk` null, of the whole side). */
export interface IdFacts {
  readonly side: Side;
  readonly chunk: number | null;
  readonly rows: number;
  readonly distinct: number;
  /** False when counted on a sample of the ids. */
  readonly exact: boolean;
}

export interface LabelFacts {
  /** Ids with at least one label that had arrived by `as_of`. */
  readonly ids: number;
  /** Of these, ids that no log row has. */
  readonly orphans: number;
  /** Of these, ids whose labels disagree. */
  readonly conflicts: number;
  /** Labels that arrived after `as_of`, not read. */
  readonly late: number;
  readonly exact: boolean;
}

/** Rows that took no part, and why. */
export interface ExcludedRows {
  readonly side: Side;
  readonly afterAsOf: number;
  readonly withoutTime: number;
}
