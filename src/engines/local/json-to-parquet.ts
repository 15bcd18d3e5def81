import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { DataError } from '../../core/errors.js';
import { BYTE_ORDER_MARK, beginsWithMark } from '../shared/byte-order-mark.js';
import { brokenEntry } from '../shared/errors.js';
import { copyPart } from './copy-part.js';
import type { Database } from './database.js';
import { NO_ONE_TIME, jsonFields, NO_UUID, typeOfKinds, WORD, type JsonObjects } from './json-fields.js';
import { setBrokenLinesAside } from './json-lines.js';
import { asText, castable, TIMES, timesWithWords, type JsonColumn } from './json-time-words.js';
import { NOTHING_MALFORMED, type Normalised, type TextFile } from './normalised.js';
import { name, PARQUET_OPTIONS, text } from './sql.js';
import { areAlike, MOST_FIELDS, objectsToParquet, tellColumns } from './plain-objects.js';

/** Bytes that one object may have. DuckDB takes twice as much for each buffer, so most logs are read with less. */
const MOST_BYTES = 64 * 2 ** 20;
const USUAL_BYTES = 4 * 2 ** 20;

/** Turns a JSON or NDJSON log into a Parquet file at `target`; lines that are no row are set aside. */
export async function jsonToParquet(file: TextFile, kind: 'json' | 'ndjson'): Promise<Normalised> {
  const { shown, target, index, signal } = file;
  const path = await withoutMark(file, kind);
  let source = path;
  let told: readonly JsonColumn[] | null = null;
  let malformed = NOTHING_MALFORMED;
  const whole = (): Normalised => ({
    parquet: target,
    malformed,
    mismatched: new Map(),
    types: null,
    endsInQuotes: false,
  });
  if (kind === 'ndjson') {
    told = await tellColumns(path, signal);
    if (told !== null && (await objectsToParquet(file, path, told))) return whole();
  }
  const database = await file.database();
  if (kind === 'ndjson') {
    const once = await writeFlat(file, path, told);
    if (once === 'written' || (once === 'unlike' && (await writeQuickly(database, path, target, signal))))
      return whole();
    source = join(await file.folder(), `${index}.good.ndjson`);
    malformed = await setBrokenLinesAside(path, source, signal);
    if (malformed.count > 0 && (await writeFlat(file, source, null)) === 'written') return whole();
  }
  const scan = `read_json(${text(source)}, format='${kind === 'json' ? 'auto' : 'newline_delimited'}', sample_size=-1, maximum_object_size=${MOST_BYTES})`;
  try {
    const columns = await columnsOf(database, scan, signal);
    if (columns.length === 0) throw new DataError(`${shown} holds no objects with fields.`, { path: shown });
    await writeColumns(database, columns, scan, target, signal);
    const typed = (types: readonly JsonColumn[]): string =>
      `read_json(${text(source)}, format='${kind === 'json' ? 'auto' : 'newline_delimited'}', maximum_object_size=${MOST_BYTES}, ${columnsAs(types)})`;
    const words = await timesWithWords(database, columns, typed, target, signal);
    if (words.size > 0) await writeWords(database, columns, words, typed, target, signal);
  } catch (error) {
    throw repeatedKey(error, shown) ?? error;
  }
  return whole();
}

/** The file, or a copy of it without the byte-order mark, which DuckDB does not take. */
async function withoutMark(
  { path, folder, index, signal }: TextFile,
  kind: 'json' | 'ndjson',
): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(BYTE_ORDER_MARK.length), 0, BYTE_ORDER_MARK.length, 0);
    if (!beginsWithMark(buffer)) return path;
  } finally {
    await file.close();
  }
  const copy = join(await folder(), `${index}.unmarked.${kind}`);
  await copyPart(path, copy, { start: BYTE_ORDER_MARK.length, end: null }, false, signal);
  return copy;
}

/** What DuckDB says of an entry with a key that stands in it twice, in our words; null for anything else. */
function repeatedKey(error: unknown, shown: string): Error | null {
  const message = error instanceof Error ? error.message : '';
  const found = /in (?:line|record\/value) (\d+): Object [^]* has duplicate key "([^]*)"/.exec(message);
  return found === null
    ? null
    : brokenEntry(shown, Number(found[1]), `the key “${found[2] ?? ''}” stands in it twice`);
}

/** Writes all columns, those with words among their times as text. */
async function writeWords(
  database: Database,
  columns: readonly JsonColumn[],
  words: ReadonlySet<string>,
  scan: (types: readonly JsonColumn[]) => string,
  target: string,
  signal: AbortSignal,
): Promise<void> {
  const texts = scan(columns.map(asText));
  const times = await castable(
    database,
    columns.filter(({ id }) => !words.has(id)),
    texts,
    signal,
  );
  const casts = times.map(({ id, type }) => `${id}::${type} AS ${id}`);
  const source = casts.length === 0 ? texts : `(SELECT * REPLACE (${casts.join(', ')}) FROM ${texts})`;
  await writeColumns(database, columns, source, target, signal);
}

/** Rows that types are first told from: whole batches of DuckDB's, the same as when it looks at all rows. */
const FIRST_ROWS = 4 * 2048;

/** Below this DuckDB's own look at all lines costs little. */
const FEW_BYTES = 1 << 20;

/** What came of a try: the Parquet is there, the types are not sure, or a line is broken. */
type Outcome = 'written' | 'unlike' | 'broken';

/**
 * Writes the Parquet with each line parsed once: the types are told from the first rows, and while DuckDB parses all of
 * them as these, a look at every value's first bytes tells whether the types are those that DuckDB would have found over
 * all rows. `tried`: columns that these objects were already found not to have.
 */
async function writeFlat(
  file: TextFile,
  path: string,
  tried: readonly JsonColumn[] | null,
): Promise<Outcome> {
  const { target, signal } = file;
  if ((await stat(path)).size < FEW_BYTES) return 'unlike';
  const database = await file.database();
  const options = `format='newline_delimited', records='true', maximum_object_size=${USUAL_BYTES}`;
  const detected = `read_json(${text(path)}, ${options}, sample_size=${FIRST_ROWS})`;
  try {
    const first = await columnsOf(database, detected, signal);
    if (first.length > MOST_FIELDS || first.some(({ type }) => !FLAT_TYPES.has(type))) return 'unlike';
    const isTried = tried !== null && sameColumns(tried, first.map(asStored));
    if (!isTried && (await objectsToParquet(file, path, first))) return 'written';
    const copied = database.run(copy(first.map(wholeColumn), detected, target), signal).then(
      () => null,
      (error: unknown) => error,
    );
    const objects = await jsonFields(path, signal).finally(() => copied);
    const failure = await copied;
    if (failure !== null && isMalformed(failure)) return 'broken';
    const columns = objects === null ? null : columnsOfFields(objects, first);
    if (objects === null || columns === null) return 'unlike';
    if (!sameColumns(columns, first.map(asStored))) {
      // How times are written is told from all columns together: others might have told otherwise.
      if ([...columns, ...first].some(({ type }) => TIMES.has(type))) return 'unlike';
      const typed = `read_json(${text(path)}, ${options}, ${columnsAs(columns)})`;
      await database.run(copy(columns.map(plainColumn), typed, target), signal);
    } else if (failure !== null) return 'unlike';
    const [counted] = await database.rows(
      `SELECT count(*) AS rows FROM read_parquet(${text(target)})`,
      signal,
    );
    return Number(counted?.rows) === objects.rows ? 'written' : 'unlike';
  } catch (error) {
    if (signal.aborted) throw error;
    return isMalformed(error) ? 'broken' : 'unlike';
  }
}

function isMalformed(error: unknown): boolean {
  return error instanceof Error && /Malformed JSON|has duplicate key/.test(error.message);
}

const FLAT_TYPES: ReadonlySet<string> = new Set([
  ...TIMES,
  'BIGINT',
  'BOOLEAN',
  'DOUBLE',
  'HUGEINT',
  'JSON',
  'UUID',
  'VARCHAR',
]);

/** The columns that DuckDB would tell from all rows; null where that is not sure. */
function columnsOfFields({ rows, fields }: JsonObjects, first: readonly JsonColumn[]): JsonColumn[] | null {
  if (!areAlike(rows, fields)) return null;
  const found = new Map(first.map(({ id, type }) => [id, type]));
  const columns: JsonColumn[] = [];
  for (const { key, kinds } of fields) {
    const id = name(key);
    const type = typeOf(kinds, found.get(id));
    if (type === null) return null;
    columns.push({ id, type });
  }
  return columns;
}

/** Type of a field whose values are of these kinds, and of this type in the first rows. */
function typeOf(kinds: number, first: string | undefined): string | null {
  const type = typeOfKinds(kinds);
  // Nothing but null, or something of everything.
  if (type === null) return 'JSON';
  if (type !== 'STRING') return type;
  if (first === 'VARCHAR' || (kinds & WORD) !== 0) return 'VARCHAR';
  if (first === 'UUID') return (kinds & NO_UUID) === 0 ? first : 'VARCHAR';
  return first !== undefined && TIMES.has(first) && (kinds & NO_ONE_TIME) === 0 ? first : null;
}

function sameColumns(columns: readonly JsonColumn[], others: readonly JsonColumn[]): boolean {
  return (
    columns.length === others.length &&
    columns.every(({ id, type }, i) => id === others[i]?.id && type === others[i].type)
  );
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
  const typed = (types: readonly JsonColumn[]): string =>
    `read_json(${text(path)}, format='newline_delimited', maximum_object_size=${USUAL_BYTES}, ${columnsAs(types)})`;
  if ((await timesWithWords(database, columns, typed, target, signal)).size > 0) return false;
  if (await mayBeWhole(database, parquet, columns, signal)) {
    const told = await columnsOf(database, scan, signal);
    if (told.some(({ type }) => type === 'HUGEINT')) {
      await writeColumns(database, told, scan, target, signal);
      return true;
    }
  }
  if (columns.some(({ type }) => type === 'JSON' || type === 'UUID')) {
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

function columnsAs(columns: readonly JsonColumn[]): string {
  return `columns={${columns.map(({ id, type }) => `${id}: ${text(type)}`).join(', ')}}`;
}

/** A column of mixed types as text, without the quotes of JSON; UUIDs as text too. */
function plainColumn({ id, type }: JsonColumn): string {
  if (type === 'UUID') return `${id}::VARCHAR AS ${id}`;
  return type === 'JSON' ? `${id}->>'$' AS ${id}` : id;
}

/** DuckDB takes whole numbers of both signs for HUGEINT, which Parquet has not: as DOUBLE their last digits would go. */
function asStored(column: JsonColumn): JsonColumn {
  return column.type === 'HUGEINT' ? { ...column, type: 'BIGINT' } : column;
}

/** The same, of numbers that 64 bits hold. */
function wholeColumn(column: JsonColumn): string {
  return column.type === 'HUGEINT' ? `${column.id}::BIGINT AS ${column.id}` : plainColumn(column);
}

/** Whether a column of doubles has whole numbers alone: they may have been whole before they were written. */
async function mayBeWhole(
  database: Database,
  parquet: string,
  columns: readonly JsonColumn[],
  signal: AbortSignal,
): Promise<boolean> {
  const doubles = columns.filter(({ type }) => type === 'DOUBLE');
  if (doubles.length === 0) return false;
  const whole = doubles.map(({ id }) => `coalesce(bool_and(${id} = floor(${id})), false)`);
  const [row] = await database.rows(`SELECT ${whole.join(' OR ')} AS whole FROM ${parquet}`, signal);
  return row?.whole === true;
}

/** Writes all columns, those of whole numbers as such where 64 bits hold them all. */
async function writeColumns(
  database: Database,
  columns: readonly JsonColumn[],
  scan: string,
  target: string,
  signal: AbortSignal,
): Promise<void> {
  const huge = columns.filter(({ type }) => type === 'HUGEINT');
  const fits = huge.map(({ id }, i) => `count(TRY_CAST(${id} AS BIGINT)) = count(${id}) AS f${i}`);
  const [row = {}] =
    huge.length === 0 ? [] : await database.rows(`SELECT ${fits.join(', ')} FROM ${scan}`, signal);
  const select = columns.map((column) =>
    row[`f${huge.indexOf(column)}`] === true ? wholeColumn(column) : plainColumn(column),
  );
  await database.run(copy(select, scan, target), signal);
}

function copy(select: readonly string[], scan: string, target: string): string {
  return `COPY (SELECT ${select.join(', ')} FROM ${scan}) TO ${text(target)} (${PARQUET_OPTIONS})`;
}
