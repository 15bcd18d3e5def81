/** Something in a Parquet file that this reader does not read, or that contradicts itself: DuckDB is asked instead. */
export class UnreadableParquet extends Error {}
