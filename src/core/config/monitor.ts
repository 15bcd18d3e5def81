import type { Duration } from './duration.js';

/** What the model predicts. */
export type Task = 'binary' | 'multiclass' | 'regression' | 'ranking';

/** The families of checks, in the order in which every surface shows them. */
export const FAMILIES = ['stability', 'performance', 'operations', 'quality', 'feedback'] as const;
export type Family = (typeof FAMILIES)[number];

/**
 * One model's monitoring config with every default filled in: what `tidemark.yaml` means, no longer how
 * it was written. Paths are as written (relative to the config's folder, or absolute).
 */
export interface Monitor {
  readonly model: string;
  readonly task: Task;
  /** The positive class of a binary task as text (`1`, `yes`, `true`); null = the larger label. */
  readonly positive: string | null;
  readonly seed: number;
  readonly owner: string | null;
  readonly logs: Logs;
  /** Length of a chunk; null = the whole window is one chunk. */
  readonly every: Chunking | null;
  readonly segments: readonly SegmentSpec[];
  readonly feedback: Feedback;
  readonly checks: readonly CheckSpec[];
  readonly slo: { readonly objective: number; readonly window: Duration } | null;
  readonly alerts: AlertPolicy;
}

export interface Logs {
  /** Globs of the production logs. */
  readonly current: readonly string[];
  readonly reference: ReferenceSource | null;
  readonly columns: Roles;
  /** Columns to monitor; null = every column without a role that is fit (definitions.md, section 1). */
  readonly features: readonly string[] | null;
  /** Numeric columns to treat as categories. */
  readonly categorical: readonly string[];
  /** Score at or above which the prediction is positive, where no prediction column is named. */
  readonly threshold: number;
  /** Status values that are errors, besides numbers >= 500. */
  readonly errors: readonly string[];
  /** Status values that are time-outs. */
  readonly timeouts: readonly string[];
  /** How late a row may be logged after its chunk's end. */
  readonly grace: Duration;
  /** Unit of integer timestamps; null = the log's timestamps are dates or text. */
  readonly timestampUnit: 's' | 'ms' | 'us' | 'ns' | null;
  /** Up to this many rows in the larger window every metric is exact. */
  readonly exactRows: number;
}

/** Where the reference rows come from: situation (a) a log of their own, or (b) the current log's past. */
export type ReferenceSource =
  | { readonly kind: 'log'; readonly globs: readonly string[] }
  | { readonly kind: 'window'; readonly length: Duration }
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'rolling'; readonly length: Duration };

/** Which column plays which part; null where no column does. */
export interface Roles {
  readonly id: string | null;
  readonly timestamp: string | null;
  readonly version: string | null;
  /** One column for binary and ranking tasks; one per class for multiclass. */
  readonly score: string | Readonly<Record<string, string>> | null;
  readonly prediction: string | null;
  readonly label: string | null;
  readonly latency_ms: string | null;
  readonly status: string | null;
  readonly logged: string | null;
  readonly cost: string | null;
  readonly query: string | null;
  readonly resource: readonly string[];
}

export type Chunking =
  | { readonly kind: 'time'; readonly every: Duration }
  | { readonly kind: 'rows'; readonly rows: number }
  | { readonly kind: 'chunks'; readonly chunks: number };

/** A column whose values (or, with edges, ranges of values) split the rows into segments. */
export interface SegmentSpec {
  readonly column: string;
  readonly edges: readonly number[] | null;
}

export interface Feedback {
  readonly labels: LabelSource | null;
  readonly review: { readonly path: string; readonly sample: number } | null;
  readonly hooks: readonly Hook[];
}

/** Labels that arrive in files of their own and are joined by id. */
export interface LabelSource {
  /** Globs of the label files. */
  readonly path: readonly string[];
  readonly id: string;
  readonly label: string;
  /** Column with the instant at which the label arrived; null = unknown. */
  readonly received: string | null;
  /** Time after a chunk's end at which its labels count as complete. */
  readonly matures: Duration | null;
}

export interface Hook {
  readonly on: 'alert' | 'warn' | 'error' | 'pass';
  readonly webhook: string | null;
  readonly command: string | null;
}

/** Which columns a check looks at. */
export type OfSpec =
  | { readonly kind: 'features' | 'score' | 'prediction' | 'label' }
  | { readonly kind: 'columns'; readonly columns: readonly string[] };

/** One line under `checks:`. */
export interface CheckSpec {
  /** Its place in the config: `stability[0]`. */
  readonly id: string;
  readonly family: Family;
  readonly metric: string;
  readonly of: OfSpec | null;
  readonly segment: SegmentSpec | null;
  /** `window`: it looks at the whole current window alone, whatever the chunks; null = at each chunk too. */
  readonly every: 'window' | null;
  /** Fewer rows than this on a side give the verdict `unknown`. */
  readonly minRows: number;
  readonly warn: ThresholdSpec;
  readonly alert: ThresholdSpec;
  readonly bins: BinsSpec | null;
  readonly definition: 'tidemark' | 'evidently' | 'nannyml';
  /** Length of the list that ranking metrics look at. */
  readonly k: number;
}

/** A limit as written; `default` = the metric's own, `none` = report the value only. */
export type ThresholdSpec =
  | { readonly kind: 'default' }
  | { readonly kind: 'none' }
  /** A bare number: beyond it in the metric's bad direction. */
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'above'; readonly value: number }
  | { readonly kind: 'below'; readonly value: number }
  | { readonly kind: 'outside'; readonly low: number; readonly high: number }
  /** Absolute change against the reference in the bad direction. */
  | { readonly kind: 'change'; readonly by: number }
  /** Learned: mean plus or minus `by` standard deviations of the reference's own chunks. */
  | { readonly kind: 'sd'; readonly by: number };

export type BinsSpec =
  | { readonly kind: 'quantile'; readonly count: number }
  | { readonly kind: 'width'; readonly count: number }
  | { readonly kind: 'edges'; readonly edges: readonly number[] };

export interface AlertPolicy {
  /** A verdict stands when the last `for` complete chunks agree on it. */
  readonly for: number;
  readonly cooldown: Duration | null;
  readonly falseDiscoveryRate: number;
}
