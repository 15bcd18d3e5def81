import type { ColumnFacts } from '../../core/profile/log-facts.js';
import type { Session } from './session.js';
import { text } from './sql.js';

/** Rows and columns of a Parquet file whose footer only DuckDB reads. */
export async function describeByDuckDb(
  session: Session,
  parquet: string,
  signal: AbortSignal,
): Promise<{ rows: number; columns: ColumnFacts[] }> {
  const database = await session.database();
  const source = `read_parquet(${text(parquet)})`;
  const described = await database.rows(`DESCRIBE SELECT * FROM ${source}`, signal);
  const [counted] = await database.rows(`SELECT count(*) AS rows FROM ${source}`, signal);
  return {
    rows: Number(counted?.rows ?? 0),
    columns: described.map((row) => columnFacts(String(row.column_name), String(row.column_type))),
  };
}

/** Kind of a column by DuckDB's type name. */
export function columnFacts(column: string, type: string): ColumnFacts {
  const integer = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(type);
  const kind = /^(TIMESTAMP|DATE)/.test(type)
    ? 'timestamp'
    : integer || /^(FLOAT|DOUBLE|REAL|DECIMAL)/.test(type)
      ? 'numeric'
      : /\[|^(STRUCT|MAP|UNION)/.test(type)
        ? 'list'
        : 'categorical';
  return { name: column, kind, type, integer };
}
