import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { DataError } from '../../core/errors.js';
import type { MalformedRows } from '../../core/profile/log-facts.js';
import type { Database } from './database.js';
import { NOTHING_MALFORMED, type Normalised } from './normalised.js';
import { name, text } from './sql.js';

/** Bytes that one object may have. DuckDB takes twice as much for each buffer, so most logs are read with less. */
const MOST_BYTES = 64 * 2 ** 20;
const USUAL_BYTES = 16 * 2 ** 20;

/** Turns a JSON or NDJSON log into a Parquet file at `target`; lines that are no object are set aside. */
export async function jsonToParquet(
  database: Database,
  path: string,
  shown: string,
  kind: 'json' | 'ndjson',
  target: string,
  index: string,
  signal: AbortSignal,
): Promise<Normalised> {
  if (kind === 'ndjson' && (await writeQuickly(database, path, target, signal))) {
    return { parquet: target, malformed: NOTHING_MALFORMED, mismatched: new Map(), types: null };
  }
  let source = path;
  let malformed = NOTHING_MALFORMED;
  if (kind === 'ndjson') {
    malformed = await brokenLines(database, path, signal);
    if (malformed.count > 0) {
      // DuckDB's own skipping loses the line after a broken one, so the good lines are copied out first.
      source = join(database.folder, `${index}.good.ndjson`);
      await database.run(
        `COPY (SELECT line FROM ${lines(path)} WHERE NOT ${isBroken('line')}) TO ${text(source)} (FORMAT csv, HEADER false, DELIMITER '\x01', QUOTE '')`,
        signal,
      );
    }
  }
  const scan = `read_json(${text(source)}, format='${kind === 'json' ? 'auto' : 'newline_delimited'}', sample_size=-1, maximum_object_size=${MOST_BYTES})`;
  const columns = await columnsOf(database, scan, signal);
  if (columns.length === 0) throw new DataError(`${shown} holds no objects with fields.`, { path: shown });
  await database.run(copy(columns.map(plainColumn), scan, target), signal);
  return { parquet: target, malformed, mismatched: new Map(), types: null };
}

interface JsonColumn {
  readonly id: string;
  readonly type: string;
}

/**
 * Writes the Parquet with each line parsed twice, for its types and for its values, and not looked at before. False
 * where a line is no object: then they must be told apart line by line.
 */
async function writeQuickly(
  database: Database,
  path: string,
  target: string,
  signal: AbortSignal,
): Promise<boolean> {
  const scan = `read_json(${text(path)}, format='newline_delimited', records='true', sample_size=-1, maximum_object_size=${USUAL_BYTES})`;
  try {
    await database.run(copy(['*'], scan, target), signal);
  } catch (error) {
    if (signal.aborted) throw error;
    return false;
  }
  const parquet = `read_parquet(${text(target)})`;
  const columns = await columnsOf(database, parquet, signal);
  // DuckDB reads a line that is “null” as a row without a value.
  const [empty] = await database.rows(
    `SELECT count(*) AS rows FROM ${parquet} WHERE ${columns.map(({ id }) => `${id} IS NULL`).join(' AND ')}`,
    signal,
  );
  if (Number(empty?.rows) > 0) return false;
  if (columns.some(({ type }) => type === 'JSON')) {
    const plain = `${target}.plain`;
    try {
      await database.run(copy(columns.map(plainColumn), parquet, plain), signal);
      await rename(plain, target);
    } finally {
      await rm(plain, { force: true });
    }
  }
  return true;
}

async function columnsOf(database: Database, scan: string, signal: AbortSignal): Promise<JsonColumn[]> {
  const described = await database.rows(`DESCRIBE SELECT * FROM ${scan}`, signal);
  return described.map((row) => ({ id: name(String(row.column_name)), type: String(row.column_type) }));
}

/** A column of mixed types as text, without the quotes of JSON. */
function plainColumn({ id, type }: JsonColumn): string {
  return type === 'JSON' ? `${id}->>'$' AS ${id}` : id;
}

function copy(select: readonly string[], scan: string, target: string): string {
  return `COPY (SELECT ${select.join(', ')} FROM ${scan}) TO ${text(target)} (FORMAT parquet, COMPRESSION snappy)`;
}

async function brokenLines(database: Database, path: string, signal: AbortSignal): Promise<MalformedRows> {
  const broken = await database.rows(
    `SELECT number, count(*) OVER () AS total FROM (SELECT row_number() OVER () AS number, line FROM ${lines(path)}) WHERE ${isBroken('line')} ORDER BY number LIMIT 5`,
    signal,
  );
  if (broken.length === 0) return NOTHING_MALFORMED;
  return {
    count: Number(broken[0]?.total),
    lines: broken.map((row) => Number(row.number)),
    reason: 'not a JSON object',
  };
}

/** The lines of a text file as a table with one column, `line`. Bytes that are not UTF-8 give NULL-free gaps. */
function lines(path: string): string {
  return `read_csv(${text(path)}, columns={'line': 'VARCHAR'}, delim='\x01', quote='', escape='', header=false, auto_detect=false, strict_mode=false, null_padding=true, parallel=false, ignore_errors=true)`;
}

function isBroken(line: string): string {
  // In a CASE, since json_type() of broken JSON is an error of its own.
  return `(${line} IS NOT NULL AND trim(${line}) <> '' AND CASE WHEN json_valid(${line}) THEN json_type(${line}) <> 'OBJECT' ELSE true END)`;
}
