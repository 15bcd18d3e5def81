import { join } from 'node:path';

import { DataError } from '../../core/errors.js';
import type { MalformedRows } from '../../core/profile/log-facts.js';
import { readCsvHeader } from './csv-header.js';
import type { Database } from './database.js';
import { decompress } from './decompress.js';
import type { LogFormat } from './format.js';
import { name, text } from './sql.js';

/** A log as Parquet: the file itself, or the Parquet that a text log was turned into. */
export interface Normalised {
  readonly parquet: string;
  readonly malformed: MalformedRows;
  /** Cells that do not parse as the type of the rest of their column, by column; they read as missing. */
  readonly mismatched: ReadonlyMap<string, number>;
}

export const NOTHING_MALFORMED: MalformedRows = { count: 0, lines: [], reason: null };

/** Column of the Parquet we write that counts a row's cells that did not parse as their column's type. */
export const LOST = '__tidemark_lost_cells';

/** Rows looked at to tell a text column's type. */
const SAMPLE = 20_480;
/** Share of a sample's cells that must parse for a column to have that type. */
const MOSTLY = 0.9;

/**
 * Turns a text log into Parquet in the run's folder, once: typed columns, broken rows set aside and
 * counted with their lines. `index` makes the name unique within the run.
 */
export async function normalise(
  database: Database,
  path: string,
  shown: string,
  format: LogFormat,
  index: string,
  signal: AbortSignal,
): Promise<Normalised> {
  if (format.kind === 'parquet')
    return { parquet: path, malformed: NOTHING_MALFORMED, mismatched: new Map() };
  let plain = path;
  if (format.compression !== 'none') {
    plain = join(database.folder, `${index}.${format.kind}`);
    await decompress(path, plain, format.compression, shown, signal);
  }
  const target = join(database.folder, `${index}.parquet`);
  if (format.kind === 'csv' || format.kind === 'tsv') {
    return csvToParquet(database, plain, shown, format.kind, target, index, signal);
  }
  return jsonToParquet(database, plain, shown, format.kind, target, index, signal);
}

async function csvToParquet(
  database: Database,
  path: string,
  shown: string,
  kind: 'csv' | 'tsv',
  target: string,
  index: string,
  signal: AbortSignal,
): Promise<Normalised> {
  const { delimiter, columns: header } = await readCsvHeader(path, shown, kind);
  const dialect = `auto_detect=false, delim=${text(delimiter)}, quote='"', escape='"', skip=0`;
  const columns = `columns={${header.map((column) => `${text(column)}: 'VARCHAR'`).join(', ')}}`;
  const scan = (rejects: string): string =>
    `read_csv(${text(path)}, ${dialect}, header=true, ${columns}, strict_mode=true, store_rejects=true, rejects_table='${rejects}', rejects_scan='${rejects}_scan')`;
  const types = await sampleTypes(
    database,
    `(SELECT * FROM ${scan(`sample_${index}`)} LIMIT ${SAMPLE})`,
    header,
    signal,
  );
  const select = header.map(
    (column, i) => `${castText(name(column), types[i] ?? 'VARCHAR')} AS ${name(column)}`,
  );
  const rejects = `rejects_${index}`;
  const lost = header
    .filter((_, i) => types[i] !== 'VARCHAR')
    .map((column) => {
      const cast = castText(name(column), types[header.indexOf(column)] ?? 'VARCHAR');
      return `(${name(column)} IS NOT NULL AND ${cast} IS NULL)::INTEGER`;
    });
  await database.run(
    `COPY (SELECT ${[...select, `${lost.join(' + ') || '0'} AS ${name(LOST)}`].join(', ')} FROM ${scan(rejects)}) TO ${text(target)} (FORMAT parquet, COMPRESSION snappy)`,
    signal,
  );
  const malformed = await rejected(database, rejects, signal);
  const mismatched = await mismatches(database, scan(`again_${index}`), header, types, target, signal);
  return { parquet: target, malformed, mismatched };
}

async function jsonToParquet(
  database: Database,
  path: string,
  shown: string,
  kind: 'json' | 'ndjson',
  target: string,
  index: string,
  signal: AbortSignal,
): Promise<Normalised> {
  let source = path;
  let malformed = NOTHING_MALFORMED;
  if (kind === 'ndjson') {
    const broken = await database.rows(
      `SELECT number, count(*) OVER () AS total FROM (SELECT row_number() OVER () AS number, line FROM ${lines(path)}) WHERE ${isBrokenJson('line')} ORDER BY number LIMIT 5`,
      signal,
    );
    if (broken.length > 0) {
      malformed = {
        count: Number(broken[0]?.total),
        lines: broken.map((row) => Number(row.number)),
        reason: 'not a JSON object',
      };
      // DuckDB's own skipping loses the line after a broken one, so the good lines are copied out first.
      source = join(database.folder, `${index}.good.ndjson`);
      await database.run(
        `COPY (SELECT line FROM ${lines(path)} WHERE NOT ${isBrokenJson('line')}) TO ${text(source)} (FORMAT csv, HEADER false, DELIMITER '\x01', QUOTE '')`,
        signal,
      );
    }
  }
  const scan = `read_json(${text(source)}, format='${kind === 'json' ? 'auto' : 'newline_delimited'}', sample_size=-1, maximum_object_size=67108864)`;
  const described = await database.rows(`DESCRIBE SELECT * FROM ${scan}`, signal);
  const select = described.map((row) => {
    const column = name(String(row.column_name));
    return row.column_type === 'JSON' ? `${column}->>'$' AS ${column}` : column;
  });
  if (select.length === 0) throw new DataError(`${shown} holds no objects with fields.`, { path: shown });
  await database.run(
    `COPY (SELECT ${select.join(', ')} FROM ${scan}) TO ${text(target)} (FORMAT parquet, COMPRESSION snappy)`,
    signal,
  );
  return { parquet: target, malformed, mismatched: new Map() };
}

/** The lines of a text file as a table with one column, `line`. Bytes that are not UTF-8 give NULL-free gaps. */
function lines(path: string): string {
  return `read_csv(${text(path)}, columns={'line': 'VARCHAR'}, delim='\x01', quote='', escape='', header=false, auto_detect=false, strict_mode=false, null_padding=true, parallel=false, ignore_errors=true)`;
}

function isBrokenJson(line: string): string {
  // In a CASE, since json_type() of broken JSON is an error of its own.
  return `(${line} IS NOT NULL AND trim(${line}) <> '' AND CASE WHEN json_valid(${line}) THEN json_type(${line}) <> 'OBJECT' ELSE true END)`;
}

/** The narrowest type that most of a sample's cells parse as. */
async function sampleTypes(
  database: Database,
  sample: string,
  columns: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const aggregates = columns.flatMap((column, i) => {
    const id = name(column);
    return [
      `count(${id}) AS n${i}`,
      `count(TRY_CAST(${id} AS BIGINT)) AS i${i}`,
      `count(TRY_CAST(${id} AS DOUBLE)) AS d${i}`,
      `count(TRY_CAST(${id} AS TIMESTAMPTZ)) AS t${i}`,
      `count(*) FILTER (lower(${id}) IN ('true', 'false')) AS b${i}`,
      // 007 and 1_000 are text that happens to parse.
      `count(*) FILTER (regexp_matches(${id}, '^-?0[0-9]') OR contains(${id}, '_')) AS z${i}`,
      `count(*) FILTER (regexp_matches(${id}, '[.eE]')) AS f${i}`,
    ];
  });
  const [row = {}] = await database.rows(`SELECT ${aggregates.join(', ')} FROM ${sample}`, signal);
  return columns.map((_, i) => {
    const count = (key: string): number => Number(row[`${key}${i}`] ?? 0);
    const enough = Math.max(1, count('n') * MOSTLY);
    if (count('n') === 0) return 'VARCHAR';
    if (count('z') === 0 && count('i') >= enough && count('f') === 0) return 'BIGINT';
    if (count('z') === 0 && count('d') >= enough) return 'DOUBLE';
    if (count('b') >= enough) return 'BOOLEAN';
    if (count('t') >= enough) return 'TIMESTAMP';
    return 'VARCHAR';
  });
}

function castText(id: string, type: string): string {
  if (type === 'VARCHAR') return id;
  if (type === 'TIMESTAMP') return `TRY_CAST(${id} AS TIMESTAMPTZ)::TIMESTAMP`;
  return `TRY_CAST(${id} AS ${type})`;
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
    reason: String(first.message).split('\n')[0] ?? null,
  };
}

/** Cells that were there as text and are gone as typed values; the text is read again only if there are any. */
async function mismatches(
  database: Database,
  scan: string,
  columns: readonly string[],
  types: readonly string[],
  parquet: string,
  signal: AbortSignal,
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const [total] = await database.rows(
    `SELECT sum(${name(LOST)}) AS lost FROM read_parquet(${text(parquet)})`,
    signal,
  );
  if (Number(total?.lost ?? 0) === 0) return found;
  const typed = columns
    .map((column, i) => ({ column, type: types[i] ?? 'VARCHAR' }))
    .filter((it) => it.type !== 'VARCHAR');
  const counts = typed.map(
    ({ column, type }, i) =>
      `count(*) FILTER (${name(column)} IS NOT NULL AND ${castText(name(column), type)} IS NULL) AS n${i}`,
  );
  const [row = {}] = await database.rows(`SELECT ${counts.join(', ')} FROM ${scan}`, signal);
  for (const [i, { column }] of typed.entries()) {
    const lost = Number(row[`n${i}`] ?? 0);
    if (lost > 0) found.set(column, lost);
  }
  return found;
}
