import type { Duration } from '../../core/config/duration.js';
import { durationMs, WEEK_OFFSET } from '../../core/config/duration.js';
import type { ColumnFacts } from '../../core/profile/log-facts.js';

/** A quoted SQL identifier. */
export function name(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** The identifier that `name` quoted. */
export function unquoted(id: string): string {
  return id.slice(1, -1).replaceAll('""', '"');
}

/** A quoted SQL string. */
export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/**
 * How rows are written as Parquet: texts of many values are not first gathered in a dictionary, nobody asks for filters, and
 * each thread holds a group of rows.
 */
export const PARQUET_OPTIONS =
  'FORMAT parquet, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 8192, WRITE_BLOOM_FILTER false, ROW_GROUP_SIZE 30720';

/**
 * Times in UTC as most logs write them: DuckDB casts them without a calendar, in a seventh of the time, and not in the zone
 * that a text before them names.
 */
export const UTC_TIME =
  '[0-9]{4}-[0-9][0-9]-[0-9][0-9][ T][0-9][0-9]:[0-9][0-9]:[0-9][0-9]([.][0-9]{1,6})?Z?';

/** How a text begins that is no time here though DuckDB casts it: no end of time, and no year that microseconds may not hold. */
const NO_TIME = '^[\\s\\v]*[+-]?([0-9]{6}|[iI])';

/** A text as TIMESTAMP WITH TIME ZONE; NULL where it is none. DuckDB's own cast throws near the ends of what it holds. */
export function timeOfText(value: string): string {
  return `CASE WHEN regexp_matches(${value}, '${NO_TIME}') THEN NULL ELSE TRY_CAST(${value} AS TIMESTAMPTZ) END`;
}

const MICROSECONDS = { s: '* 1000000', ms: '* 1000', us: '', ns: '// 1000' } as const;

/** Microseconds since the epoch of a time column, NULL where it cannot be read as a time. */
export function timeMicroseconds(column: ColumnFacts, unit: keyof typeof MICROSECONDS | null): string {
  const id = name(column.name);
  if (column.kind === 'timestamp') {
    return column.type === 'DATE' ? `epoch_us(${id}::TIMESTAMP)` : `epoch_us(${id})`;
  }
  // Text times without a zone are UTC: the session's zone; offsets in the text are honoured. Of UTC+05:30, as Python names
  // a zone, DuckDB would read the hours alone.
  if (column.kind === 'categorical') {
    const plain = `CASE WHEN ${id} LIKE '% UTC_%:__' THEN replace(${id}, ' UTC', '') ELSE ${id} END`;
    const utc = `CASE WHEN regexp_full_match(${id}, '${UTC_TIME}') THEN epoch_us(TRY_CAST(${id} AS TIMESTAMP)) END`;
    return `coalesce(${utc}, epoch_us(${timeOfText(plain)}))`;
  }
  const whole = column.integer ? `${id}::BIGINT` : `TRY_CAST(${id} AS BIGINT)`;
  return `(${whole} ${MICROSECONDS[unit ?? 's']})`;
}

/** Number of the interval of length `every` that holds a time in microseconds; see `bucketStart` in `shared/buckets.ts`. */
export function bucketOf(microseconds: string, every: Duration): string {
  if (every.unit === 'mo') {
    const time = `make_timestamp(${microseconds})`;
    return `CAST(floor((year(${time}) * 12 + month(${time}) - 1) / ${every.count}) AS INTEGER)`;
  }
  const length = durationMs(every) * 1000;
  const offset = every.unit === 'w' ? WEEK_OFFSET * 1000 : 0;
  // Exact in doubles: both sides stay below 2^53, and a boundary divides without a remainder.
  return `CAST(floor((${microseconds} - (${offset})) / ${length}::DOUBLE) AS INTEGER)`;
}

/** First microsecond after the interval that `bucketOf` numbers; `index` is SQL. */
export function bucketEnd(index: string, every: Duration): string {
  if (every.unit === 'mo') {
    const month = `((${index}) + 1) * ${every.count}`;
    return `epoch_us(make_date(CAST((${month}) // 12 AS INTEGER), CAST((${month}) % 12 AS INTEGER) + 1, 1)::TIMESTAMP)`;
  }
  const offset = every.unit === 'w' ? WEEK_OFFSET * 1000 : 0;
  return `(((${index})::BIGINT + 1) * ${durationMs(every) * 1000} + (${offset}))`;
}

/** A column as text that does not depend on how a file stored it: `1`, `1.0` and `true`/`1` agree. */
export function canonicalText(column: ColumnFacts, booleansAsDigits: boolean): string {
  const id = name(column.name);
  if (column.type === 'BOOLEAN') {
    return booleansAsDigits
      ? `CASE WHEN ${id} THEN '1' WHEN NOT ${id} THEN '0' END`
      : `CASE WHEN ${id} THEN 'true' WHEN NOT ${id} THEN 'false' END`;
  }
  if (column.kind === 'numeric' && !column.integer) {
    return `CASE WHEN isnan(${id}::DOUBLE) THEN NULL WHEN ${id} = floor(${id}) AND abs(${id}) < 1e15 THEN ${id}::BIGINT::VARCHAR ELSE ${id}::DOUBLE::VARCHAR END`;
  }
  return `${id}::VARCHAR`;
}

/** A column as a double; NULL where it is missing, unreadable or absent. */
export function asDouble(column: ColumnFacts | undefined): string {
  if (column === undefined) return 'NULL::DOUBLE';
  const id = name(column.name);
  if (column.kind === 'numeric') return `${id}::DOUBLE`;
  return column.type === 'BOOLEAN' ? `${id}::INTEGER::DOUBLE` : `TRY_CAST(${id}::VARCHAR AS DOUBLE)`;
}

/** The FROM clause of a read of this Parquet file, with the numbers of its rows. */
export function fromParquet(parquet: string): string {
  return `read_parquet(${text(parquet)}, file_row_number = true)`;
}
