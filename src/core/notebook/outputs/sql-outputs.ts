import { formatCount, formatNumber } from '../../report/words.js';
import type { Report } from '../../report/report.js';
import type { TableCell, TableColumn, TableOutput } from './output.js';

/** What a query gave: plain values in the order of its columns. */
export interface QueryResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly QueryValue[])[];
  /** Whether there were more rows than the limit. */
  readonly more: boolean;
}

export type QueryValue = string | number | boolean | null;

/** Rows of a query that are kept at most: outputs are aggregates, not logs. */
export const MOST_ROWS = 1000;

/** Rows that are shown before one asks for all. */
const SHOWN = 5;

/** A query's rows as a table. */
export function queryTable(result: QueryResult, title: string | null): TableOutput {
  const kinds = result.columns.map(({ type }) => kindOf(type));
  return {
    kind: 'table',
    title,
    columns: result.columns.map(({ name }, i) => ({ name, kind: kinds[i] ?? 'text' })),
    rows: result.rows.map((row) => row.map((value, i) => cellOf(value, kinds[i] ?? 'text'))),
    shown: SHOWN,
    total: result.more ? null : result.rows.length,
    note: result.more
      ? `Only the first ${formatCount(result.rows.length)} rows are kept: a report holds aggregates, not logs. GROUP BY, or add a LIMIT.`
      : null,
  };
}

function kindOf(type: string): TableColumn['kind'] {
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL|BIGNUM)/.test(type)) return 'number';
  if (/^(TIMESTAMP|DATE|TIME)/.test(type)) return 'time';
  return type === 'BOOLEAN' ? 'boolean' : 'text';
}

function cellOf(value: QueryValue, kind: TableColumn['kind']): TableCell {
  if (value === null) return { value, text: '' };
  if (kind === 'number' && typeof value === 'number') {
    return { value, text: Number.isInteger(value) ? formatCount(value) : formatNumber(value) };
  }
  return { value, text: String(value) };
}

/** The report's results as rows of the view `results`. */
export function resultRows(report: Report): {
  readonly columns: readonly (readonly [string, string])[];
  readonly rows: readonly QueryValue[][];
} {
  const limit = (value: Report['results'][number]['threshold']['alert']): string | null =>
    value === null ? null : JSON.stringify(value);
  return {
    columns: [
      ['check', 'VARCHAR'],
      ['family', 'VARCHAR'],
      ['metric', 'VARCHAR'],
      ['column', 'VARCHAR'],
      ['segment', 'VARCHAR'],
      ['version', 'VARCHAR'],
      ['chunk', 'TIMESTAMP'],
      ['chunk_name', 'VARCHAR'],
      ['standing', 'BOOLEAN'],
      ['verdict', 'VARCHAR'],
      ['value', 'DOUBLE'],
      ['low', 'DOUBLE'],
      ['high', 'DOUBLE'],
      ['p_value', 'DOUBLE'],
      ['q_value', 'DOUBLE'],
      ['n_reference', 'BIGINT'],
      ['n_current', 'BIGINT'],
      ['warn', 'VARCHAR'],
      ['alert', 'VARCHAR'],
    ],
    rows: report.results.map((result) => [
      result.check,
      result.family,
      result.metric,
      result.subject.column,
      result.subject.segment,
      result.subject.version,
      result.chunk === null || Number.isNaN(Date.parse(result.chunk)) ? null : result.chunk.replace('Z', ''),
      result.chunk,
      result.standing,
      result.standing_verdict ?? result.verdict,
      result.value,
      result.interval?.[0] ?? null,
      result.interval?.[1] ?? null,
      result.p_value,
      result.q_value,
      result.n_reference,
      result.n_current,
      limit(result.threshold.warn),
      limit(result.threshold.alert),
    ]),
  };
}
