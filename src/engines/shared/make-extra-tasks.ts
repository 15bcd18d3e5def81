import type { PerformancePlan, ProfilePlan, SamplePlan } from '../../core/profile/plan.js';
import { codeOf, judgeSpec, positiveCode, scoreColumns, type Draft, type RowLabels } from './make-tasks.js';
import { statusOf, timeOf, type Scan } from './scan.js';
import type { Source } from '../local/source.js';
import { asDouble, canonicalText, text } from '../local/sql.js';
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

export function minutesTask(plan: ProfilePlan, source: Source, scan: Scan): Draft<MinutesTask> {
  const { error, present } = statusOf(plan, source);
  return {
    kind: 'minutes',
    ...base(plan, scan),
    time: timeOf(plan, source) ?? 'NULL::BIGINT',
    error,
    hasStatus: present,
  };
}

/** Labels as a task reads them. */
export function taskLabels(
  { task }: PerformancePlan,
  source: Source,
  scan: Scan,
  labels: RowLabels,
  values: readonly string[],
): TaskLabels {
  if ('rows' in labels) return { ...labels, row: `${scan.row}::DOUBLE` };
  return codedAs(task, source, labels.column, values);
}

function codedAs(
  task: PerformancePlan['task'],
  source: Source,
  column: string,
  values: readonly string[],
): Coded {
  return task === 'regression' || task === 'ranking'
    ? { sql: asDouble(source.columns.get(column)), numbers: null }
    : codeOf(source, column, values);
}

export function feedbackTask(
  plan: ProfilePlan,
  source: Source,
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
    time: milliseconds(plan, source),
    asOf: plan.asOf,
    scores: scores.map((column) => asDouble(source.columns.get(column))),
  };
}

export function scoredTask(
  plan: ProfilePlan,
  performance: PerformancePlan,
  source: Source,
  scan: Scan,
  values: readonly string[],
): Draft<ScoredTask> {
  const [score = ''] = scoreColumns(performance);
  return {
    kind: 'scored',
    ...base(plan, scan),
    score: asDouble(source.columns.get(score)),
    prediction: performance.prediction === null ? null : codeOf(source, performance.prediction, values),
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
  plan: ProfilePlan,
  sample: SamplePlan,
  source: Source,
  scan: Scan,
  rowsBefore: number,
  size: SampleSize,
  labels: TaskLabels | null,
  classes: readonly string[] | null,
): Draft<SampleTask> {
  const id = plan.roles.id === null ? undefined : source.columns.get(plan.roles.id);
  const place = `${text(`${source.facts.path}\u001f`)} || (${scan.row} + ${rowsBefore})::VARCHAR`;
  const key = id === undefined ? place : `coalesce(${canonicalText(id, false)}, ${place})`;
  return {
    kind: 'sample',
    ...base(plan, scan),
    // The upper 53 of 64 bits: doubles hold them, and order by them.
    hash: `(md5_number_lower(${text(`${sample.seed}\u001f`)} || ${key}) >> 11)::DOUBLE`,
    ...size,
    columns: sample.columns.map(({ name, kind }) => {
      const facts = source.columns.get(name);
      const sql =
        kind === 'numeric'
          ? asDouble(facts)
          : facts === undefined
            ? 'NULL::VARCHAR'
            : canonicalText(facts, false);
      return { name, kind, sql };
    }),
    labels,
    classes,
  };
}

export function sequenceTask(
  plan: ProfilePlan,
  performance: PerformancePlan,
  source: Source,
  scan: Scan,
  labels: TaskLabels,
  values: readonly string[],
): Draft<SequenceTask> {
  const { prediction } = performance;
  return {
    kind: 'sequence',
    ...base(plan, scan),
    time: milliseconds(plan, source),
    labels,
    prediction: prediction === null ? null : codedAs(performance.task, source, prediction, values),
    scores: scoreColumns(performance).map((column) => asDouble(source.columns.get(column))),
    judge: judgeSpec(performance, values),
  };
}

/** Time of a row, ms since the epoch. */
function milliseconds(plan: ProfilePlan, source: Source): string {
  const time = timeOf(plan, source);
  return time === null ? 'NULL::DOUBLE' : `(${time}) / 1000::DOUBLE`;
}
