import type { PerformancePlan, ProfilePlan, SamplePlan } from '../../core/profile/plan.js';
import { codeOf, judgeSpec, positiveCode, scoreColumns, type Draft, type RowLabels } from './make-tasks.js';
import { statusOf, timeOf, type Scan } from './scan.js';
import type { Language } from './language.js';
import type { LogSource } from './log-source.js';
import type {
  FeedbackTask,
  MinutesTask,
  SampleTask,
  ScoredTask,
  SequenceTask,
  TaskLabels,
} from './tasks/extra-task.js';
import type { Coded } from './tasks/task.js';

interface Base {
  readonly where: string;
  readonly cell: string;
  readonly exact: boolean;
}

function base(plan: ProfilePlan, scan: Scan): Base {
  return { where: scan.where, cell: scan.cell, exact: plan.exact };
}

export function minutesTask(
  language: Language,
  plan: ProfilePlan,
  source: LogSource,
  scan: Scan,
): Draft<MinutesTask> {
  const { error, present } = statusOf(language, plan, source);
  return {
    kind: 'minutes',
    ...base(plan, scan),
    time: timeOf(language, plan, source) ?? language.noTime,
    error,
    hasStatus: present,
  };
}

/** Labels as a task reads them. */
export function taskLabels(
  language: Language,
  { task }: PerformancePlan,
  source: LogSource,
  labels: RowLabels,
  values: readonly string[],
): TaskLabels {
  if ('rows' in labels) return { ...labels, row: language.row };
  return codedAs(language, task, source, labels.column, values);
}

function codedAs(
  language: Language,
  task: PerformancePlan['task'],
  source: LogSource,
  column: string,
  values: readonly string[],
): Coded {
  return task === 'regression' || task === 'ranking'
    ? { sql: language.double(source.columns.get(column), 0), numbers: null }
    : codeOf(language, source, column, values);
}

export function feedbackTask(
  language: Language,
  plan: ProfilePlan,
  source: LogSource,
  scan: Scan,
  labels: TaskLabels,
  received: Float64Array | null,
  scores: readonly string[],
): Draft<FeedbackTask> {
  return {
    kind: 'feedback',
    ...base(plan, scan),
    labels,
    received,
    time: milliseconds(language, plan, source),
    asOf: plan.asOf,
    scores: scores.map((column) => language.double(source.columns.get(column), 0)),
  };
}

export function scoredTask(
  language: Language,
  plan: ProfilePlan,
  performance: PerformancePlan,
  source: LogSource,
  scan: Scan,
  values: readonly string[],
): Draft<ScoredTask> {
  const [score = ''] = scoreColumns(performance);
  return {
    kind: 'scored',
    ...base(plan, scan),
    score: language.double(source.columns.get(score), 0),
    prediction:
      performance.prediction === null ? null : codeOf(language, source, performance.prediction, values),
    positive: positiveCode(performance.positive, values),
    threshold: performance.threshold,
  };
}

/** How many rows of each cell a sample takes, and below which hash it takes all. */
export interface SampleSize {
  readonly atLeast: number;
  readonly below: number;
}

export function sampleTask(
  language: Language,
  plan: ProfilePlan,
  sample: SamplePlan,
  source: LogSource,
  scan: Scan,
  rowsBefore: number,
  size: SampleSize,
  labels: TaskLabels | null,
  classes: readonly string[] | null,
): Draft<SampleTask> {
  const id = plan.roles.id === null ? undefined : source.columns.get(plan.roles.id);
  return {
    kind: 'sample',
    ...base(plan, scan),
    hash: language.hash(sample.seed, id, source.facts.path, rowsBefore),
    ...size,
    columns: sample.columns.map(({ name, kind }) => {
      const facts = source.columns.get(name);
      const sql =
        kind === 'numeric'
          ? language.double(facts, 0)
          : facts === undefined
            ? language.noText
            : language.text(facts, false);
      return { name, kind, sql };
    }),
    labels,
    classes,
  };
}

export function sequenceTask(
  language: Language,
  plan: ProfilePlan,
  performance: PerformancePlan,
  source: LogSource,
  scan: Scan,
  labels: TaskLabels,
  values: readonly string[],
): Draft<SequenceTask> {
  const { prediction } = performance;
  return {
    kind: 'sequence',
    ...base(plan, scan),
    time: milliseconds(language, plan, source),
    labels,
    prediction: prediction === null ? null : codedAs(language, performance.task, source, prediction, values),
    scores: scoreColumns(performance).map((column) => language.double(source.columns.get(column), 0)),
    judge: judgeSpec(performance, values),
  };
}

/** Time of a row, ms since the epoch. */
function milliseconds(language: Language, plan: ProfilePlan, source: LogSource): string {
  const time = timeOf(language, plan, source);
  return time === null ? language.noNumber : language.milliseconds(time);
}
