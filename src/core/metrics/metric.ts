import type { BinsSpec, CheckSpec, Family, Monitor, Task, ThresholdSpec } from '../config/monitor.js';
import type { ExcludedRows, IdFacts, LabelFacts } from '../profile/engine.js';
import type { ExtraKind } from '../profile/extra/extra.js';
import type { LogFacts } from '../profile/log-facts.js';
import type { SliceProfile } from '../profile/profiles.js';

/** What a metric's value counts. */
export type Unit = 'none' | 'share' | 'ms' | 's' | 'rows';

/** What everybody may know of a metric without computing it: docs, hovers, schema and lint read this. */
export interface MetricDescription {
  readonly id: string;
  /** The name people say: `Population stability index`. */
  readonly name: string;
  readonly family: Family;
  /** One value for each column of `of:`, or one for the slice. */
  readonly subject: 'column' | 'slice';
  /** Kinds of column it can be computed on (subject `column`). */
  readonly kinds: readonly ('numeric' | 'categorical')[];
  /** Tasks it makes sense for; null = all. */
  readonly tasks: readonly Task[] | null;
  /** What must be configured for it: roles of columns, and `label` = labels from anywhere. */
  readonly needs: readonly (
    | 'id'
    | 'timestamp'
    | 'score'
    | 'prediction'
    | 'label'
    | 'query'
    | 'latency_ms'
    | 'status'
    | 'logged'
    | 'cost'
    | 'resource'
  )[];
  /** What it looks at besides the profiles that every run has: the engine reads it where a check asks. */
  readonly reads?: readonly ExtraKind[];
  /** Whether the value itself is measured against the reference's own chunks, so that it needs enough of them. */
  readonly learned?: boolean;
  /** Which way is bad: a bare threshold number means beyond it in this direction. */
  readonly worse: 'higher' | 'lower' | 'either';
  readonly range: readonly [number, number];
  /** Value of a model that knows nothing, where a better one has more: 0.5 of `roc_auc`. Absent where it depends on the data. */
  readonly unskilled?: number;
  readonly unit: Unit;
  readonly defaults: { readonly warn: ThresholdSpec; readonly alert: ThresholdSpec };
  /** Whether the number of rows is what it measures, so that no least number of rows applies. */
  readonly countsRows?: boolean;
  /** Whether it sets the current rows against the reference, as all of stability does: without one it has no value. */
  readonly compares?: boolean;
  /** How a value becomes a verdict (definitions.md, sections 3, 4 and 7). */
  readonly judged: 'two-keys' | 'absolute' | 'own';
  /** Whether only the window row exists, and always stands. */
  readonly windowOnly: boolean;
  /** Runs whether configured or not. */
  readonly always: boolean;
  /** The definition in words, as printed in reports. */
  readonly definition: string;
  readonly formula: string;
  /** The 95 % interval of the value in words; `none` where there is none. */
  readonly interval: string;
  /** Where the formula, its p-value and its interval come from. */
  readonly source: string;
  /** When to use it, in a sentence. */
  readonly use: string;
  /** When not to use it, and what to use instead. */
  readonly avoid: string;
  /**
   * Id of the metric whose value the limits apply to, for test statistics that have no scale of their own
   * (definitions.md, section 3): `ks` for `anderson_darling`.
   */
  readonly sizeKey?: string;
  /** The same metric as other tools define it, for checks that ask for it (`definition: evidently`). */
  readonly definitions?: Readonly<Partial<Record<OtherTool, VariantDescription>>>;
}

/** Whose definitions there are besides our own. */
export type OtherTool = Exclude<CheckSpec['definition'], 'tidemark'>;

/** What another tool's definition changes of a metric's description; limits and the two keys stay. */
export type VariantDescription = Pick<MetricDescription, 'definition' | 'formula' | 'source'> &
  Partial<Pick<MetricDescription, 'range' | 'worse' | 'defaults'>>;

/** One metric: its description and a pure function from profiles to a value. */
export interface Metric extends MetricDescription {
  /** Never throws for odd data: says why there is no value instead. */
  compute(input: MetricInput): MetricValue;
  readonly definitions?: Readonly<Partial<Record<OtherTool, MetricVariant>>>;
}

/** A metric as another tool defines it. */
export type MetricVariant = VariantDescription & Pick<Metric, 'compute'>;

export interface MetricInput {
  readonly monitor: Monitor;
  /** The column's name in the log (subject `column`), else null. */
  readonly column: string | null;
  /** Null where there is no reference for this slice. */
  readonly reference: SliceProfile | null;
  readonly current: SliceProfile;
  readonly bins: BinsSpec | null;
  /** Length of the list that ranking metrics look at. */
  readonly k: number;
  /** Facts of the whole run, for the metrics that look beyond one slice. */
  readonly facts: RunFacts;
  /** Whether a verdict rests on the value: only then are few rows drawn anew (`drawnP`). */
  readonly judged?: boolean;
  /** Whether the current slice is a chunk; else it is the whole window, or the reference. */
  readonly inChunk?: boolean;
  /** Instants (ms) between which the rows of the current slice lie, as far as they are read; null without time. */
  readonly period: { readonly start: number; readonly end: number } | null;
  /** Ids of the current slice. */
  readonly ids: IdFacts | null;
  /** The whole window that the current slice is a part of, for metrics that look back beyond a chunk. */
  readonly window?: SliceProfile;
  /** The complete chunks of the reference that have rows, for metrics that ask how it varies by nature. */
  readonly referenceChunks?: readonly SliceProfile[];
}

/** What is known of the run besides the profiles. */
export interface RunFacts {
  readonly referenceLog: LogFacts | null;
  readonly currentLog: LogFacts;
  readonly labelLog: LogFacts | null;
  readonly labels: LabelFacts | null;
  readonly excluded: readonly ExcludedRows[];
  readonly asOf: number | null;
  /** Whether `asOf` was asked for, and is not just the latest time of the logs. */
  readonly asOfAsked: boolean;
  /** Rows of the reference's complete chunks, the empty ones too. */
  readonly referenceChunkRows: readonly number[];
  /** Columns the monitor watches, in order. */
  readonly features: readonly string[];
  /** Columns of the current window that were read and have no usable value. */
  readonly emptyColumns: ReadonlySet<string>;
}

export interface MetricValue {
  /** Null when it could not be computed: `because` says why, `verdict` which mark it gets. */
  readonly value: number | null;
  /** Value of the metric that `sizeKey` names, on the same rows; the limits apply to it. */
  readonly size?: number;
  readonly interval: readonly [number, number] | null;
  readonly pValue: number | null;
  /**
   * The same by drawing rows anew, where a side is so small that the law behind `pValue` may call chance a shift; in
   * (0, 1]. The second key is turned by the larger of the two.
   */
  readonly drawnP?: number;
  /** Rows the number was computed on. */
  readonly nReference: number | null;
  readonly nCurrent: number;
  readonly exact: boolean;
  /** Set when there is no value, or by metrics that judge themselves (`judged: 'own'`). */
  readonly verdict?: 'pass' | 'info' | 'unknown' | 'warn' | 'alert' | 'error';
  /** A sentence: why there is no value or interval, or what was found. */
  readonly because?: string;
  /** What the value is made of. */
  readonly makeup?: Makeup;
  /** Further results of the same metric, one for each subject it found (schema_change). */
  readonly further?: readonly (MetricValue & { readonly column: string })[];
}

/** Shares of the reference below this are rare: hardly known to it. */
export const RARE = 0.001;

/** What makes a binned value, told so shortly that it can be kept for every value there is. */
export interface Makeup {
  /** The bins with the largest parts, the largest first. */
  readonly largest: readonly Contribution[];
  /** Sum of the parts of all bins. */
  readonly parts: number;
  /** The bins whose share of the reference is below `RARE`, all together. */
  readonly rare: { readonly bins: number } & Omit<Contribution, 'bin'>;
}

/** One bin's part in a binned metric. */
export interface Contribution {
  /** `LAX`, `[5, 10)`, `unseen`, `other`. */
  readonly bin: string;
  /** What stands for several values. */
  readonly of?: 'other' | 'unseen';
  readonly reference: number;
  readonly current: number;
  readonly part: number;
}
