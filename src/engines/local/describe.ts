import { groupBy } from '../../core/profile/group-by.js';
import type { ColumnFacts } from '../../core/profile/log-facts.js';
import { UNKNOWN_CONTENT, type ColumnSummary, type FileSummary } from '../shared/log-engine.js';
import type { Database } from './database.js';
import type { Source } from './source.js';
import { name, text, timeMicroseconds } from './sql.js';

const EXAMPLES = 5;

/** Up to about so many distinct values are counted exactly: whether there are two or three tells a task from another. */
const COUNTED = 2_000;

/** Rows that are looked at for frequent values, and how many of these are kept. */
const ROWS_LOOKED_AT = 20_000;
const FREQUENT = 30;

/** Frequent values of the columns that have few, by column, from the first rows of a file: for suggestions, not for numbers. */
export async function frequentValues(
  database: Database,
  file: Source,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const columns = file.facts.columns.filter(
    ({ kind, integer }) => kind === 'categorical' || (kind === 'numeric' && integer),
  );
  if (columns.length === 0 || file.facts.rows === 0) return new Map();
  const counted = columns.map(
    (column, i) =>
      `SELECT * FROM (SELECT ${i} AS place, ${name(column.name)}::VARCHAR AS value, count(*) AS n FROM head WHERE ${name(column.name)} IS NOT NULL GROUP BY ALL ORDER BY n DESC, value LIMIT ${FREQUENT + 1})`,
  );
  const rows = await database.rows(
    `WITH head AS MATERIALIZED (SELECT * FROM read_parquet(${text(await file.parquet())}) LIMIT ${ROWS_LOOKED_AT}) ${counted.join(' UNION ALL ')}`,
    signal,
  );
  return new Map(
    [...groupBy(rows, ({ place }) => columns[Number(place)]?.name ?? '')]
      .filter(([, own]) => own.length <= FREQUENT)
      .map(([column, own]) => [column, own.map(({ value }) => String(value))]),
  );
}

/** Summarises every column of an open file in one pass; lists and objects are not looked into. */
export async function describeFile(
  database: Database,
  file: Source,
  signal: AbortSignal,
): Promise<FileSummary> {
  const columns = file.facts.columns.filter((column) => column.kind !== 'list');
  const source = `read_parquet(${text(await file.parquet())})`;
  if (columns.length === 0 || file.facts.rows === 0) {
    return { facts: file.facts, columns: file.facts.columns.map(withoutContent) };
  }
  const [row = {}] = await database.rows(
    `SELECT ${columns
      .flatMap((column, i) => {
        const id = name(column.name);
        const number =
          column.kind === 'timestamp'
            ? `(${timeMicroseconds(column, null)}) / 1000.0`
            : column.kind === 'numeric'
              ? `${id}::DOUBLE`
              : 'NULL::DOUBLE';
        return [
          `approx_count_distinct(${id}) AS d${i}`,
          `min(${number}) AS a${i}`,
          `max(${number}) AS b${i}`,
          `count(*) - count(${id}) AS m${i}`,
        ];
      })
      .join(', ')} FROM ${source}`,
    signal,
  );
  const distinct = await exactDistinct(
    database,
    source,
    columns.map((column, i) => ({ column: column.name, about: Number(row[`d${i}`] ?? 0) })),
    signal,
  );
  const head = await database.rows(
    `SELECT ${columns.map((column, i) => `${name(column.name)}::VARCHAR AS v${i}`).join(', ')} FROM ${source} LIMIT 200`,
    signal,
  );
  const summaries = new Map(
    columns.map((column, i): [string, ColumnSummary] => {
      const values = head
        .map((entry) => entry[`v${i}`])
        .filter((value) => value !== null && value !== undefined);
      const number = (key: string): number | null => {
        const value = row[`${key}${i}`];
        return value === null || value === undefined ? null : Number(value);
      };
      const summary = {
        ...column,
        distinct: distinct.get(column.name) ?? number('d') ?? 0,
        min: number('a'),
        max: number('b'),
        missing: (number('m') ?? 0) / file.facts.rows,
        examples: [...new Set(values.map(String))].slice(0, EXAMPLES),
      };
      return [column.name, summary];
    }),
  );
  const all = file.facts.columns.map((column) => summaries.get(column.name) ?? withoutContent(column));
  return { facts: file.facts, columns: all };
}

function withoutContent(column: ColumnFacts): ColumnSummary {
  return { ...column, ...UNKNOWN_CONTENT };
}

/** The exact numbers of distinct values, by column, of those that have about `COUNTED` at most. */
async function exactDistinct(
  database: Database,
  source: string,
  columns: readonly { readonly column: string; readonly about: number }[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const few = columns.filter(({ about }) => about <= COUNTED);
  if (few.length === 0) return new Map();
  const counts = few.map(({ column }, i) => `count(DISTINCT ${name(column)}) AS n${i}`);
  const [row = {}] = await database.rows(`SELECT ${counts.join(', ')} FROM ${source}`, signal);
  return new Map(few.map(({ column }, i) => [column, Number(row[`n${i}`])]));
}
