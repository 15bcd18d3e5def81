import type { PerformancePlan, ProfilePlan } from '../../core/profile/plan.js';
import type { JoinedRows } from './labels.js';
import { isError, timeOf, type Scan } from './scan.js';
import type { Source } from './source.js';
import { asDouble, canonicalText, text } from './sql.js';
import type { CategoriesTask, Coded, JudgeSpec, LabelledTask, NumericTask, RowsTask } from './tasks/task.js';

/** A task before it is known where the file's Parquet is: everything that decides what it gives. */
export type Draft<Task> = Omit<Task, 'from'>;

export function rowsTask(plan: ProfilePlan, source: Source, scan: Scan): Draft<RowsTask> {
  const { error, present } = isError(plan, source);
  const { latency } = plan.roles;
  const column = latency === null ? undefined : source.columns.get(latency);
  return {
    kind: 'rows',
    where: scan.where,
    cell: scan.chunk,
    exact: plan.exact,
    slot: scan.slot,
    version: scan.version,
    time: timeOf(plan, source) ?? 'NULL::BIGINT',
    error,
    hasStatus: present,
    latency: column === undefined ? null : asDouble(column),
  };
}

export function numericTask(
  plan: ProfilePlan,
  source: Source,
  scan: Scan,
  columns: readonly string[],
): Draft<NumericTask> {
  return {
    kind: 'numeric',
    where: scan.where,
    cell: scan.chunk,
    exact: plan.exact,
    columns: columns.map((column) => asDouble(source.columns.get(column))),
  };
}

export function categoriesTask(
  plan: ProfilePlan,
  source: Source,
  scan: Scan,
  column: string,
): Draft<CategoriesTask> {
  const facts = source.columns.get(column);
  return {
    kind: 'categories',
    where: scan.where,
    cell: scan.chunk,
    exact: plan.exact,
    column: facts === undefined ? 'NULL::VARCHAR' : canonicalText(facts, false),
  };
}

/** Labels by row number, or the column they are in. */
export type RowLabels = JoinedRows | { readonly column: string };

export function labelledTask(
  plan: ProfilePlan,
  performance: PerformancePlan,
  source: Source,
  scan: Scan,
  labels: RowLabels,
  values: readonly string[],
): Draft<LabelledTask> {
  return {
    kind: 'labelled',
    where: scan.where,
    cell: scan.chunk,
    exact: plan.exact,
    labels:
      'rows' in labels ? { ...labels, row: `${scan.row}::DOUBLE` } : codeOf(source, labels.column, values),
    prediction: performance.prediction === null ? null : codeOf(source, performance.prediction, values),
    scores: scoreColumns(performance).map((column) => asDouble(source.columns.get(column))),
    judge: judgeSpec(performance, values),
  };
}

function judgeSpec(performance: PerformancePlan, values: readonly string[]): JudgeSpec {
  const { task, score } = performance;
  if (task === 'binary') {
    const derived = performance.prediction === null && score !== null;
    return {
      task,
      positive: positiveCode(performance.positive, values),
      threshold: derived ? performance.threshold : null,
    };
  }
  if (task === 'multiclass' && typeof score === 'object' && score !== null) {
    const classes = Object.keys(score);
    return { task, columns: values.map((value) => classes.indexOf(value)) };
  }
  return { task: 'other' };
}

/** Code of the positive class: as configured, else the larger label. */
function positiveCode(positive: string | null, values: readonly string[]): number {
  if (positive === null) return values.length - 1;
  const exact = values.indexOf(positive);
  if (exact >= 0) return exact;
  // Booleans are read as 1 and 0.
  return values.indexOf(positive === 'true' ? '1' : positive === 'false' ? '0' : positive);
}

function scoreColumns(performance: PerformancePlan): string[] {
  if (performance.score === null) return [];
  return typeof performance.score === 'string' ? [performance.score] : Object.values(performance.score);
}

/** A column as positions among the label values: its own numbers where it has them, else told apart in SQL. */
function codeOf(source: Source, column: string, values: readonly string[]): Coded {
  const facts = source.columns.get(column);
  if (facts === undefined) return { sql: 'NULL::DOUBLE', numbers: null };
  if (facts.kind === 'numeric' || facts.type === 'BOOLEAN') {
    const numbers = values.map((value) => (value.trim() === '' ? NaN : Number(value)));
    return { sql: asDouble(facts), numbers };
  }
  const list = `[${values.map((value) => text(value)).join(', ')}]::VARCHAR[]`;
  const value = canonicalText(facts, true);
  return {
    sql: `CASE WHEN (${value}) IS NOT NULL THEN coalesce(list_position(${list}, ${value}), 0) - 1 END::DOUBLE`,
    numbers: null,
  };
}
