import type { Duration } from '../config/duration.js';
import type { Side } from './profiles.js';

/** What an engine must gather: a plain, serialisable value, the same for every engine. */
export interface ProfilePlan {
  /** Keep every value (true), or sketches of bounded size. */
  readonly exact: boolean;
  /** Rows and labels after this instant (ms since the epoch) are not read; null = no time. */
  readonly asOf: number | null;
  readonly sides: readonly SidePlan[];
  readonly columns: readonly ColumnPlan[];
  /** Of these columns the window as a whole is wanted, and none of its chunks. */
  readonly wholeColumns: readonly string[];
  readonly chunks: ChunkPlan;
  /** Length of the intervals of the operations series. */
  readonly operationsEvery: Duration | null;
  readonly roles: {
    readonly id: string | null;
    readonly timestamp: TimestampPlan | null;
    readonly version: string | null;
    readonly latency: string | null;
    readonly status: StatusPlan | null;
    readonly logged: LoggedPlan | null;
    readonly cost: string | null;
    readonly resources: readonly string[];
  };
  /** Whether ids are counted, to find those that repeat. */
  readonly countIds: boolean;
  readonly performance: PerformancePlan | null;
  /** How rows fall into segments besides their chunks; null = all of them together. */
  readonly segments: SegmentPlan | null;
  /** What only some checks look at; null where none asks. */
  readonly extra: ExtraPlan | null;
}

/** Which rows make up one side of the comparison. */
export interface SidePlan {
  readonly side: Side;
  /** The log to read: the current log's past can be the reference. */
  readonly log: 'reference' | 'current';
  /** Rows at or after `from` and before `until`, ms since the epoch. */
  readonly from: number | null;
  readonly until: number | null;
  readonly version: { readonly is: string } | { readonly isNot: string } | null;
  /** Where this side's labels are: a column of the log itself, or files joined by id. */
  readonly labels: { readonly column: string } | 'joined' | null;
}

/** One column to profile, as numbers or as categories. */
export interface ColumnPlan {
  readonly name: string;
  readonly kind: 'numeric' | 'categorical';
}

export interface TimestampPlan {
  readonly column: string;
  /** Unit of integer timestamps. */
  readonly unit: 's' | 'ms' | 'us' | 'ns' | null;
}

export interface StatusPlan {
  readonly column: string;
  /** Values that count as errors besides numbers >= 500. */
  readonly errors: readonly string[];
  /** Values that count as time-outs. */
  readonly timeouts: readonly string[];
}

/** When a row was written to the log. */
export interface LoggedPlan {
  readonly column: string;
  /** How long after its chunk's end a row may be logged, ms. */
  readonly grace: number;
}

/** How rows fall into chunks. */
export type ChunkPlan =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'time';
      readonly every: Duration;
      /** Length of the cells that are read: `every`, or a part of it where a rolling reference needs finer ones. */
      readonly cell: Duration;
    }
  /** Rows in (file, row) order, `rows` to a chunk. */
  | { readonly kind: 'rows'; readonly rows: number };

/** The segments of one column: its values, or the ranges between edges. Rows of no segment take no part. */
export type SegmentPlan =
  | { readonly kind: 'values'; readonly column: string; readonly values: readonly string[] }
  /** `[-Infinity, e0)`, `[e0, e1)`, … `[en, Infinity)`. */
  | { readonly kind: 'ranges'; readonly column: string; readonly edges: readonly number[] };

export interface PerformancePlan {
  readonly task: 'binary' | 'multiclass' | 'regression' | 'ranking';
  /** Text of the positive class of a binary task; null = the larger label. */
  readonly positive: string | null;
  readonly score: string | Readonly<Record<string, string>> | null;
  readonly prediction: string | null;
  /** Column that tells which list a row belongs to (ranking). */
  readonly query: string | null;
  /** Whether the scores are wanted for each class (multiclass). */
  readonly classScores: boolean;
  /** Whether the labels themselves are wanted, to see their drift. */
  readonly labelValues: boolean;
  /** Score at or above which the prediction is positive, where no prediction column is named. */
  readonly threshold: number;
  readonly labels: LabelFilePlan | null;
}

/** Labels in files of their own. */
export interface LabelFilePlan {
  readonly id: string;
  readonly label: string;
  readonly received: string | null;
}

/** What an engine gathers of the rows besides, where a check asks for it. */
export interface ExtraPlan {
  /** Requests and errors of each minute. */
  readonly minutes: boolean;
  /** How long labels took to arrive. */
  readonly delays: boolean;
  /** Score columns whose labelled and unlabelled rows are told apart. */
  readonly coverage: readonly string[];
  /** Scores of all rows by what the model says (binary tasks). */
  readonly scored: boolean;
  readonly sample: SamplePlan | null;
  /** Row losses in the order of their times, for the sequential detectors. */
  readonly sequence: boolean;
}

/** A sample of whole rows. */
export interface SamplePlan {
  readonly seed: number;
  readonly columns: readonly ColumnPlan[];
  /** Whether the rows carry their label: of a class its text, else its number. */
  readonly label: boolean;
}
