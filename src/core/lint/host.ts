import type { ColumnKind } from '../profile/profiles.js';

/** A column of a log file, as far as lint looks. */
export interface LintColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Its frequent values, the most frequent first, where it was looked into; none for a column of many values. */
  readonly values?: readonly string[];
}

/** A file that runs commands on a schedule or on a push: a workflow, a pipeline, a Makefile. */
export interface AutomationFile {
  readonly path: string;
  readonly text: string;
}

/** Which labels and predictions to look at. Paths are relative to the config's folder, or absolute. */
export interface LabelQuestion {
  readonly logs: readonly string[];
  readonly labels: readonly string[];
  /** Columns of the logs. */
  readonly id: string;
  readonly timestamp: string | null;
  /** Unit of times that are written as integers. */
  readonly unit: 's' | 'ms' | 'us' | 'ns' | null;
  /** Columns of the label files. */
  readonly labelId: string;
  readonly received: string | null;
  /** Predictions younger than this (ms, from the newest one seen) may still wait for their label. */
  readonly maturesMs: number;
}

/** How the labels of a sample of predictions came back, as measured. */
export interface LabelEvidence {
  /** Predictions looked at, all old enough to have their label. */
  readonly sampled: number;
  /** Those of them whose id is in the label files. */
  readonly joined: number;
  /** Kind of the id on each side, as the engine names it: `BIGINT`, `VARCHAR`. */
  readonly idTypes: { readonly log: string; readonly labels: string };
  /** Those joined whose time and arrival can be read; null where the question names no such columns. */
  readonly timed: {
    readonly count: number;
    /** By then 95 % of them had come, in ms after their prediction; null without any. */
    readonly p95Ms: number | null;
    /** Labels said to have come before their prediction, or after now. */
    readonly impossible: number;
  } | null;
}

/** What lint asks of the machine it runs on. Paths are relative to the config's folder, or absolute. */
export interface LintHost {
  /** Files that match, sorted; none where nothing does. */
  glob(pattern: string): Promise<readonly string[]>;
  /** Columns of a log or label file, from its header or footer; null where it cannot be read. */
  columns(path: string): Promise<readonly LintColumn[] | null>;
  /** CI definitions of the workspace; a host that does not look leaves this out. */
  automation?(): Promise<readonly AutomationFile[]>;
  /** How labels join a sample of predictions; null where that cannot be told (yet). */
  labelEvidence?(question: LabelQuestion): Promise<LabelEvidence | null>;
  /** The first word of a command that is neither a program on this machine nor a file; null where there is none. */
  absentProgram?(command: string): Promise<string | null>;
  /** Whether a file can be written there, or made; a host that does not look leaves this out. */
  canWrite?(path: string): Promise<boolean>;
}

/** What lint asks about a whole workspace. Paths are relative to the working folder with `/`, or absolute. */
export interface WorkspaceHost {
  /** What may be asked about the files around one config, whose paths are relative to that config's folder. */
  around(path: string): LintHost;
  /** Whether a file or folder is there; a host that does not look leaves this out. */
  exists?(path: string): Promise<boolean>;
}
