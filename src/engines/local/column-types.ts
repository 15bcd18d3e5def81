import type { Database } from './database.js';
import type { TypedColumn } from './normalised.js';
import { name, timeOfText } from './sql.js';

/** Share of a sample's cells that must parse for a column to have that type. */
export const MOSTLY = 0.9;

/** DuckDB's memory for aggregates grows with the square of their number: of more columns so many are looked at at a time. */
export const WIDE = 400;

/** How a text that is a time begins. */
const MAYBE_TIME = '^ *[-+]?[0-9]';

/** The narrowest type that most of a sample's cells parse as; `sample` is a table or a query in brackets. */
export async function typesOf(
  database: Database,
  sample: string,
  columns: readonly string[],
  signal: AbortSignal,
): Promise<TypedColumn[]> {
  /** Counts cells: `of[i]` are the counts that are wanted of column `i`, under names of their own. */
  const count = async (
    of: readonly Readonly<Record<string, string>>[],
  ): Promise<Record<string, number>[]> => {
    const aggregates = of.flatMap((wanted, i) =>
      Object.entries(wanted).map(([key, value]) => `count(${value}) AS ${key}${i}`),
    );
    if (aggregates.length === 0) return of.map(() => ({}));
    const [row = {}] = await database.rows(`SELECT ${aggregates.join(', ')} FROM ${sample}`, signal);
    return of.map((wanted, i) =>
      Object.fromEntries(Object.keys(wanted).map((key) => [key, Number(row[`${key}${i}`] ?? 0)])),
    );
  };
  const ids = columns.map(name);
  const numbers = await count(
    ids.map((id) => ({ cells: id, whole: `TRY_CAST(${id} AS BIGINT)`, number: `TRY_CAST(${id} AS DOUBLE)` })),
  );
  const enough = numbers.map(({ cells = 0 }) => Math.max(1, cells * MOSTLY));
  const areNumbers = numbers.map(
    ({ whole = 0, number = 0 }, i) => Math.max(whole, number) >= (enough[i] ?? 1),
  );
  // What a column cannot be is not looked for: casts to times take longer than all others together.
  const others = await count(
    ids.map((id, i): Record<string, string> => {
      if (areNumbers[i] === true)
        return {
          // 007 and 1_000 are text that happens to parse.
          codes: `CASE WHEN contains(${id}, '_') OR regexp_matches(${id}, '^-?0[0-9]') THEN 1 END`,
          fractions: `CASE WHEN regexp_matches(${id}, '[.eE]') THEN 1 END`,
        };
      if (numbers[i]?.cells === 0) return {};
      return {
        booleans: `CASE WHEN lower(${id}) IN ('true', 'false') THEN 1 END`,
        times: `CASE WHEN regexp_matches(${id}, '${MAYBE_TIME}') THEN ${timeOfText(id)} END`,
      };
    }),
  );
  return columns.map((column, i): TypedColumn => {
    const most = enough[i] ?? 1;
    const { codes = 0, fractions = 0, booleans = 0, times = 0 } = others[i] ?? {};
    const { whole = 0, number = 0 } = numbers[i] ?? {};
    if (areNumbers[i] === true && codes === 0) {
      if (whole >= most && fractions === 0) return { column, type: 'BIGINT' };
      if (number >= most) return { column, type: 'DOUBLE' };
    }
    if (booleans >= most) return { column, type: 'BOOLEAN' };
    return { column, type: times >= most ? 'TIMESTAMP' : 'VARCHAR' };
  });
}

/** The same of a table with more columns than `WIDE`. */
export async function sampleTypes(
  database: Database,
  sample: string,
  columns: readonly string[],
  signal: AbortSignal,
): Promise<TypedColumn[]> {
  const typed: TypedColumn[] = [];
  for (let i = 0; i < columns.length; i += WIDE)
    typed.push(...(await typesOf(database, sample, columns.slice(i, i + WIDE), signal)));
  return typed;
}
