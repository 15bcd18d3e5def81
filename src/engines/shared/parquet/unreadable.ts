/** Something in a Parquet file that this reader does not read, or that contradicts itself: DuckDB is asked instead. */
export class UnreadableParquet extends Error {}

/** A Parquet file holds something else than was written to it: nobody can read it. */
export class DamagedParquet extends Error {}
