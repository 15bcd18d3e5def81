import {
  DOUBLE,
  DuckDBDataChunk,
  DuckDBInstance,
  type DuckDBConnection,
  type DuckDBValue,
} from '@duckdb/node-api';

/** Rows a chunk can hold: DuckDB's vector size. */
const chunkRows = 2048;

/** An in-memory database of modest size. */
export async function openDatabase(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB', threads: '2' });
  return instance.connect();
}

/** The single number a query answers with. */
export async function fetchNumber(connection: DuckDBConnection, sql: string): Promise<number> {
  const [row] = (await connection.runAndReadAll(sql)).getRows();
  return Number(row?.[0]);
}

/** The first column of a query's answer as texts. */
export async function fetchTexts(connection: DuckDBConnection, sql: string): Promise<string[]> {
  return (await connection.runAndReadAll(sql)).getRows().map((row) => String(row[0]));
}

/** The arrays a column of numbers can be read into. */
export type Numbers = Int32Array | Int16Array | Uint8Array | Float64Array;

/** Fills each array with its column (a SQL expression) of `SELECT … <tail>`, in the query's order; null becomes NaN. */
export async function fetchInto(
  connection: DuckDBConnection,
  columns: readonly (readonly [sql: string, into: Numbers])[],
  tail: string,
): Promise<void> {
  const select = columns.map(
    ([sql, into]) => `(${sql})::${into instanceof Float64Array ? 'DOUBLE' : 'INTEGER'}`,
  );
  // Materialised, not streamed: a stream of this client ends silently on an error.
  const result = await connection.run(`SELECT ${select.join(', ')} ${tail}`);
  let filled = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) break;
    columns.forEach(([, into], column) => {
      const vector = chunk.getColumnVector(column);
      for (let i = 0; i < chunk.rowCount; i++) into[filled + i] = (vector.getItem(i) as number | null) ?? NaN;
    });
    filled += chunk.rowCount;
  }
  const expected = columns[0]?.[1].length ?? 0;
  if (filled !== expected) throw new Error(`read ${filled} rows, expected ${expected}`);
}

/** A new table of DOUBLE columns from equally long typed arrays; NaN becomes null. */
export async function storeColumns(
  connection: DuckDBConnection,
  table: string,
  columns: Readonly<Record<string, Numbers>>,
): Promise<void> {
  const names = Object.keys(columns);
  const arrays = Object.values(columns);
  const rows = arrays[0]?.length ?? 0;
  await connection.run(`CREATE TABLE ${table} (${names.map((name) => `${name} DOUBLE`).join(', ')})`);
  const appender = await connection.createAppender(table);
  for (let start = 0; start < rows; start += chunkRows) {
    const count = Math.min(chunkRows, rows - start);
    const chunk = DuckDBDataChunk.create(
      arrays.map(() => DOUBLE),
      count,
    );
    arrays.forEach((array, column) => {
      const values: DuckDBValue[] = [];
      for (let i = 0; i < count; i++) {
        const value = array[start + i] ?? NaN;
        values.push(Number.isNaN(value) ? null : value);
      }
      chunk.setColumnValues(column, values);
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}
