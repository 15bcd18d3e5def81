import type { DelayProfile, ScoreCoverage, ScoredRows } from '../../../core/profile/extra/feedback.js';
import type { MinuteSeries } from '../../../core/profile/extra/minutes.js';
import type { RowSample } from '../../../core/profile/extra/row-sample.js';
import type { CellOf, Coded, FileTask, JudgeSpec, LabelledRows, PlainNumeric } from './task.js';

/** Reads of what only some checks look at. */
export type ExtraTask = MinutesTask | FeedbackTask | ScoredTask | SampleTask | SequenceTask;
export type ExtraResult = MinutesResult | FeedbackResult | ScoredResult | SampleResult | SequenceResult;

/** Where a task's labels are: a column of the file, or joined to its rows. */
export type TaskLabels = Coded | (LabelledRows & { readonly row: string });

/** Requests and errors of each minute by cell; rows without a time are left out. */
export interface MinutesTask extends FileTask {
  readonly kind: 'minutes';
  /** Microseconds since the epoch. */
  readonly time: string;
  readonly error: string;
  readonly hasStatus: string;
}

export interface MinutesResult {
  readonly kind: 'minutes';
  readonly cells: readonly CellOf<MinuteSeries>[];
}

/** Labelled rows against the others: how long labels took, and which scores have one. */
export interface FeedbackTask extends FileTask {
  readonly kind: 'feedback';
  readonly labels: TaskLabels;
  /** When the labels arrived (ms since the epoch, NaN where nobody knows), as `labels.rows` lie; null: not asked. */
  readonly received: Float64Array | null;
  /** SQL of the row's time, ms since the epoch, DOUBLE. */
  readonly time: string;
  /** Until when labels were waited for, ms since the epoch. */
  readonly asOf: number | null;
  /** SQL of each score column, DOUBLE. */
  readonly scores: readonly string[];
}

export interface FeedbackResult {
  readonly kind: 'feedback';
  readonly cells: readonly CellOf<PlainFeedback>[];
}

export interface PlainFeedback {
  readonly delays: Plain<DelayProfile> | null;
  /** In the order of the task's scores. */
  readonly coverage: readonly Plain<Omit<ScoreCoverage, 'column'>>[];
}

/** A profile whose numeric profiles are plain values. */
export type Plain<Profile> = {
  readonly [Key in keyof Profile]: Profile[Key] extends number ? number : PlainNumeric;
};

/** Scores of all rows by what the model says. */
export interface ScoredTask extends FileTask {
  readonly kind: 'scored';
  readonly score: string;
  /** Null: the score decides. */
  readonly prediction: Coded | null;
  /** Position of the positive class. */
  readonly positive: number;
  readonly threshold: number;
}

export interface ScoredResult {
  readonly kind: 'scored';
  readonly cells: readonly CellOf<Plain<ScoredRows>>[];
}

/** The rows with the smallest hashes, whole. */
export interface SampleTask extends FileTask {
  readonly kind: 'sample';
  /** SQL of the row's hash, DOUBLE in 0..2^53. */
  readonly hash: string;
  /** At least so many of each cell, */
  readonly atLeast: number;
  /** and all rows with a smaller hash than this. */
  readonly below: number;
  readonly columns: readonly {
    readonly name: string;
    readonly kind: 'numeric' | 'categorical';
    readonly sql: string;
  }[];
  readonly labels: TaskLabels | null;
  /** The classes that labels count; null: labels are numbers. */
  readonly classes: readonly string[] | null;
}

export interface SampleResult {
  readonly kind: 'sample';
  readonly cells: readonly CellOf<RowSample>[];
}

/** Row losses of the labelled rows of one file, in the order of their times. */
export interface SequenceTask extends FileTask {
  readonly kind: 'sequence';
  /** SQL of the row's time, ms since the epoch, DOUBLE; rows without are left out. */
  readonly time: string;
  readonly labels: TaskLabels;
  readonly prediction: Coded | null;
  readonly scores: readonly string[];
  readonly judge: JudgeSpec;
}

export interface SequenceResult {
  readonly kind: 'sequence';
  readonly times: Float64Array;
  readonly cells: Int32Array;
  readonly losses: Float64Array;
  /** 1 where the prediction is not the label, 0 where it is, NaN where none is known. */
  readonly wrong: Float64Array;
}
