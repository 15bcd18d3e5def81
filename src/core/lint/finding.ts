/** A place in a text: lines and columns count from 1. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/** Text to put in place of what stands between `start` and `end`. */
export interface TextEdit {
  readonly start: LineColumn;
  readonly end: LineColumn;
  readonly text: string;
}

/** One way to repair a finding: the edits belong together. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

export type Severity = 'error' | 'warning' | 'info';

/** Something a config says wrongly, or does not say. */
export interface Finding {
  /** A word users can read and silence by; its page is `docs/rules/<code>.md`. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, what it means, what to write. */
  readonly message: string;
  readonly start: LineColumn;
  readonly end: LineColumn;
  /** Why the rule exists, in a sentence; empty for plain mistakes. */
  readonly help: string;
  readonly fixes: readonly Fix[];
}

/** What a monitored model should have, in the order in which every surface shows it. */
export const COVERAGE_ITEMS = [
  'data_drift',
  'prediction_drift',
  'data_quality',
  'performance',
  'operations',
  'ground_truth',
  'alerting',
  'baseline',
  'schedule',
  'payload_logging',
] as const;
export type CoverageItem = (typeof COVERAGE_ITEMS)[number];

/**
 * `default`: not written, the tool does it. `partial`: written, but off, dangling or unable to work.
 * `elsewhere`: this kind of file cannot say it. `opaque`: left to a script or notebook.
 */
export type CoverageState = 'configured' | 'default' | 'partial' | 'missing' | 'elsewhere' | 'opaque';

export type Coverage = Readonly<Record<CoverageItem, CoverageState>>;

/** Why a coverage cell has its state. */
export interface CoverageReason {
  /** In a sentence. */
  readonly because: string;
  /** The line that says so, from 1; null where none does. */
  readonly line: number | null;
  /** The file that says so, where it is another one. */
  readonly path?: string;
}

export type CoverageReasons = Readonly<Partial<Record<CoverageItem, CoverageReason>>>;

/** The result of linting one file. */
export interface LintFile {
  readonly path: string;
  /** Null for a file that no dialect recognises. */
  readonly dialect: string | null;
  /** Name of the model it monitors, where it says one. */
  readonly model: string | null;
  readonly coverage: Coverage;
  /** Why each cell is as it is, where there is something to say. */
  readonly reasons?: CoverageReasons;
  readonly findings: readonly Finding[];
}

/** All files of one model together. */
export interface LintModel {
  readonly model: string;
  readonly files: readonly string[];
  readonly coverage: Coverage;
  /** Why each cell is as it is, with the file that says so. */
  readonly reasons?: CoverageReasons;
  readonly findings: readonly (Finding & { readonly path: string })[];
}

/** What `tidemark lint --format json` prints. */
export interface LintReport {
  readonly schema: 1;
  readonly files: readonly LintFile[];
  readonly models: readonly LintModel[];
}

/** The same state in all ten cells. */
export function uniformCoverage(state: CoverageState): Coverage {
  return Object.fromEntries(COVERAGE_ITEMS.map((item) => [item, state])) as Record<
    CoverageItem,
    CoverageState
  >;
}
