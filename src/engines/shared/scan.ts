import type { ChunkPlan, ProfilePlan, SidePlan } from '../../core/profile/plan.js';
import { cellSql, countSegments, segmentSql } from './cells.js';
import type { TimedSource } from '../local/inspect.js';
import type { Source } from '../local/source.js';
import { bucketOf, canonicalText, name, text, timeMicroseconds } from '../local/sql.js';

/** Name of Parquet's own row number within a file. */
const ROW = 'file_row_number';

/** The SQL of one file read for one side: its source, the rows that take part, and where they fall. */
export interface Scan {
  readonly where: string;
  /** Index of the row's chunk, NULL where it has none. */
  readonly chunk: string;
  /** What the row is folded into, its chunk and segment: see `cells.ts`. */
  readonly cell: string;
  /** Index of the row's interval in the operations series, NULL without time. */
  readonly slot: string;
  readonly version: string;
  /** Number of the row within its file. */
  readonly row: string;
}

type Filters = Pick<ProfilePlan, 'asOf' | 'roles'>;

/** The scan of `file` for `side`; `rowOffset` is the number of rows in the files before it. */
export function scanOf(plan: ProfilePlan, side: SidePlan, file: TimedSource, rowOffset: number): Scan {
  const time = timeOf(plan, file);
  const every = plan.operationsEvery;
  const chunk = chunkOf(plan.chunks, time, rowOffset);
  const filter = rowFilter(plan, side, file);
  const fine = plan.chunks.kind === 'time' && time !== null ? bucketOf(time, plan.chunks.cell) : chunk;
  const segment = plan.segments === null ? null : segmentSql(plan.segments, file);
  return {
    where: segment === null ? filter : `${filter} AND (${segment}) IS NOT NULL`,
    chunk,
    cell: segment === null ? fine : cellSql(fine, segment, countSegments(plan.segments)),
    slot: time === null || every === null ? 'NULL::INTEGER' : bucketOf(time, every),
    version: versionOf(plan, file),
    row: ROW,
  };
}

/**
 * The condition that the rows of `side` meet: its window, its version, not after `as_of`. What the file's own times
 * settle is left out, so that a log that grew asks the same of its old files as before.
 */
export function rowFilter(plan: Filters, side: SidePlan, file: TimedSource): string {
  const time = timeOf(plan, file);
  const conditions: string[] = [];
  if (time !== null) {
    const { first, last, missing } = file.time ?? { first: -Infinity, last: Infinity, missing: 1 };
    const [asOf, from, until] = [plan.asOf, side.from, side.until].map((at) =>
      at === null ? null : at * 1000,
    );
    if (asOf !== null && asOf !== undefined && last > asOf)
      conditions.push(`(${time} IS NULL OR ${time} <= ${asOf})`);
    if (from !== null && from !== undefined && (missing > 0 || first < from))
      conditions.push(`${time} >= ${from}`);
    if (until !== null && until !== undefined && (missing > 0 || last >= until))
      conditions.push(`${time} < ${until}`);
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

function versionOf(plan: Filters, file: Source): string {
  const column = plan.roles.version === null ? undefined : file.columns.get(plan.roles.version);
  return column === undefined ? 'NULL::VARCHAR' : canonicalText(column, false);
}

/** Time of a row in microseconds; null where the monitor or the file has none. */
export function timeOf(plan: Filters, file: Source): string | null {
  const { timestamp } = plan.roles;
  const column = timestamp === null ? undefined : file.columns.get(timestamp.column);
  return timestamp === null || column === undefined ? null : timeMicroseconds(column, timestamp.unit);
}

/** Number of a row's chunk, INTEGER; NULL where chunking needs time and the row has none. */
export function chunkOf(chunks: ChunkPlan, time: string | null, rowOffset: number): string {
  if (chunks.kind === 'none') return '0::INTEGER';
  if (chunks.kind === 'rows') return `CAST((${rowOffset} + ${ROW}) // ${chunks.rows} AS INTEGER)`;
  return time === null ? 'NULL::INTEGER' : bucketOf(time, chunks.every);
}

/** The FROM clause of a scan of this Parquet file. */
export function fromParquet(parquet: string): string {
  return `read_parquet(${text(parquet)}, file_row_number = true)`;
}

/** Whether a row has a status, whether that is an error (a number >= 500, or one of the monitor's words), or a time-out. */
export function statusOf(
  plan: ProfilePlan,
  file: Source,
): { error: string; present: string; timeout: string } {
  const { status } = plan.roles;
  const column = status === null ? undefined : file.columns.get(status.column);
  if (status === null || column === undefined) return { error: 'false', present: 'false', timeout: 'false' };
  const value = canonicalText(column, false);
  const oneOf = (words: readonly string[]): string =>
    words.length === 0
      ? 'false'
      : `coalesce(${value} IN (${words.map((word) => text(word)).join(', ')}), false)`;
  return {
    error: `coalesce(TRY_CAST(${value} AS DOUBLE) >= 500, false) OR ${oneOf(status.errors)}`,
    timeout: oneOf(status.timeouts),
    present: `${name(column.name)} IS NOT NULL`,
  };
}
