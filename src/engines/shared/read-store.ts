import type { ExcludedRows, IdFacts, LabelFacts } from '../../core/profile/engine.js';
import type { LabelFilePlan, ProfilePlan, SidePlan } from '../../core/profile/plan.js';
import type { Language } from './language.js';
import type { OpenLog, TimedSource } from './log-source.js';
import type { Draft } from './make-tasks.js';
import type { Scan } from './scan.js';
import type { LabelledRows, Task, TaskResult } from './tasks/task.js';

/** What an engine does to read logs by a plan; the plan's own logic is the same for all of them (`profile-run.ts`). */
export interface ReadStore<Source extends TimedSource> {
  readonly language: Language;
  /** A small value that an earlier run may have kept: made once a run at most. */
  once<Value>(key: string, make: () => Promise<Value>): Promise<Value>;
  /** What several reads of one run need and no cache can hold: made once. `key` tells all that it depends on. */
  shared<Value>(key: string, make: () => Promise<Value>): Promise<Value>;
  /** What earlier runs made of one file under one scan. */
  kept(source: Source, scan: Scan, exact: boolean): Promise<KeptParts>;
  /** Runs a task on one file. `rows` = rows that the whole run reads. Throws DataError, CancelledError. */
  execute(source: Source, task: Draft<Task>, rows: number, signal: AbortSignal): Promise<TaskResult>;
  countIds(
    plan: ProfilePlan,
    side: SidePlan,
    log: OpenLog<Source>,
    signal: AbortSignal,
  ): Promise<readonly IdFacts[]>;
  countExcluded(
    plan: ProfilePlan,
    side: SidePlan,
    log: OpenLog<Source>,
    signal: AbortSignal,
  ): Promise<ExcludedRows>;
  /** Distinct values of a text of one file, NULL left out; where there are more than so many, at least as many. */
  distinct(source: Source, text: string, most: number, signal: AbortSignal): Promise<readonly string[]>;
  joinLabels(question: JoinQuestion<Source>, signal: AbortSignal): Promise<JoinedLabels>;
  /** Tells that all was read and may be kept for the next run. */
  done(): Promise<void>;
}

/** Named parts of one file's profile. */
export interface KeptParts {
  /** A part; null where there is none. */
  part(name: string): Promise<unknown>;
  add(name: string, value: unknown): void;
  /** Keeps what was added. */
  finish(): Promise<void>;
  /** Leaves things as they were. */
  abandon(): Promise<void>;
}

/** Label files and the logs that their labels are joined to. */
export interface JoinQuestion<Source extends TimedSource> {
  readonly plan: ProfilePlan;
  readonly columns: LabelFilePlan;
  readonly labels: OpenLog<Source>;
  readonly logs: readonly OpenLog<Source>[];
  /** The distinct labels in order: a label is its position among them. Null: it is a number. */
  readonly values: readonly string[] | null;
}

/** Rows of the logs that have a label in a label file. */
export interface JoinedLabels {
  readonly facts: LabelFacts;
  /** Labels of one file's rows, ascending by row number. */
  rowsOf(log: string, file: number): Promise<LabelledRows>;
  /** When these labels arrived, ms since the epoch; NaN where nobody knows. */
  receivedOf(log: string, file: number): Promise<Float64Array>;
}
