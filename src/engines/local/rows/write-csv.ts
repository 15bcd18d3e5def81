import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { CancelledError } from '../../../core/errors.js';
import type { RunContext } from '../../../core/profile/engine.js';
import type { ExportedRows } from '../../../core/profile/rows.js';
import type { Database } from '../database.js';
import { asReadError } from '../damage.js';
import { fromParquet, name, text } from '../sql.js';
import { changedWhileRead, type FilePart, type RowsBehind } from './rows-behind.js';

/** What a spreadsheet takes for the start of a formula. */
const FORMULA = '^[=+@\\t\\r-]';

/**
 * Writes all rows as CSV (RFC 4180), each with its file and its number in it. Text stands in quotes, so that an empty text is
 * told from none; values are written as they are. The file is there once it is whole.
 */
export async function writeCsv(
  database: Database,
  behind: RowsBehind,
  target: string,
  run: RunContext,
): Promise<ExportedRows> {
  const draft = `${target}.part`;
  const output = createWriteStream(draft);
  let written = 0;
  let formulas = 0;
  try {
    const columns = behind.columns.map((column) => column.name);
    const places = placeNames(columns);
    await write(output, `${[...places, ...columns].map(quoted).join(',')}\n`);
    for (const part of behind.parts) {
      if (run.signal.aborted) throw new CancelledError();
      if (part.rows > 0) {
        const piece = join(database.folder, 'rows-piece.csv');
        formulas += await writePart(database, part, columns, piece, run.signal);
        await pipeline(createReadStream(piece), output, { end: false, signal: run.signal });
        await rm(piece);
      }
      written += part.rows;
      run.onProgress({
        phase: 'writing',
        done: written,
        total: behind.total,
        unit: 'steps',
        rows: written,
      });
    }
    await ended(output);
    await rename(draft, target);
    return { rows: written, formulas };
  } catch (error) {
    output.destroy();
    await rm(draft, { force: true });
    throw run.signal.aborted ? new CancelledError() : error;
  }
}

/** Writes the rows of one file; gives the number of their text cells that begin like a formula. */
async function writePart(
  database: Database,
  { source, where, rows, before }: FilePart,
  columns: readonly string[],
  piece: string,
  signal: AbortSignal,
): Promise<number> {
  const isText = (column: string): boolean => source.columns.get(column)?.kind === 'categorical';
  const cells = columns.map((column, i) => {
    const value = source.columns.has(column) ? name(column) : 'NULL';
    return `${isText(column) ? `${value}::VARCHAR` : value} AS c${i}`;
  });
  const texts = columns.flatMap((column, i) => (isText(column) ? [`c${i}`] : []));
  try {
    const from = `(SELECT ${text(source.facts.path)} AS f, ${before} + file_row_number + 1 AS n, ${cells.join(', ')} FROM ${fromParquet(await source.parquet())} WHERE ${where})`;
    const [copied] = await database.rows(
      `COPY (SELECT * FROM ${from}) TO ${text(piece)} (FORMAT csv, HEADER false, FORCE_QUOTE (${['f', ...texts].join(', ')}))`,
      signal,
    );
    if (Number(copied?.Count) !== rows) throw changedWhileRead(source);
    if (texts.length === 0) return 0;
    const risky = texts.map(
      (cell) => `(regexp_matches(${cell}, '${FORMULA}') AND TRY_CAST(${cell} AS DOUBLE) IS NULL)::INTEGER`,
    );
    const [counted] = await database.rows(
      `SELECT sum(${risky.map((one) => `coalesce(${one}, 0)`).join(' + ')}) AS n FROM ${from}`,
      signal,
    );
    return Number(counted?.n ?? 0);
  } catch (error) {
    throw await asReadError(error, () => Promise.resolve(database), [source], signal);
  }
}

/** Names of the columns that say where a row stands, unlike any of the log's. */
function placeNames(columns: readonly string[]): string[] {
  return ['log_file', 'log_row'].map((wanted) => {
    let free = wanted;
    while (columns.includes(free)) free = `_${free}`;
    return free;
  });
}

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

function write(output: WriteStream, value: string): Promise<void> {
  return new Promise((resolve, reject) =>
    output.write(value, (error) => (error === null || error === undefined ? resolve() : reject(error))),
  );
}

function ended(output: WriteStream): Promise<void> {
  return new Promise((resolve, reject) => {
    output.once('error', reject);
    output.end(resolve);
  });
}
