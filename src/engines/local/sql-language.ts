import type { SegmentPlan } from '../../core/profile/plan.js';
import type { ColumnFacts } from '../../core/profile/log-facts.js';
import type { Language } from '../shared/language.js';
import { asDouble, bucketEnd, bucketOf, canonicalText, name, text, timeMicroseconds } from './sql.js';

/** Name of Parquet's own row number within a file. */
const ROW = 'file_row_number';

/** Expressions in DuckDB's SQL. */
export const SQL: Language = {
  noNumber: 'NULL::DOUBLE',
  noInteger: 'NULL::INTEGER',
  noTime: 'NULL::BIGINT',
  noText: 'NULL::VARCHAR',
  row: `${ROW}::DOUBLE`,
  zero: '0::INTEGER',
  never: 'false',

  double: (column, offset) =>
    // As text: SQL takes a bare number for a decimal, and rounds it.
    offset === 0 ? asDouble(column) : `${asDouble(column)} - '${offset}'::DOUBLE`,
  stored: (column) => name(column.name),
  text: canonicalText,
  time: timeMicroseconds,
  milliseconds: (time) => `(${time}) / 1000::DOUBLE`,
  bucket: bucketOf,
  rowsChunk: (rowOffset, rows) => `CAST((${rowOffset} + ${ROW}) // ${rows} AS INTEGER)`,
  segment: segmentSql,
  cell: (chunk, segment, segments) =>
    `CAST(CASE WHEN (${chunk}) IS NULL THEN -1 - (${segment}) ELSE (${chunk})::BIGINT * ${segments} + (${segment}) END AS INTEGER)`,
  position: (value, values) =>
    `CASE WHEN (${value}) IS NOT NULL THEN coalesce(list_position(${listOf(values)}, ${value}), 0) - 1 END::DOUBLE`,
  hash: (seed, id, path, rowsBefore) => {
    const place = `${text(`${path}\u001f`)} || (${ROW} + ${rowsBefore})::VARCHAR`;
    const key = id === undefined ? place : `coalesce(${canonicalText(id, false)}, ${place})`;
    // The upper 53 of 64 bits: doubles hold them, and order by them.
    return `(md5_number_lower(${text(`${seed}\u001f`)} || ${key}) >> 11)::DOUBLE`;
  },

  all: (conditions) => (conditions.length === 0 ? 'true' : conditions.join(' AND ')),
  either: (conditions) => (conditions.length === 0 ? 'false' : `(${conditions.join(' OR ')})`),
  present: (expression) => `(${expression}) IS NOT NULL`,
  upTo: (time, instant) => `(${time} IS NULL OR ${time} <= ${instant})`,
  from: (time, instant) => `${time} >= ${instant}`,
  before: (time, instant) => `${time} < ${instant}`,
  is: (value, other) => `${value} = ${text(other)}`,
  isNot: (value, other) => `${value} IS DISTINCT FROM ${text(other)}`,
  oneOf: (column, values) =>
    column.integer
      ? isIn(name(column.name), values.filter(isWhole))
      : isIn(canonicalText(column, false), values.map(text)),
  atLeast: (column, least) =>
    column.integer
      ? `coalesce(${name(column.name)} >= ${least}, false)`
      : `coalesce(TRY_CAST(${canonicalText(column, false)} AS DOUBLE) >= ${least}, false)`,
  after: (time, chunk, every, grace) => `(${time}) > ${bucketEnd(chunk, every)} + ${grace}`,
};

/** `values` are SQL. */
function isIn(value: string, values: readonly string[]): string {
  return values.length === 0 ? 'false' : `coalesce(${value} IN (${values.join(', ')}), false)`;
}

/** Whether this is how a whole number reads, so that as a number it is the same in SQL. */
function isWhole(value: string): boolean {
  return /^(0|-?[1-9]\d{0,14})$/.test(value);
}

function segmentSql(segments: SegmentPlan, column: ColumnFacts | undefined): string {
  if (column === undefined) return 'NULL::INTEGER';
  if (segments.kind === 'values') {
    return `CAST(list_position(${listOf(segments.values)}, ${canonicalText(column, false)}) AS INTEGER) - 1`;
  }
  const value = asDouble(column);
  const ranges = segments.edges.map((edge, i) => `WHEN ${value} < '${edge}'::DOUBLE THEN ${i}`).join(' ');
  return `CASE WHEN (${value}) IS NULL OR isnan(${value}) THEN NULL ${ranges} ELSE ${segments.edges.length} END`;
}

function listOf(values: readonly string[]): string {
  return `[${values.map((value) => text(value)).join(', ')}]::VARCHAR[]`;
}
