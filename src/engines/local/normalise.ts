import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { DataError } from '../../core/errors.js';
import type { MalformedRows } from '../../core/profile/log-facts.js';
import { readCsvHeader, type CsvHeader } from '../shared/csv-header.js';
import { setBrokenRowsAside } from './csv-lines.js';
import type { Database } from './database.js';
import { sampleTypes, typesOf, WIDE } from './column-types.js';
import { jsonToParquet } from './json-to-parquet.js';
import { NOTHING_MALFORMED, type Normalised, type TextFile, type TypedColumn } from './normalised.js';
import { tellTypes } from './text/tell-types.js';
import { textToParquet } from './text/text-to-parquet.js';
import { decompress } from '../shared/decompress.js';
import type { LogFormat } from '../shared/format.js';
import { name, PARQUET_OPTIONS, text, timeOfText, UTC_TIME } from './sql.js';
import { brokenRowWords } from '../shared/broken-row.js';

/** Kinds of text logs. */
type TextKind = Exclude<LogFormat['kind'], 'parquet' | 'arrow'>;

/** Column of the Parquet we write that counts a row's cells that did not parse as their column's type. */
export const LOST = '__tidemark_lost_cells';

/** Bytes that DuckDB reads at a time: more would take memory and save no time. */
const BUFFER_BYTES = 4 * 2 ** 20;

/** Rows looked at to tell a text column's type. */
const SAMPLE = 20_480;
/** A batch of a text table that DuckDB reads is held with all its columns. */
const MOST_TEXT_COLUMNS = 2500;

/** What DuckDB looks for among thousands of expressions takes it seconds, and there is little to find. */
const SLOW_WHEN_WIDE = 'common_subexpressions,common_aggregate,column_lifetime,statistics_propagation';

/** Fewer rows of a wide table, so that not more than so many cells are looked at each time. */
const CELLS_LOOKED_AT = 8_000_000;

function rowsLookedAt(columns: number): number {
  return Math.max(200, Math.min(SAMPLE, Math.floor(CELLS_LOOKED_AT / columns)));
}

/**
 * Turns a text log into Parquet: typed columns, broken rows set aside and counted with their lines. `types` are those that
 * a table's columns must have; null: told from its first rows. `linesBefore` stand before the text in the log that it is a
 * part of.
 */
export async function normalise(
  file: TextFile,
  format: LogFormat & { readonly kind: TextKind },
  types: readonly TypedColumn[] | null,
  linesBefore: number,
): Promise<Normalised> {
  const { path, shown, index, signal } = file;
  let plain = file;
  if (format.compression !== 'none') {
    plain = { ...file, path: join(await file.folder(), `${index}.${format.kind}`) };
    await decompress(path, plain.path, format.compression, shown, signal);
  }
  const { kind } = format;
  if (kind === 'csv' || kind === 'tsv') {
    const head = await readCsvHeader(plain.path, shown, kind);
    return csvToParquet(plain, head, types, linesBefore);
  }
  const made = await jsonToParquet(plain, kind);
  return { ...made, malformed: moved(made.malformed, linesBefore) };
}

/** The same rows by their lines in the log that has so many lines before them. */
function moved(malformed: MalformedRows, linesBefore: number): MalformedRows {
  return { ...malformed, lines: malformed.lines.map((line) => line + linesBefore) };
}

/** Writes what DuckDB reads without a complaint; where it has one, the rows without the broken ones. */
async function csvToParquet(
  file: TextFile,
  head: CsvHeader,
  types: readonly TypedColumn[] | null,
  linesBefore: number,
): Promise<Normalised> {
  const { path, target, index, signal } = file;
  const made = await tableToParquet(file, head, types);
  if (made.malformed.count === 0) return made;
  const whole = join(await file.folder(), `${index}.rows`);
  const table = { delimiter: head.delimiter, width: head.columns.length };
  const { malformed, rows, endsInQuotes } = await setBrokenRowsAside(path, whole, table, linesBefore, signal);
  try {
    const again =
      malformed.count === 0
        ? made
        : await tableToParquet({ ...file, path: whole, index: `${index}_rows` }, head, types);
    if (again.malformed.count === 0) return { ...again, malformed, endsInQuotes };
    // DuckDB refuses rows that we do not.
    const database = await file.database();
    const [read] = await database.rows(`SELECT count(*) AS rows FROM read_parquet(${text(target)})`, signal);
    const more = Math.max(again.malformed.count, rows - Number(read?.rows));
    const first = malformed.count > 0 ? malformed : moved(again.malformed, linesBefore);
    return { ...again, malformed: { ...first, count: malformed.count + more }, endsInQuotes };
  } finally {
    await rm(whole, { force: true });
  }
}

async function tableToParquet(
  file: TextFile,
  head: CsvHeader,
  types: readonly TypedColumn[] | null,
): Promise<Normalised> {
  const told = types ?? (await tellTypes(file.path, head, rowsLookedAt(head.columns.length), file.signal));
  const plain = told === null ? null : await plainToParquet(file, head, told);
  return plain ?? tableByDuckDb(file, head, told);
}

async function tableByDuckDb(
  file: TextFile,
  head: CsvHeader,
  types: readonly TypedColumn[] | null,
): Promise<Normalised> {
  const { path, shown, target, index, signal } = file;
  const { delimiter, columns: header } = head;
  if (header.length > MOST_TEXT_COLUMNS) {
    throw new DataError(
      `${shown} has ${header.length} columns, and not all its cells are plain (such as words among numbers, or bytes that are not UTF-8): of such a table at most ${MOST_TEXT_COLUMNS} columns can be read in bounded memory. Write it as Parquet, or leave out the columns that nobody watches.`,
      { path: shown },
    );
  }
  const database = await file.database();
  const dialect = `auto_detect=false, delim=${text(delimiter)}, quote='"', escape='"', skip=0, buffer_size=${BUFFER_BYTES}`;
  const scanWith = (broken: string, typeOf: (column: string) => string): string => {
    const columns = header.map((column) => `${text(column)}: '${typeOf(column)}'`).join(', ');
    return `read_csv(${text(path)}, ${dialect}, header=true, columns={${columns}}, strict_mode=true, ${broken})`;
  };
  const scanAs = (rejects: string, typeOf: (column: string) => string): string =>
    scanWith(`store_rejects=true, rejects_table='${rejects}', rejects_scan='${rejects}_scan'`, typeOf);
  const scan = (rejects: string): string => scanAs(rejects, () => 'VARCHAR');
  // Where not all columns are asked for, DuckDB fails to note the broken rows: there they are left out without a note.
  const unnoted = scanWith('ignore_errors=true', () => 'VARCHAR');
  const sample = `SELECT * FROM ${unnoted} LIMIT ${rowsLookedAt(header.length)}`;
  let typed = types;
  if (header.length > WIDE) {
    // Each thread holds a batch.
    await database.run('SET threads = 1', signal);
    await database.run(`SET disabled_optimizers = '${SLOW_WHEN_WIDE}'`, signal);
    typed ??= await sampleTypes(database, `(${sample})`, header, signal);
  } else if (typed === null) {
    const table = `sample_${index}`;
    await database.run(`CREATE TEMP TABLE ${table} AS ${sample}`, signal);
    typed = await typesOf(database, table, header, signal);
    await database.run(`DROP TABLE ${table}`, signal);
  }
  const plain = types === null ? await plainToParquet(file, head, typed) : null;
  if (plain !== null) return plain;
  if (typed.some(isNumber)) {
    const quick = `quick_${index}`;
    const numbers = new Set(typed.filter(isNumber).map(({ column }) => column));
    const source = scanAs(quick, (column) => (numbers.has(column) ? 'DOUBLE' : 'VARCHAR'));
    if (await writeQuickly(database, source, quick, typed, target, signal)) {
      const malformed = await rejected(database, quick, signal);
      const lost = await lostCells(database, unnoted, typed, target, signal);
      return { parquet: target, malformed, mismatched: cellsOf(lost), types: typed, endsInQuotes: false };
    }
  }
  const rejects = `rejects_${index}`;
  await writeTyped(database, scan(rejects), typed, target, signal);
  let lost = await lostCells(database, unnoted, typed, target, signal);
  // Whole numbers in the sample and fractions further down: the column is one of fractions.
  if (typed.some(({ column }) => (lost.get(column)?.fractions ?? 0) > 0)) {
    typed = typed.map((one) =>
      (lost.get(one.column)?.fractions ?? 0) > 0 ? { ...one, type: 'DOUBLE' } : one,
    );
    await writeTyped(database, scan(`again_${index}`), typed, target, signal);
    lost = await lostCells(database, unnoted, typed, target, signal);
  }
  return {
    parquet: target,
    malformed: await rejected(database, rejects, signal),
    mismatched: cellsOf(lost),
    types: typed,
    endsInQuotes: false,
  };
}

/** Writes the Parquet without DuckDB, which takes three times as long; null where not all rows are plain. */
async function plainToParquet(
  { path, runner, target, signal }: TextFile,
  { delimiter, rowsAt, returns }: CsvHeader,
  types: readonly TypedColumn[],
): Promise<Normalised | null> {
  const { size } = await stat(path);
  if (size <= rowsAt) return null;
  const text = {
    path,
    dialect: { kind: 'csv', delimiter, returns },
    columns: types.map(({ column, type }) => ({ name: column, kind: type })),
    start: rowsAt,
    end: size,
  } as const;
  if ((await textToParquet(runner, text, target, signal)) === null) return null;
  return {
    parquet: target,
    malformed: NOTHING_MALFORMED,
    mismatched: new Map(),
    types,
    endsInQuotes: false,
  };
}

function cellsOf(lost: ReadonlyMap<string, { cells: number }>): Map<string, number> {
  return new Map([...lost].map(([column, { cells }]) => [column, cells]));
}

function isNumber({ type }: TypedColumn): boolean {
  return type === 'BIGINT' || type === 'DOUBLE';
}

/** Whole numbers from here on have neighbours that doubles cannot tell apart. */
const EXACT_INTEGERS = 2 ** 53;

/**
 * Writes the Parquet with the numbers parsed as they are split, at half the cost of casting text. False where a cell is
 * not the number it should be: then the text itself must be looked at, cell by cell.
 */
async function writeQuickly(
  database: Database,
  scan: string,
  rejects: string,
  typed: readonly TypedColumn[],
  target: string,
  signal: AbortSignal,
): Promise<boolean> {
  const whole = (column: string): string => {
    const id = name(column);
    return `CASE WHEN ${id} = floor(${id}) AND abs(${id}) < ${EXACT_INTEGERS} THEN ${id}::BIGINT END`;
  };
  const select = typed.map((one) => {
    const value =
      one.type === 'BIGINT' ? whole(one.column) : one.type === 'DOUBLE' ? name(one.column) : cast(one);
    return `${value} AS ${name(one.column)}`;
  });
  const integers = typed.filter(({ type }) => type === 'BIGINT').map(({ column }) => column);
  const others = typed.filter((one) => one.type !== 'VARCHAR' && !isNumber(one));
  const lost = [
    ...integers.map(
      (column) => `(${name(column)} IS NOT NULL AND ${whole(column)} IS NULL)::INTEGER * ${UNSURE}`,
    ),
    ...others.map((one) => `(${isLost(one)})::INTEGER`),
  ];
  await database.run(
    `COPY (SELECT ${select.join(', ')}, ${sumOf(lost)} AS ${name(LOST)} FROM ${scan}) TO ${text(target)} (${PARQUET_OPTIONS})`,
    signal,
  );
  const [found] = await database.rows(
    `SELECT (SELECT count(*) FROM ${rejects} WHERE error_type = 'CAST') AS casts,
            (SELECT count(*) FROM read_parquet(${text(target)}) WHERE ${name(LOST)} >= ${UNSURE}) AS unsure`,
    signal,
  );
  return Number(found?.casts) === 0 && Number(found?.unsure) === 0;
}

/** Stands for a cell of a column of whole numbers that is none, or too large to be sure. */
const UNSURE = 1_000_000;

async function writeTyped(
  database: Database,
  scan: string,
  typed: readonly TypedColumn[],
  target: string,
  signal: AbortSignal,
): Promise<void> {
  const select = typed.map((one) => `${cast(one)} AS ${name(one.column)}`);
  const lost = typed.filter(({ type }) => type !== 'VARCHAR').map((one) => `(${isLost(one)})::INTEGER`);
  await database.run(
    `COPY (SELECT ${select.join(', ')}, ${sumOf(lost)} AS ${name(LOST)} FROM ${scan}) TO ${text(target)} (${PARQUET_OPTIONS})`,
    signal,
  );
}

/** A sum in SQL, folded in halves: a chain of thousands is nested deeper than DuckDB reads. */
function sumOf(terms: readonly string[]): string {
  if (terms.length <= 1) return terms[0] ?? '0';
  const half = terms.length >> 1;
  return `(${sumOf(terms.slice(0, half))} + ${sumOf(terms.slice(half))})`;
}

/** A cell as its column's type; NULL where it does not parse. */
function cast({ column, type }: TypedColumn): string {
  const id = name(column);
  switch (type) {
    case 'VARCHAR':
      return id;
    case 'TIMESTAMP':
      // Times in UTC need no calendar, which takes seven times as long.
      return `coalesce(CASE WHEN regexp_full_match(${id}, '${UTC_TIME}') THEN TRY_CAST(${id} AS TIMESTAMP) END, (${timeOfText(id)})::TIMESTAMP)`;
    case 'BIGINT':
      // A cast from text alone would round 1.5 to 2 without a word.
      return `CASE WHEN TRY_CAST(${id} AS BIGINT)::DOUBLE = TRY_CAST(${id} AS DOUBLE) THEN TRY_CAST(${id} AS BIGINT) END`;
    default:
      return `TRY_CAST(${id} AS ${type})`;
  }
}

function isLost(one: TypedColumn): string {
  return `${name(one.column)} IS NOT NULL AND ${cast(one)} IS NULL`;
}

async function rejected(database: Database, table: string, signal: AbortSignal): Promise<MalformedRows> {
  const rows = await database.rows(
    `SELECT line, any_value(error_message) AS message, count(*) OVER () AS total FROM ${table} GROUP BY line ORDER BY line LIMIT 5`,
    signal,
  );
  const first = rows[0];
  if (first === undefined) return NOTHING_MALFORMED;
  return {
    count: Number(first.total),
    lines: rows.map((row) => Number(row.line)),
    reason: brokenRowWords(String(first.message)),
  };
}

/**
 * Cells that were there as text and are gone as typed values, by column, and how many of them are fractions in a
 * column of whole numbers. The text is read again only where the Parquet says that there are any.
 */
async function lostCells(
  database: Database,
  scan: string,
  typed: readonly TypedColumn[],
  parquet: string,
  signal: AbortSignal,
): Promise<Map<string, { cells: number; fractions: number }>> {
  const found = new Map<string, { cells: number; fractions: number }>();
  const [total] = await database.rows(
    `SELECT sum(${name(LOST)}) AS lost FROM read_parquet(${text(parquet)})`,
    signal,
  );
  if (Number(total?.lost ?? 0) === 0) return found;
  const suspects = typed.filter(({ type }) => type !== 'VARCHAR');
  const counts = suspects.flatMap((one, i) => [
    `count(CASE WHEN ${isLost(one)} THEN 1 END) AS n${i}`,
    `count(CASE WHEN ${isLost(one)} AND TRY_CAST(${name(one.column)} AS DOUBLE) IS NOT NULL THEN 1 END) AS f${i}`,
  ]);
  const [row = {}] = await database.rows(`SELECT ${counts.join(', ')} FROM ${scan}`, signal);
  for (const [i, { column, type }] of suspects.entries()) {
    const cells = Number(row[`n${i}`] ?? 0);
    if (cells > 0) found.set(column, { cells, fractions: type === 'BIGINT' ? Number(row[`f${i}`] ?? 0) : 0 });
  }
  return found;
}
