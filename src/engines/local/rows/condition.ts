import type { ColumnPlan } from '../../../core/profile/plan.js';
import type { RowsBin, RowsPlan } from '../../../core/profile/rows.js';
import type { OpenSource } from '../inspect.js';
import { chunkOf, rowFilter, timeOf } from '../../shared/scan.js';
import { SQL } from '../sql-language.js';
import type { Source } from '../source.js';
import { asDouble, canonicalText, text } from '../sql.js';

/** Table of the values that the reference has, the most frequent first: see `reference-values.ts`. */
export const REFERENCE_VALUES = 'reference_values';

/** SQL of the rows of one file that a plan means. `chunk` is the number of its chunk, null for all of them. */
export function conditionOf(
  plan: RowsPlan,
  file: OpenSource,
  rowOffset: number,
  chunk: number | null,
): string {
  const side = plan.sides.find((one) => one.side === plan.side);
  if (side === undefined) return 'false';
  const conditions = [rowFilter(SQL, plan, side, file)];
  if (chunk !== null)
    conditions.push(`${chunkOf(SQL, plan.chunks, timeOf(SQL, plan, file), rowOffset)} = ${chunk}`);
  if (plan.column !== null && plan.bin.kind !== 'all') {
    conditions.push(`coalesce(${binSql(plan.column, plan.bin, file)}, false)`);
  }
  return conditions.join(' AND ');
}

/** Whether a bin is told by what the reference holds. */
export function asksReference(bin: RowsBin): boolean {
  return (
    bin.kind === 'other' || bin.kind === 'unseen' || (bin.kind === 'rest' && bin.but.some(asksReference))
  );
}

function binSql(column: ColumnPlan, bin: RowsBin, file: Source): string {
  return column.kind === 'numeric'
    ? numericSql(asDouble(file.columns.get(column.name)), bin)
    : categorySql(categoryOf(column, file), bin);
}

/** A column as the text that categories are counted by; NULL where it is missing. */
export function categoryOf(column: Pick<ColumnPlan, 'name'>, file: Source): string {
  const facts = file.columns.get(column.name);
  return facts === undefined ? 'NULL::VARCHAR' : `(${canonicalText(facts, false)})`;
}

function numericSql(value: string, bin: RowsBin): string {
  switch (bin.kind) {
    case 'missing':
      return `(${value} IS NULL OR isnan(${value}))`;
    case 'infinite':
      return `isinf(${value})`;
    case 'range': {
      // As text: SQL takes a bare number for a decimal, and rounds it.
      const low = bin.low === null ? '' : ` AND ${value} >= '${bin.low}'::DOUBLE`;
      const high = bin.high === null ? '' : ` AND ${value} < '${bin.high}'::DOUBLE`;
      return `(isfinite(${value})${low}${high})`;
    }
    case 'all':
      return 'true';
    default:
      throw new TypeError(`A numeric column has no bin “${bin.kind}”.`);
  }
}

function categorySql(value: string, bin: RowsBin): string {
  const known = (where: string): string =>
    `${value} IN (SELECT value FROM ${REFERENCE_VALUES} WHERE ${where})`;
  switch (bin.kind) {
    case 'missing':
      return `${value} IS NULL`;
    case 'value':
      return `${value} = ${text(bin.value)}`;
    case 'other':
      return known(`place > ${bin.own}`);
    case 'unseen':
      return `(${value} IS NOT NULL AND NOT ${known('true')})`;
    case 'rest':
      return `(${value} IS NOT NULL${bin.but.map((one) => ` AND NOT ${categorySql(value, one)}`).join('')})`;
    case 'all':
      return 'true';
    default:
      throw new TypeError(`A column of categories has no bin “${bin.kind}”.`);
  }
}
