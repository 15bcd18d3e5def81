import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';

import { CancelledError, DataError } from '../../core/errors.js';
import { asDataError, asLogError, UnexplainedError } from '../shared/errors.js';
import { DuckDbCannotLoad } from './duckdb-cannot-load.js';
import { readFooter } from '../shared/parquet/footer.js';
import { PageScratch } from '../shared/parquet/page-scratch.js';
import { parquetBlocks } from '../shared/parquet/parquet-blocks.js';
import { DamagedParquet } from '../shared/parquet/unreadable.js';
import type { Database } from './database.js';
import type { Source } from './source.js';
import { fromParquet, name } from './sql.js';

/**
 * What failed while rows of these sources were read, as an error in words. DuckDB's message names a page at best, and
 * often not even the file, so the columns are read once more: which one does not read is damaged. A file that is another
 * one by now fails for that.
 */
export async function asReadError(
  error: unknown,
  database: () => Promise<Database>,
  sources: readonly Source[],
  signal: AbortSignal,
): Promise<Error> {
  const removed = signal.aborted ? null : await firstRemoved(sources);
  if (removed !== null) return keptDamage(removed);
  if (!signal.aborted) await Promise.all(sources.map((source) => source.verify()));
  const known = await asLogError(error, sources, signal);
  if (error === known || !(known instanceof UnexplainedError)) return known;
  try {
    return (await damageIn(await database(), sources, signal)) ?? known;
  } catch (failure) {
    return failure instanceof CancelledError || failure instanceof DuckDbCannotLoad ? failure : known;
  }
}

/** The same where a Parquet file is opened, of which only the footer is read. */
export function asFooterError(error: unknown, shown: string, signal: AbortSignal): Error {
  const known = asDataError(error, shown, signal);
  if (error === known || !(known instanceof UnexplainedError)) return known;
  return new DataError(
    `${shown} is damaged: its footer, which says where its columns are, does not read. ${REMEDY}`,
    { path: shown },
  );
}

const REMEDY = 'Write it anew, or take it out of the log.';

/** The first damage in the Parquet of these sources; null where all their columns read. */
async function damageIn(
  database: Database,
  sources: readonly Source[],
  signal: AbortSignal,
): Promise<DataError | null> {
  for (const source of new Set(sources)) {
    const parquet = await source.parquet();
    const column =
      damagedPages(parquet) ?? (await damagedColumn(database, parquet, [...source.columns.keys()], signal));
    if (column === null) continue;
    const { path } = source.facts;
    if (parquet === source.path) {
      return new DataError(
        `${path} is damaged: what it holds of column “${column}” does not read. ${REMEDY}`,
        { path },
      );
    }
    await rm(parquet, { force: true });
    return keptDamage(source);
  }
  return null;
}

function keptDamage({ facts: { path } }: Source): DataError {
  return new DataError(
    `What was kept of ${path} between runs was damaged, and is removed. Run the check again: the file is read anew.`,
    { path },
  );
}

/** The first source whose Parquet is gone while the log itself is there: a read beside this one found it damaged. */
async function firstRemoved(sources: readonly Source[]): Promise<Source | null> {
  for (const source of sources) {
    const parquet = await source.parquet().catch(() => null);
    if (parquet !== null && parquet !== source.path && !existsSync(parquet) && existsSync(source.path))
      return source;
  }
  return null;
}

/** The first column with a page that is not what was written; null where none is, or where that cannot be told. */
function damagedPages(parquet: string): string | null {
  try {
    const footer = readFooter(parquet);
    const scratch = new PageScratch();
    for (const column of footer.columns.keys()) {
      const asked = { name: column, whole: false, asTime: false };
      try {
        for (const block of parquetBlocks(parquet, footer, [asked], scratch)) void block;
      } catch (error) {
        if (error instanceof DamagedParquet) return column;
      }
    }
    return null;
  } catch {
    return null;
  }
}

/** The first column that cannot be read, found by halves; null where all can. */
async function damagedColumn(
  database: Database,
  parquet: string,
  columns: readonly string[],
  signal: AbortSignal,
): Promise<string | null> {
  const reads = async (some: readonly string[]): Promise<boolean> => {
    try {
      // Each value is looked at: a count alone may be told from what a page says of itself.
      const hashes = some.map((column) => `bit_xor(hash(${name(column)}))`).join(', ');
      await database.rows(`SELECT ${hashes} FROM ${fromParquet(parquet)}`, signal);
      return true;
    } catch (error) {
      if (error instanceof CancelledError) throw error;
      return false;
    }
  };
  let suspects = columns;
  if (suspects.length === 0 || (await reads(suspects))) return null;
  while (suspects.length > 1) {
    const half = suspects.slice(0, suspects.length >> 1);
    suspects = (await reads(half)) ? suspects.slice(half.length) : half;
  }
  return suspects[0] ?? null;
}
