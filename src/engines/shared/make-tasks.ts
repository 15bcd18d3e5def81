import type { ColumnPlan, PerformancePlan, ProfilePlan } from '../../core/profile/plan.js';
import type { Language } from './language.js';
import type { LogSource } from './log-source.js';
import { statusOf, timeOf, type Scan } from './scan.js';
import type {
  CategorySql,
  Coded,
  ColumnsTask,
  JudgeSpec,
  LabelledRows,
  LabelledTask,
  RowsTask,
} from './tasks/task.js';

/** A task before it is known where the file's Parquet is and how many rows it must give: what decides its result. */
export type Draft<Task> = Task extends unknown ? Omit<Task, 'from' | 'rows'> : never;

export function rowsTask(
  language: Language,
  plan: ProfilePlan,
  source: LogSource,
  scan: Scan,
): Draft<RowsTask> {
  const { error, present, timeout } = statusOf(language, plan, source);
  const { late, hasLogged } = loggedOf(language, plan, source, scan);
  return {
    kind: 'rows',
    where: scan.where,
    cell: scan.cell,
    exact: plan.exact,
    slot: scan.slot,
    version: scan.version,
    time: timeOf(language, plan, source) ?? language.noTime,
    error,
    hasStatus: present,
    timeout,
    late,
    hasLogged,
    measures: measuresOf(plan).map((column) => language.double(source.columns.get(column), 0)),
  };
}

/** The columns that the rows task profiles: latency, cost, resources, as far as there are any. */
export function measuresOf({ roles }: ProfilePlan): string[] {
  return [roles.latency, roles.cost, ...roles.resources].filter((column) => column !== null);
}

/** Whether a row says when it was logged, and whether that is later than allowed after its chunk's end. */
function loggedOf(
  language: Language,
  plan: ProfilePlan,
  source: LogSource,
  scan: Scan,
): { late: string; hasLogged: string } {
  const { logged, timestamp } = plan.roles;
  const column = logged === null ? undefined : source.columns.get(logged.column);
  if (logged === null || column === undefined || plan.chunks.kind !== 'time') {
    return { late: language.never, hasLogged: language.never };
  }
  const at = language.time(column, timestamp?.unit ?? null);
  const present = [language.present(at), language.present(scan.chunk)];
  const after = language.after(at, scan.chunk, plan.chunks.every, logged.grace * 1000);
  return { late: language.all([...present, after]), hasLogged: language.all(present) };
}

/** A column as a task reads it; `offset` is taken off its values before they are sketched. */
export interface TaskColumn {
  readonly name: string;
  readonly kind: ColumnPlan['kind'];
  readonly offset: number;
}

export function columnsTask(
  language: Language,
  plan: ProfilePlan,
  source: LogSource,
  scan: Scan,
  columns: readonly TaskColumn[],
): Draft<ColumnsTask> {
  return {
    kind: 'columns',
    where: scan.where,
    cell: scan.cell,
    exact: plan.exact,
    numbers: columns
      .filter(({ kind }) => kind === 'numeric')
      .map(({ name, offset }) => language.double(source.columns.get(name), offset)),
    categories: columns
      .filter(({ kind }) => kind === 'categorical')
      .map((column) => categorySql(language, source, column.name)),
  };
}

function categorySql(language: Language, source: LogSource, column: string): CategorySql {
  const facts = source.columns.get(column);
  return facts === undefined
    ? { stored: language.noText, text: language.noText }
    : { stored: language.stored(facts), text: language.text(facts, false) };
}

/** Labels by row number, or the column they are in. */
export type RowLabels = LabelledRows | { readonly column: string };

export function labelledTask(
  language: Language,
  plan: ProfilePlan,
  performance: PerformancePlan,
  source: LogSource,
  scan: Scan,
  labels: RowLabels,
  values: readonly string[],
): Draft<LabelledTask> {
  const query = performance.query === null ? undefined : source.columns.get(performance.query);
  const read = (column: string): Coded =>
    performance.task === 'regression' || performance.task === 'ranking'
      ? { sql: language.double(source.columns.get(column), 0), numbers: null }
      : codeOf(language, source, column, values);
  return {
    kind: 'labelled',
    where: scan.where,
    cell: scan.cell,
    exact: plan.exact,
    labels: 'rows' in labels ? { ...labels, row: language.row } : read(labels.column),
    prediction: performance.prediction === null ? null : read(performance.prediction),
    scores: scoreColumns(performance).map((column) => language.double(source.columns.get(column), 0)),
    query: query === undefined ? null : language.text(query, false),
    judge: judgeSpec(performance, values),
    labelValues: performance.labelValues,
  };
}

export function judgeSpec(performance: PerformancePlan, classes: readonly string[]): JudgeSpec {
  const { task, score } = performance;
  switch (task) {
    case 'binary': {
      const derived = performance.prediction === null && score !== null;
      return {
        task,
        classes,
        positive: positiveCode(performance.positive, classes),
        threshold: derived ? performance.threshold : null,
      };
    }
    case 'multiclass': {
      const scored = typeof score === 'object' && score !== null ? Object.keys(score) : [];
      const columns = classes.map((name) => scored.indexOf(name));
      return { task, classes, columns, areas: performance.classScores };
    }
    default:
      return { task };
  }
}

/** Code of the positive class: as configured, else the larger label. */
export function positiveCode(positive: string | null, values: readonly string[]): number {
  if (positive === null) return values.length - 1;
  const exact = values.indexOf(positive);
  if (exact >= 0) return exact;
  // Booleans are read as 1 and 0.
  return values.indexOf(positive === 'true' ? '1' : positive === 'false' ? '0' : positive);
}

export function scoreColumns(performance: PerformancePlan): string[] {
  if (performance.score === null) return [];
  return typeof performance.score === 'string' ? [performance.score] : Object.values(performance.score);
}

/** A column as positions among the label values: its own numbers where it has them, else told apart by their text. */
export function codeOf(
  language: Language,
  source: LogSource,
  column: string,
  values: readonly string[],
): Coded {
  const facts = source.columns.get(column);
  if (facts === undefined) return { sql: language.noNumber, numbers: null };
  if (facts.kind === 'numeric' || facts.type === 'BOOLEAN') {
    const numbers = values.map((value) => (value.trim() === '' ? NaN : Number(value)));
    return { sql: language.double(facts, 0), numbers };
  }
  return { sql: language.position(language.text(facts, true), values), numbers: null };
}
