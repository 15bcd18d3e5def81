import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

import { CancelledError, DataError } from '../../core/errors.js';
import type { InspectRequest, RunContext } from '../../core/profile/engine.js';
import type { ColumnFacts, FileFacts, LogFacts, TimeFacts } from '../../core/profile/log-facts.js';
import type { Database } from './database.js';
import { formatOf, reason } from './format.js';
import { LOST, normalise } from './normalise.js';
import { name, text, timeMicroseconds } from './sql.js';

/** A file ready to be read as Parquet, with what is known of it. */
export interface OpenFile {
  readonly facts: FileFacts;
  /** Where the file itself is. */
  readonly path: string;
  readonly parquet: string;
  /** Columns as they stand in the Parquet. */
  readonly columns: ReadonlyMap<string, ColumnFacts>;
}

/** A log whose files are open for the run. */
export interface OpenLog {
  readonly facts: LogFacts;
  readonly files: readonly OpenFile[];
}

/** Files opened side by side: one is hashed while another is decoded. */
const FILES_AT_ONCE = 2;

/** Opens a log: normalises its text files, reads schemas, counts, times and fingerprints. */
export async function openLog(
  database: Database,
  baseFolder: string,
  request: InspectRequest,
  run: RunContext,
): Promise<OpenLog> {
  const files: OpenFile[] = [];
  let rows = 0;
  for (let i = 0; i < request.files.length; i += FILES_AT_ONCE) {
    const batch = request.files.slice(i, i + FILES_AT_ONCE);
    const opened = await Promise.all(
      batch.map((path, j) => openFile(database, baseFolder, path, `${request.role}_${i + j}`, run.signal)),
    );
    for (const file of opened) {
      files.push(file);
      rows += file.facts.rows;
    }
    run.onProgress({
      phase: 'looking',
      done: files.length,
      total: request.files.length,
      unit: 'files',
      rows,
    });
  }
  const columns = unionOfColumns(files);
  try {
    const time = await timeFacts(database, files, request, run.signal);
    const distinct = request.distinct
      ? await distinctValues(database, files, columns, run.signal)
      : new Map<string, number>();
    const facts = {
      role: request.role,
      files: files.map((file) => file.facts),
      rows,
      columns,
      time,
      distinct,
    };
    return { facts, files };
  } catch (error) {
    throw await asLogError(error, files, run.signal);
  }
}

async function openFile(
  database: Database,
  baseFolder: string,
  shown: string,
  index: string,
  signal: AbortSignal,
): Promise<OpenFile> {
  const path = isAbsolute(shown) ? shown : join(baseFolder, shown);
  const format = await formatOf(path, shown);
  try {
    const [normalised, fingerprint, { size }] = await Promise.all([
      normalise(database, path, shown, format, index, signal),
      sha256(path, signal),
      stat(path),
    ]);
    const source = `read_parquet(${text(normalised.parquet)})`;
    const described = await database.rows(`DESCRIBE SELECT * FROM ${source}`, signal);
    const columns = described
      .map((row) => columnFacts(String(row.column_name), String(row.column_type)))
      .filter((column) => column.name !== LOST);
    const [counted] = await database.rows(`SELECT count(*) AS rows FROM ${source}`, signal);
    const facts: FileFacts = {
      path: shown,
      bytes: size,
      rows: Number(counted?.rows ?? 0),
      fingerprint,
      columns,
      malformed: normalised.malformed,
      mismatched: normalised.mismatched,
    };
    return {
      facts,
      path,
      parquet: normalised.parquet,
      columns: new Map(columns.map((column) => [column.name, column])),
    };
  } catch (error) {
    throw asDataError(error, shown, signal);
  }
}

/** An error about one file, in words and with its name. */
export function asDataError(error: unknown, shown: string, signal: AbortSignal): Error {
  if (error instanceof DataError || error instanceof CancelledError) return error;
  if (signal.aborted) return new CancelledError();
  const message = error instanceof Error ? error.message : String(error);
  if (
    /No magic bytes|footer|not a Parquet|No files found/i.test(message) &&
    /magic|footer|Parquet/i.test(message)
  ) {
    return new DataError(
      `${shown} is cut short: the end of the Parquet file is missing. Was it still being written? Copy it again, complete.`,
      {
        path: shown,
      },
    );
  }
  if (/No files found|cannot open file|No such file|ENOENT/i.test(message)) {
    return new DataError(
      `${shown} was there and is gone: it was moved or deleted while it was read. Run the check again.`,
      {
        path: shown,
      },
    );
  }
  const code = (error as NodeJS.ErrnoException).code;
  const words = code === undefined ? (message.split('\n')[0] ?? message) : reason(error);
  return new DataError(`${shown} cannot be read: ${words}`, { path: shown });
}

/** An error about several files at once: names the one that is gone, if one is. */
export async function asLogError(
  error: unknown,
  files: readonly OpenFile[],
  signal: AbortSignal,
): Promise<Error> {
  if (error instanceof DataError || error instanceof CancelledError || error instanceof TypeError)
    return error;
  if (signal.aborted) return new CancelledError();
  for (const file of files) {
    try {
      await access(file.path);
    } catch (missing) {
      return asDataError(missing, file.facts.path, signal);
    }
  }
  return asDataError(error, files[0]?.facts.path ?? 'The log', signal);
}

/** Kind of a column by DuckDB's type name. */
export function columnFacts(column: string, type: string): ColumnFacts {
  const integer = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(type);
  const kind = /^(TIMESTAMP|DATE)/.test(type)
    ? 'timestamp'
    : integer || /^(FLOAT|DOUBLE|REAL|DECIMAL)/.test(type)
      ? 'numeric'
      : /\[|^(STRUCT|MAP|UNION)/.test(type)
        ? 'list'
        : 'categorical';
  return { name: column, kind, type, integer };
}

function unionOfColumns(files: readonly OpenFile[]): ColumnFacts[] {
  const columns = new Map<string, ColumnFacts>();
  for (const file of files) {
    for (const column of file.facts.columns) {
      const known = columns.get(column.name);
      if (known === undefined) columns.set(column.name, column);
    }
  }
  return [...columns.values()];
}

async function timeFacts(
  database: Database,
  files: readonly OpenFile[],
  request: InspectRequest,
  signal: AbortSignal,
): Promise<TimeFacts | null> {
  const { timestamp } = request;
  if (timestamp === null) return null;
  const parts = files
    .filter((file) => file.facts.rows > 0)
    .map((file) => {
      const column = file.columns.get(timestamp.column);
      const time = column === undefined ? 'NULL::BIGINT' : timeMicroseconds(column, timestamp.unit);
      return `SELECT ${time} AS time FROM read_parquet(${text(file.parquet)})`;
    });
  if (parts.length === 0) return null;
  const margin = request.futureMargin * 1000;
  const [row] = await database.rows(
    `WITH times AS MATERIALIZED (${parts.join(' UNION ALL ')}),
          plain AS (SELECT min(time) AS low, max(time) AS high, quantile_cont(time, 0.999) AS q999, count(*) - count(time) AS missing FROM times)
     SELECT low, high, q999, missing,
            CASE WHEN high > q999 + ${margin} THEN (SELECT max(time) FROM times WHERE time <= q999 + ${margin}) ELSE high END AS plausible
     FROM plain`,
    signal,
  );
  if (row === undefined || row.low === null || row.low === undefined) return null;
  return {
    min: Number(row.low) / 1000,
    max: Number(row.high) / 1000,
    q999: Number(row.q999) / 1000,
    latestPlausible: Number(row.plausible) / 1000,
    missing: Number(row.missing),
  };
}

async function distinctValues(
  database: Database,
  files: readonly OpenFile[],
  columns: readonly ColumnFacts[],
  signal: AbortSignal,
): Promise<Map<string, number>> {
  const strings = columns.filter((column) => column.kind === 'categorical');
  const found = new Map<string, number>();
  for (const column of strings) {
    const parts = files
      .filter((file) => file.columns.has(column.name))
      .map(
        (file) => `SELECT ${name(column.name)}::VARCHAR AS value FROM read_parquet(${text(file.parquet)})`,
      );
    const [row] = await database.rows(
      `SELECT count(DISTINCT value) AS n FROM (${parts.join(' UNION ALL ')})`,
      signal,
    );
    found.set(column.name, Number(row?.n ?? 0));
  }
  return found;
}

async function sha256(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal }))
    hash.update(chunk as Buffer);
  return hash.digest('hex');
}
