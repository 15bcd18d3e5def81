import type { Database } from './database.js';
import { text } from './sql.js';

/** A column of a JSON log, its name as SQL has it, and the type that DuckDB tells. */
export interface JsonColumn {
  readonly id: string;
  readonly type: string;
}

export const TIMES: ReadonlySet<string> = new Set(['DATE', 'TIMESTAMP']);

/** What DuckDB's JSON reader makes of “infinity”, “-infinity” and “epoch”, where a field's other values are times. */
const MISREAD = "DATE '1900-01-01'";

/** How a word begins. */
const WORD = "'^\\s*[+-]?[A-Za-z]'";

/** Columns of times, as `parquet` has them, some of whose values are words in the JSON that `scan` reads with given types. */
export async function timesWithWords(
  database: Database,
  columns: readonly JsonColumn[],
  scan: (types: readonly JsonColumn[]) => string,
  parquet: string,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const among = async (
    times: readonly JsonColumn[],
    source: string,
    condition: (id: string) => string,
  ): Promise<JsonColumn[]> => {
    if (times.length === 0) return [];
    const counts = times.map(({ id }, i) => `count(*) FILTER (${condition(id)}) AS n${i}`);
    const [row = {}] = await database.rows(`SELECT ${counts.join(', ')} FROM ${source}`, signal);
    return times.filter((_, i) => Number(row[`n${i}`]) > 0);
  };
  const times = columns.filter(({ type }) => TIMES.has(type));
  const stored = `read_parquet(${text(parquet)})`;
  const suspects = await among(times, stored, (id) => `${id} = ${MISREAD}`);
  if (suspects.length === 0) return new Set();
  const found = await among(suspects, scan(suspects.map(asText)), (id) => `regexp_matches(${id}, ${WORD})`);
  return new Set(found.map(({ id }) => id));
}

/** The column, read as text where it has times. */
export function asText(column: JsonColumn): JsonColumn {
  return TIMES.has(column.type) ? { ...column, type: 'VARCHAR' } : column;
}

/** Those of the columns of times whose text can be cast to their type as a whole: they need not stay text. */
export async function castable(
  database: Database,
  columns: readonly JsonColumn[],
  scan: string,
  signal: AbortSignal,
): Promise<JsonColumn[]> {
  const times = columns.filter(({ type }) => TIMES.has(type));
  if (times.length === 0) return [];
  const fits = times.map(({ id, type }, i) => `count(TRY_CAST(${id} AS ${type})) = count(${id}) AS f${i}`);
  const [row = {}] = await database.rows(`SELECT ${fits.join(', ')} FROM ${scan}`, signal);
  return times.filter((_, i) => row[`f${i}`] === true);
}
