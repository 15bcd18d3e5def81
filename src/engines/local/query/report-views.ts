import { groupBy } from '../../../core/profile/group-by.js';
import type { LabelFilePlan, ProfilePlan, SidePlan } from '../../../core/profile/plan.js';
import type { OpenLog, OpenSource } from '../inspect.js';
import { LOST } from '../normalise.js';
import { rowFilter } from '../../shared/scan.js';
import { SQL } from '../sql-language.js';
import { fromParquet, name, text, timeMicroseconds } from '../sql.js';
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
    sources: readonly OpenSource[],
    where: (source: OpenSource) => string,
  ): Promise<string> => {
    const read: { readonly parquet: string; readonly condition: string }[] = [];
    for (const source of sources) {
      if (source.facts.rows === 0) continue;
      const parquet = await source.parquet();
      files.add(parquet);
      read.push({ parquet, condition: where(source) });
    }
    const parts = [...groupBy(read, ({ condition }) => condition)].map(
      ([condition, own]) =>
        `SELECT COLUMNS(c -> c <> ${text(LOST)}) FROM read_parquet([${own.map(({ parquet }) => text(parquet)).join(', ')}], union_by_name = true) WHERE ${condition}`,
    );
    return parts.join(' UNION ALL BY NAME ');
  };
  const sideView = async (side: SidePlan): Promise<void> => {
    const log = logs.get(side.log);
    if (log === undefined) return;
    const sql = await selectOf(log.sources, (source) => rowFilter(SQL, plan, side, source));
    if (sql !== '') views.push({ name: side.side, sql });
  };
  for (const side of plan.sides) await sideView(side);
  const labels = logs.get('labels');
  const source = plan.performance?.labels ?? null;
  if (labels !== undefined && source !== null) {
    const sql = await selectOf(labels.sources, (file) => arrived(plan, source, file));
    if (sql !== '') {
      views.push({ name: 'labels', sql });
      const joined = await joinedSql(plan, source, labels, logs.get('current'));
      if (joined !== null) views.push({ name: 'joined', sql: joined });
    }
  } else if (labelColumn !== null && views.some((view) => view.name === 'current')) {
    views.push({ name: 'joined', sql: `SELECT * FROM current WHERE ${name(labelColumn)} IS NOT NULL` });
  }
  return { views, files: [...files] };
}

/** The labels of a file that had arrived by `as_of`. */
function arrived(plan: Filters, source: LabelFilePlan, file: OpenSource): string {
  const received = source.received === null ? undefined : file.columns.get(source.received);
  const known = `${name(source.id)} IS NOT NULL AND ${name(source.label)} IS NOT NULL`;
  if (received === undefined || plan.asOf === null) return known;
  const time = timeMicroseconds(received, plan.roles.timestamp?.unit ?? null);
  return `${known} AND (${time} IS NULL OR ${time} <= ${plan.asOf * 1000})`;
}

/**
 * Current rows with their label, as the checks join them: the first row of an id, and of its labels the one that came last
 * (else the last in the order of files and rows).
 */
async function joinedSql(
  plan: Filters,
  source: LabelFilePlan,
  labels: OpenLog,
  current: OpenLog | undefined,
): Promise<string | null> {
  const { id } = plan.roles;
  const side = plan.sides.find((one) => one.side === 'current');
  if (id === null || current === undefined || side === undefined) return null;
  const whole = [
    ...current.sources.map((file) => file.columns.get(id)),
    ...labels.sources.map((file) => file.columns.get(source.id)),
  ].every((column) => column === undefined || column.integer);
  const as = whole ? 'BIGINT' : 'VARCHAR';
  const taken = new Set(current.facts.columns.map((column) => column.name));
  const told = [source.label, ...(source.received === null ? [] : [source.received])];
  const extra = told.filter((column) => !taken.has(column));
  const came = (file: OpenSource): string => {
    const received = source.received === null ? undefined : file.columns.get(source.received);
    return received === undefined
      ? 'NULL::BIGINT'
      : timeMicroseconds(received, plan.roles.timestamp?.unit ?? null);
  };
  const answers = await placedRows(
    labels.sources.filter((file) => file.columns.has(source.id)),
    (file) =>
      `${name(source.id)}::${as} AS __tidemark_id, ${came(file)} AS __tidemark_came, ${told.map((column) => name(column)).join(', ')}`,
    (file) => arrived(plan, source, file),
  );
  const rows = await placedRows(
    current.sources,
    () => `COLUMNS(c -> c NOT IN (${text(LOST)}, 'file_row_number'))`,
    (file) => rowFilter(SQL, plan, side, file),
  );
  if (answers === '' || rows === '') return null;
  const own = `${name(id)}::${as}`;
  const last = told.map((column) => `arg_max(${name(column)}, ${LATEST}) AS ${name(column)}`);
  return `WITH placed AS (${rows}),
    repeated AS (SELECT ${own} AS id, min(${PLACE}) AS first FROM placed GROUP BY ALL HAVING count(*) > 1),
    answers AS (SELECT __tidemark_id, ${last.join(', ')} FROM (${answers}) GROUP BY __tidemark_id)
    SELECT c.* EXCLUDE (__tidemark_file, __tidemark_row)${extra.map((column) => `, l.${name(column)}`).join('')}
    FROM placed AS c JOIN answers AS l ON l.__tidemark_id = c.${own}
    LEFT JOIN repeated AS r ON r.id = c.${own}
    WHERE r.id IS NULL OR r.first = ${PLACE}`;
}

/** Where a row stands in its log. */
const PLACE = "{'file': __tidemark_file, 'row': __tidemark_row}";

/** What the label that came last has the most of. */
const LATEST = '(coalesce(__tidemark_came, -9223372036854775807), __tidemark_file, __tidemark_row)';

/** Rows of several files with the place of each; empty where no file has rows. */
async function placedRows(
  sources: readonly OpenSource[],
  columns: (source: OpenSource) => string,
  where: (source: OpenSource) => string,
): Promise<string> {
  const parts: string[] = [];
  for (const [i, source] of sources.entries()) {
    if (source.facts.rows === 0) continue;
    parts.push(
      `SELECT ${columns(source)}, ${i} AS __tidemark_file, file_row_number AS __tidemark_row FROM ${fromParquet(await source.parquet())} WHERE ${where(source)}`,
    );
  }
  return parts.join(' UNION ALL BY NAME ');
}
