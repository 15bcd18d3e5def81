import type { ColumnPlan, PerformancePlan, ProfilePlan } from '../../core/profile/plan.js';
import { statusOf, timeOf, type Scan } from './scan.js';
import type { Source } from '../local/source.js';
import { asDouble, bucketEnd, canonicalText, name, text, timeMicroseconds } from '../local/sql.js';
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
export type Draft<Task> = Omit<Task, 'from' | 'rows'>;

export function rowsTask(plan: ProfilePlan, source: Source, scan: Scan): Draft<RowsTask> {
  const { error, present, timeout } = statusOf(plan, source);
  const { late, hasLogged } = loggedOf(plan, source, scan);
  return {
    kind: 'rows',
    where: scan.where,
    cell: scan.cell,
    exact: plan.exact,
    slot: scan.slot,
    version: scan.version,
    time: timeOf(plan, source) ?? 'NULL::BIGINT',
    error,
    hasStatus: present,
    timeout,
    late,
    hasLogged,
    measures: measuresOf(plan).map((column) => asDouble(source.columns.get(column))),
  };
}

/** The columns that the rows task profiles: latency, cost, resources, as far as there are any. */
export function measuresOf({ roles }: ProfilePlan): string[] {
  return [roles.latency, roles.cost, ...roles.resources].filter((column) => column !== null);
}

/** Whether a row says when it was logged, and whether that is later than allowed after its chunk's end. */
function loggedOf(plan: ProfilePlan, source: Source, scan: Scan): { late: string; hasLogged: string } {
  const { logged, timestamp } = plan.roles;
  const column = logged === null ? undefined : source.columns.get(logged.column);
  if (logged === null || column === undefined || plan.chunks.kind !== 'time') {
    return { late: 'false', hasLogged: 'false' };
  }
  const at = timeMicroseconds(column, timestamp?.unit ?? null);
  const present = `(${at}) IS NOT NULL AND (${scan.chunk}) IS NOT NULL`;
  const end = bucketEnd(scan.chunk, plan.chunks.every);
  return { late: `${present} AND (${at}) > ${end} + ${logged.grace * 1000}`, hasLogged: present };
}

/** A column as a task reads it; `offset` is taken off its values before they are sketched. */
export interface TaskColumn {
  readonly name: string;
  readonly kind: ColumnPlan['kind'];
  readonly offset: number;
}

export function columnsTask(
  plan: ProfilePlan,
  source: Source,
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
      .map(({ name: column, offset }) => {
        const value = asDouble(source.columns.get(column));
        // As text: SQL takes a bare number for a decimal, and rounds it.
        return offset === 0 ? value : `${value} - '${offset}'::DOUBLE`;
      }),
    categories: columns
      .filter(({ kind }) => kind === 'categorical')
      .map((column) => categorySql(source, column.name)),
  };
}

function categorySql(source: Source, column: string): CategorySql {
  const facts = source.columns.get(column);
  return facts === undefined
    ? { stored: 'NULL::VARCHAR', text: 'NULL::VARCHAR' }
    : { stored: name(column), text: canonicalText(facts, false) };
}

/** Labels by row number, or the column they are in. */
export type RowLabels = LabelledRows | { readonly column: string };

export function labelledTask(
  plan: ProfilePlan,
  performance: PerformancePlan,
  source: Source,
  scan: Scan,
  labels: RowLabels,
  values: readonly string[],
): Draft<LabelledTask> {
  const query = performance.query === null ? undefined : source.columns.get(performance.query);
  const read = (column: string): Coded =>
    performance.task === 'regression' || performance.task === 'ranking'
      ? { sql: asDouble(source.columns.get(column)), numbers: null }
      : codeOf(source, column, values);
  return {
    kind: 'labelled',
    where: scan.where,
    cell: scan.cell,
    exact: plan.exact,
    labels: 'rows' in labels ? { ...labels, row: `${scan.row}::DOUBLE` } : read(labels.column),
    prediction: performance.prediction === null ? null : read(performance.prediction),
    scores: scoreColumns(performance).map((column) => asDouble(source.columns.get(column))),
    query: query === undefined ? null : canonicalText(query, false),
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

/** A column as positions among the label values: its own numbers where it has them, else told apart in SQL. */
export function codeOf(source: Source, column: string, values: readonly string[]): Coded {
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
