import type { BinsSpec, Family, Monitor, Task, ThresholdSpec } from '../config/monitor.js';
import type { EngineProfiles, IdFacts, LabelFacts } from '../profile/engine.js';
import type { LogFacts } from '../profile/log-facts.js';
import type { SliceProfile } from '../profile/profiles.js';

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
    'id' | 'timestamp' | 'score' | 'prediction' | 'label' | 'latency_ms' | 'status'
  )[];
  /** Which way is bad: a bare threshold number means beyond it in this direction. */
  readonly worse: 'higher' | 'lower' | 'either';
  readonly range: readonly [number, number];
  readonly unit: 'none' | 'share' | 'ms' | 'rows';
  readonly defaults: { readonly warn: ThresholdSpec; readonly alert: ThresholdSpec };
  /** How a value becomes a verdict (definitions.md, sections 3, 4 and 7). */
  readonly judged: 'two-keys' | 'absolute' | 'own';
  /** Whether only the window row exists, and always stands. */
  readonly windowOnly: boolean;
  /** Runs whether configured or not. */
  readonly always: boolean;
  /** The definition in words, as printed in reports. */
  readonly definition: string;
  readonly formula: string;
  /** Where the formula, its p-value and its interval come from. */
  readonly source: string;
  /** When to use it, in a sentence. */
  readonly use: string;
}

/** One metric: its description and a pure function from profiles to a value. */
export interface Metric extends MetricDescription {
  /** Never throws for odd data: says why there is no value instead. */
  compute(input: MetricInput): MetricValue;
}

export interface MetricInput {
  readonly monitor: Monitor;
  /** The column's name in the log (subject `column`), else null. */
  readonly column: string | null;
  /** Null where there is no reference for this slice. */
  readonly reference: SliceProfile | null;
  readonly current: SliceProfile;
  readonly bins: BinsSpec | null;
  /** Facts of the whole run, for the metrics that look beyond one slice. */
  readonly facts: RunFacts;
  /** Ids of the current slice. */
  readonly ids: IdFacts | null;
}

/** What is known of the run besides the profiles. */
export interface RunFacts {
  readonly referenceLog: LogFacts | null;
  readonly currentLog: LogFacts;
  readonly labelLog: LogFacts | null;
  readonly labels: LabelFacts | null;
  readonly excluded: EngineProfiles['excluded'];
  readonly asOf: number | null;
  /** Columns the monitor watches, in order. */
  readonly features: readonly string[];
}

export interface MetricValue {
  /** Null when it could not be computed: `because` says why, `verdict` which mark it gets. */
  readonly value: number | null;
  readonly interval: readonly [number, number] | null;
  readonly pValue: number | null;
  /** Rows the number was computed on. */
  readonly nReference: number | null;
  readonly nCurrent: number;
  readonly exact: boolean;
  /** Set when there is no value, or by metrics that judge themselves (`judged: 'own'`). */
  readonly verdict?: 'pass' | 'info' | 'unknown' | 'warn' | 'alert' | 'error';
  /** A sentence: why there is no value or interval, or what was found. */
  readonly because?: string;
  /** What the value is made of, largest first: bins and their parts. */
  readonly contributions?: readonly Contribution[];
  /** Further results of the same metric, one for each subject it found (schema_change). */
  readonly further?: readonly (MetricValue & { readonly column: string })[];
}

/** One bin's part in a binned metric. */
export interface Contribution {
  /** `LAX`, `[5, 10)`, `unseen`, `other`. */
  readonly bin: string;
  readonly reference: number;
  readonly current: number;
  readonly part: number;
}
