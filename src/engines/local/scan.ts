import type { ProfilePlan, SidePlan } from '../../core/profile/plan.js';
import type { OpenFile } from './inspect.js';
import { bucketOf, canonicalText, name, text, timeMicroseconds } from './sql.js';

/** Name of Parquet's own row number within a file. */
const ROW = 'file_row_number';

/** The SQL of one file read for one side: its source, the rows that take part, and where they fall. */
export interface Scan {
  readonly from: string;
  readonly where: string;
  /** Index of the row's chunk, NULL where it has none. */
  readonly chunk: string;
  /** Index of the row's interval in the operations series, NULL without time. */
  readonly slot: string;
  readonly version: string;
  /** Number of the row within its file. */
  readonly row: string;
}

type Filters = Pick<ProfilePlan, 'asOf' | 'roles'>;

/** The scan of `file` for `side`; `rowOffset` is the number of rows in the files before it. */
export function scanOf(plan: ProfilePlan, side: SidePlan, file: OpenFile, rowOffset: number): Scan {
  const time = timeOf(plan, file);
  const every = plan.operationsEvery;
  return {
    from: `read_parquet(${text(file.parquet)}, file_row_number = true)`,
    where: rowFilter(plan, side, file),
    chunk: chunkOf(plan, time, rowOffset),
    slot: time === null || every === null ? 'NULL::INTEGER' : bucketOf(time, every),
    version: versionOf(plan, file),
    row: ROW,
  };
}

/** The condition that the rows of `side` meet: its window, its version, not after `as_of`. */
export function rowFilter(plan: Filters, side: SidePlan, file: OpenFile): string {
  const time = timeOf(plan, file);
  const conditions: string[] = [];
  if (time !== null) {
    if (plan.asOf !== null) conditions.push(`(${time} IS NULL OR ${time} <= ${plan.asOf * 1000})`);
    if (side.from !== null) conditions.push(`${time} >= ${side.from * 1000}`);
    if (side.until !== null) conditions.push(`${time} < ${side.until * 1000}`);
  }
  if (side.version !== null) {
    const version = versionOf(plan, file);
    conditions.push(
      'is' in side.version
        ? `${version} = ${text(side.version.is)}`
        : `${version} IS DISTINCT FROM ${text(side.version.isNot)}`,
    );
  }
  return conditions.length === 0 ? 'true' : conditions.join(' AND ');
}

function versionOf(plan: Filters, file: OpenFile): string {
  const column = plan.roles.version === null ? undefined : file.columns.get(plan.roles.version);
  return column === undefined ? 'NULL::VARCHAR' : canonicalText(column, false);
}

/** Time of a row in microseconds; null where the monitor or the file has none. */
export function timeOf(plan: Filters, file: OpenFile): string | null {
  const { timestamp } = plan.roles;
  const column = timestamp === null ? undefined : file.columns.get(timestamp.column);
  return timestamp === null || column === undefined ? null : timeMicroseconds(column, timestamp.unit);
}

function chunkOf(plan: ProfilePlan, time: string | null, rowOffset: number): string {
  const { chunks } = plan;
  if (chunks.kind === 'none') return '0::INTEGER';
  if (chunks.kind === 'rows') return `CAST((${rowOffset} + ${ROW}) // ${chunks.rows} AS INTEGER)`;
  return time === null ? 'NULL::INTEGER' : bucketOf(time, chunks.every);
}

/** Whether a row's status is an error: a number >= 500, or one of the monitor's words. */
export function isError(plan: ProfilePlan, file: OpenFile): { error: string; present: string } {
  const { status } = plan.roles;
  const column = status === null ? undefined : file.columns.get(status.column);
  if (status === null || column === undefined) return { error: 'false', present: 'false' };
  const value = canonicalText(column, false);
  const words = status.errors.map((word) => text(word)).join(', ');
  return {
    error: `coalesce(TRY_CAST(${value} AS DOUBLE) >= 500, false) OR ${words === '' ? 'false' : `coalesce(${value} IN (${words}), false)`}`,
    present: `${name(column.name)} IS NOT NULL`,
  };
}
