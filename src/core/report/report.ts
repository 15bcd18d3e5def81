import type { Family, Task } from '../config/monitor.js';

/** Worst first: `error > alert > warn > unknown > pass > info` (definitions.md, section 8). */
export const VERDICTS = ['error', 'alert', 'warn', 'unknown', 'pass', 'info'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The one result of a run, schema 1 (design.md, section 6): every surface is a view of it. */
export interface Report {
  readonly schema: 1;
  /** Version of Tidemark that wrote it. */
  readonly tidemark: string;
  readonly model: string;
  readonly task: Task;
  readonly owner: string | null;
  /** The only value that the wall clock decides. */
  readonly generated_at: string;
  readonly as_of: string | null;
  readonly provenance: Provenance;
  readonly windows: {
    readonly reference: ReportWindow | null;
    readonly current: ReportWindow & { readonly chunks: number };
  };
  readonly summary: Summary;
  readonly results: readonly Result[];
  /** The same checks on the reference's own chunks (and, `chunk` null, on all of it): how much it varies by nature. */
  readonly reference_results: readonly Result[];
  /** The checks' values on the rows of each segment that `segments:` asks for, over the whole window. */
  readonly segment_results?: readonly SegmentValue[];
  /** Which features drifted while performance was worse, strongest first. */
  readonly moved_together?: readonly MovedTogether[];
  /** What the config promises of the service; null or absent without a promise. */
  readonly slo?: { readonly objective: number; readonly window: string } | null;
  /** What was found in the label files; null where the monitor has none. */
  readonly labels?: ReportLabels | null;
  /** What was odd but did not stop the run, in plain sight. */
  readonly problems: readonly ReportProblem[];
  /** Chunks of the current window in time order (the reference's own come first, `side` tells). */
  readonly chunks: readonly ReportChunk[];
  /** Versions in order of first appearance. */
  readonly versions: readonly {
    readonly version: string;
    readonly first: string | null;
    readonly rows: number;
  }[];
  /** Reference against current by bin, for each watched column. */
  readonly distributions: readonly Distribution[];
  /** The service over time, finer than the chunks where they are longer than a day. */
  readonly operations: readonly OperationsSample[];
  /** The checks as configured, so that views can link back. */
  readonly checks: readonly ReportCheck[];
}

export interface Provenance {
  /** Path of the config, relative to where the run was started, with `/`. */
  readonly config: string;
  readonly config_sha256: string;
  readonly inputs: readonly {
    readonly role: 'reference' | 'current' | 'labels';
    readonly path: string;
    readonly bytes: number;
    readonly rows: number;
    readonly fingerprint: string;
  }[];
  readonly engine: string;
  readonly exact: boolean;
}

export interface ReportWindow {
  /** First and last instant of its rows; null without time. */
  readonly start: string | null;
  readonly end: string | null;
  readonly rows: number;
}

export interface Summary {
  readonly verdict: Verdict;
  readonly decision: { readonly keep: boolean | null; readonly because: string };
  /** Standing results by standing verdict. */
  readonly pass: number;
  readonly warn: number;
  readonly alert: number;
  readonly error: number;
  readonly unknown: number;
  readonly info: number;
  /** The families in their order: their worst standing verdict and a few words. */
  readonly families: readonly {
    readonly family: Family;
    readonly verdict: Verdict;
    readonly because: string;
  }[];
}

export interface Subject {
  readonly column: string | null;
  readonly segment: string | null;
  readonly version: string | null;
}

export interface Result {
  /** The check's place in the config (`stability[0]`); null for the checks that always run. */
  readonly check: string | null;
  readonly family: Family;
  readonly metric: string;
  readonly subject: Subject;
  /** Start of the chunk (`2001-02-01T00:00:00Z`); null = the whole current window. */
  readonly chunk: string | null;
  readonly standing: boolean;
  /** Null where the row does not stand. */
  readonly standing_verdict: Verdict | null;
  readonly value: number | null;
  readonly interval: readonly [number, number] | null;
  readonly confidence: number;
  readonly p_value: number | null;
  readonly q_value: number | null;
  readonly n_reference: number | null;
  readonly n_current: number;
  readonly exact: boolean;
  /** Limits of `value`. */
  readonly threshold: Thresholds;
  /**
   * Of a test statistic: the metric on the same rows that says how large the shift is. The limits apply to it, and
   * `threshold` has none.
   */
  readonly size?: { readonly metric: string; readonly value: number; readonly threshold: Thresholds };
  readonly verdict: Verdict;
  readonly definition: string;
  readonly explanation: string;
}

/** A check's value on the rows of one segment. It is shown and never judged; the words are those of the check itself. */
export type SegmentValue = Pick<
  Result,
  'check' | 'family' | 'metric' | 'subject' | 'value' | 'interval' | 'n_reference' | 'n_current' | 'exact'
>;

export interface Thresholds {
  readonly warn: Limit | null;
  readonly alert: Limit | null;
}

/** A limit with the direction made plain. */
export type Limit =
  { readonly above: number } | { readonly below: number } | { readonly outside: readonly [number, number] };

/** A feature's drift set against a performance metric, chunk by chunk. */
export interface MovedTogether {
  /** The performance check, and the drift check, by their places in the config. */
  readonly performance: string | null;
  readonly drift: string | null;
  /** Metric of the drift check. */
  readonly metric: string;
  readonly column: string | null;
  /** Spearman's, -1..1; above 0 the feature drifts more where the model is worse. */
  readonly correlation: number;
  readonly p_value: number;
  /** Chunks with both values. */
  readonly chunks: number;
  /** Whether the feature drifted: beyond a limit in some chunk, where its check has limits. */
  readonly drifted: boolean;
  /** Largest absolute value of the drift metric in these chunks. */
  readonly largest: number;
}

export interface ReportLabels {
  /** Ids with a label that had arrived. */
  readonly ids: number;
  /** Of these, ids that no log row has. */
  readonly orphans: number;
  /** Of these, ids whose labels disagree. */
  readonly conflicts: number;
}

export interface ReportProblem {
  readonly severity: 'error' | 'warning' | 'info';
  /** A word: `rows-after-as-of`, `columns-differ`. */
  readonly code: string;
  readonly message: string;
  readonly path: string | null;
  readonly line: number | null;
}

export interface ReportChunk {
  readonly side: 'reference' | 'current';
  readonly name: string;
  readonly start: string | null;
  readonly end: string | null;
  readonly rows: number;
  readonly complete: boolean;
  readonly mature: boolean;
  /** When its labels count as complete; only where they do not yet, and the config says how long they take. */
  readonly matures?: string;
  /** Labelled rows, where the monitor has labels. */
  readonly labelled: number | null;
}

export interface Distribution {
  readonly column: string;
  readonly role: 'feature' | 'score' | 'prediction';
  readonly kind: 'numeric' | 'categorical';
  /** Chunk of the current side; null = the whole window. */
  readonly chunk: string | null;
  /** Rows with a value: finite ones, of numeric columns. */
  readonly n_reference: number;
  readonly n_current: number;
  /** Rows without a value, in no bin. */
  readonly missing?: { readonly reference: number; readonly current: number };
  /** Infinite values of numeric columns, in no bin. */
  readonly infinite?: { readonly reference: number; readonly current: number };
  /** Whether the rows of the bins were counted one by one; sketches tell them as closely as they can. */
  readonly exact?: boolean;
  readonly bins: readonly DistributionBin[];
  /** Share of the values up to each point, of numeric columns: at percentiles of both sides, ascending. */
  readonly ecdf?: {
    readonly at: readonly number[];
    readonly reference: readonly number[];
    readonly current: readonly number[];
  };
  /** 10, 25, 50, 75 and 90 % quantiles by chunk, of numeric columns over the whole window; null where a chunk has no value. */
  readonly over_time?: readonly {
    readonly chunk: string;
    readonly quantiles: readonly [number, number, number, number, number] | null;
  }[];
  /** 5, 25, 50, 75 and 95 % quantiles of numeric columns. */
  readonly quantiles: { readonly reference: readonly number[]; readonly current: readonly number[] } | null;
}

export interface DistributionBin {
  readonly label: string;
  /**
   * What several values share the bin for: rare ones of the reference, ones that it does not have, or those that are not
   * listed. Absent on a bin of one value, or of a range.
   */
  readonly of?: 'other' | 'unseen' | 'rest';
  /** Edges of a numeric bin; null = open, or a category. */
  readonly low: number | null;
  readonly high: number | null;
  readonly reference: number;
  readonly current: number;
  /** The bin's part of the PSI. */
  readonly part: number;
}

export interface OperationsSample {
  readonly start: string;
  readonly requests: number;
  readonly error_rate: number | null;
  readonly latency_p50_ms: number | null;
  readonly latency_p95_ms: number | null;
  readonly latency_p99_ms: number | null;
}

export interface ReportCheck {
  readonly check: string;
  readonly family: Family;
  readonly metric: string;
  /** Where it stands in the config; lines and columns count from 1. */
  readonly line: number;
  readonly column: number;
}
