/** A query that DuckDB refused or could not finish; the message is DuckDB's first line. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  constructor(
    message: string,
    /** Offset in the query, in characters; null where DuckDB names none. */
    readonly offset: number | null,
  ) {
    super(message);
  }
}
