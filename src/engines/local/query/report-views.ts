import type { LabelFilePlan, ProfilePlan, SidePlan } from '../../../core/profile/plan.js';
import type { OpenLog, TimedSource } from '../inspect.js';
import { LOST } from '../normalise.js';
import { rowFilter } from '../scan.js';
import { name, text, timeMicroseconds } from '../sql.js';
import type { QueryView } from './locked-database.js';

/** The views of a report, and the files that they read. */
export interface ReportViews {
  readonly views: readonly QueryView[];
  readonly files: readonly string[];
}

type Filters = Pick<ProfilePlan, 'asOf' | 'roles' | 'sides' | 'performance'>;

/**
 * The views `reference` and `current` (the rows that the checks look at), `labels` (those that had arrived by `as_of`) and
 * `joined` (the current rows whose label is known). A log that is not there has no view.
 */
export async function reportViews(
  plan: Filters,
  logs: ReadonlyMap<string, OpenLog>,
  labelColumn: string | null,
): Promise<ReportViews> {
  const views: QueryView[] = [];
  const files = new Set<string>();
  const selectOf = async (
    sources: readonly TimedSource[],
    where: (source: TimedSource) => string,
  ): Promise<string> => {
    const groups = new Map<string, string[]>();
    for (const source of sources) {
      if (source.facts.rows === 0) continue;
      const parquet = await source.parquet();
      files.add(parquet);
      const condition = where(source);
      groups.set(condition, [...(groups.get(condition) ?? []), parquet]);
    }
    const parts = [...groups].map(
      ([condition, paths]) =>
        `SELECT COLUMNS(c -> c <> ${text(LOST)}) FROM read_parquet([${paths.map((path) => text(path)).join(', ')}], union_by_name = true) WHERE ${condition}`,
    );
    return parts.join(' UNION ALL BY NAME ');
  };
  const sideView = async (side: SidePlan): Promise<void> => {
    const log = logs.get(side.log);
    if (log === undefined) return;
    const sql = await selectOf(log.sources, (source) => rowFilter(plan, side, source));
    if (sql !== '') views.push({ name: side.side, sql });
  };
  for (const side of plan.sides) await sideView(side);
  const labels = logs.get('labels');
  const source = plan.performance?.labels ?? null;
  if (labels !== undefined && source !== null) {
    const sql = await selectOf(labels.sources, (file) => arrived(plan, source, file));
    if (sql !== '') {
      views.push({ name: 'labels', sql });
      const joined = joinedSql(plan, source, labels, logs.get('current'));
      if (joined !== null) views.push({ name: 'joined', sql: joined });
    }
  } else if (labelColumn !== null && views.some((view) => view.name === 'current')) {
    views.push({ name: 'joined', sql: `SELECT * FROM current WHERE ${name(labelColumn)} IS NOT NULL` });
  }
  return { views, files: [...files] };
}

/** The labels of a file that had arrived by `as_of`. */
function arrived(plan: Filters, source: LabelFilePlan, file: TimedSource): string {
  const received = source.received === null ? undefined : file.columns.get(source.received);
  const known = `${name(source.id)} IS NOT NULL AND ${name(source.label)} IS NOT NULL`;
  if (received === undefined || plan.asOf === null) return known;
  const time = timeMicroseconds(received, plan.roles.timestamp?.unit ?? null);
  return `${known} AND (${time} IS NULL OR ${time} <= ${plan.asOf * 1000})`;
}

/** Current rows with their label; of labels that disagree the one that came last. */
function joinedSql(
  plan: Filters,
  source: LabelFilePlan,
  labels: OpenLog,
  current: OpenLog | undefined,
): string | null {
  const { id } = plan.roles;
  if (id === null || current === undefined) return null;
  const whole = [
    ...current.sources.map((file) => file.columns.get(id)),
    ...labels.sources.map((file) => file.columns.get(source.id)),
  ].every((column) => column === undefined || column.integer);
  const as = whole ? 'BIGINT' : 'VARCHAR';
  const taken = new Set(current.facts.columns.map((column) => column.name));
  const extra = [source.label, ...(source.received === null ? [] : [source.received])].filter(
    (column) => !taken.has(column),
  );
  const order = source.received === null ? '' : ` ORDER BY ${name(source.received)} DESC NULLS LAST`;
  const columns = [source.label, ...(source.received === null ? [] : [source.received])]
    .map((column) => name(column))
    .join(', ');
  return `SELECT c.*${extra.map((column) => `, l.${name(column)}`).join('')}
    FROM current AS c JOIN (
      SELECT ${name(source.id)}::${as} AS __tidemark_id, ${columns} FROM labels
      QUALIFY row_number() OVER (PARTITION BY ${name(source.id)}${order}) = 1
    ) AS l ON l.__tidemark_id = c.${name(id)}::${as}`;
}
