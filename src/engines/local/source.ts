import { rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

import type { ColumnFacts, FileFacts, MalformedRows } from '../../core/profile/log-facts.js';
import { cacheKey } from './cache/cache-folder.js';
import { asDataError } from './errors.js';
import { fingerprintOf } from './fingerprint.js';
import { formatOf, type LogFormat } from './format.js';
import { LOST, NOTHING_MALFORMED, normalise } from './normalise.js';
import type { Session } from './session.js';
import { text } from './sql.js';

/** One file of a log, or a part of one that grew: what is known of it, and its rows as Parquet once they are needed. */
export interface Source {
  readonly facts: FileFacts;
  /** Where the file itself is. */
  readonly path: string;
  /** Names the bytes of this part: what was profiled under it once is right for ever. */
  readonly fingerprint: string;
  readonly columns: ReadonlyMap<string, ColumnFacts>;
  /** Path of a Parquet file with the rows: the log itself, or what a text log was turned into. */
  parquet(): Promise<string>;
}

/** What is kept of a file between runs. */
interface KnownFile {
  readonly rows: number;
  readonly columns: readonly ColumnFacts[];
  readonly malformed: MalformedRows;
  readonly mismatched: ReadonlyMap<string, number>;
}

/** Opens one file of a log. `index` makes the names of its temporary files unique within the run. */
export async function openSource(
  session: Session,
  shown: string,
  index: string,
  signal: AbortSignal,
): Promise<Source> {
  const path = isAbsolute(shown) ? shown : join(session.baseFolder, shown);
  const format = await formatOf(path, shown);
  try {
    const { sha256, bytes } = await fingerprintOf(path, session.cache, signal);
    const key = cacheKey('file', sha256, format);
    let made: Promise<Made> | null = null;
    const make = (): Promise<Made> => {
      made ??= toParquet(session, path, shown, format, index, key, signal);
      return made;
    };
    const known =
      ((await session.cache?.value(key)) as KnownFile | null | undefined) ??
      (await look(session, make, signal));
    await session.cache?.keep(key, known);
    return {
      facts: { path: shown, bytes, fingerprint: sha256, ...known },
      path,
      fingerprint: sha256,
      columns: new Map(known.columns.map((column) => [column.name, column])),
      parquet: async () => {
        try {
          return (await make()).parquet;
        } catch (error) {
          throw asDataError(error, shown, signal);
        }
      },
    };
  } catch (error) {
    throw asDataError(error, shown, signal);
  }
}

interface Made {
  readonly parquet: string;
  readonly malformed: MalformedRows;
  readonly mismatched: ReadonlyMap<string, number>;
}

async function toParquet(
  session: Session,
  path: string,
  shown: string,
  format: LogFormat,
  index: string,
  key: string,
  signal: AbortSignal,
): Promise<Made> {
  if (format.kind === 'parquet')
    return { parquet: path, malformed: NOTHING_MALFORMED, mismatched: new Map() };
  const kept = await session.cache?.parquet(key);
  if (kept !== null && kept !== undefined) {
    return { parquet: kept, malformed: NOTHING_MALFORMED, mismatched: new Map() };
  }
  const database = await session.database();
  const draft = (await session.cache?.draft()) ?? join(database.folder, `${index}.parquet`);
  const made = await normalise(
    database,
    path,
    shown,
    { ...format, kind: format.kind },
    draft,
    index,
    signal,
  ).catch(async (error: unknown) => {
    await rm(draft, { force: true });
    throw error;
  });
  const parquet = (await session.cache?.keepParquet(key, made.parquet)) ?? made.parquet;
  return { ...made, parquet };
}

async function look(session: Session, make: () => Promise<Made>, signal: AbortSignal): Promise<KnownFile> {
  const { parquet, malformed, mismatched } = await make();
  const database = await session.database();
  const source = `read_parquet(${text(parquet)})`;
  const described = await database.rows(`DESCRIBE SELECT * FROM ${source}`, signal);
  const columns = described
    .map((row) => columnFacts(String(row.column_name), String(row.column_type)))
    .filter((column) => column.name !== LOST);
  const [counted] = await database.rows(`SELECT count(*) AS rows FROM ${source}`, signal);
  return { rows: Number(counted?.rows ?? 0), columns, malformed, mismatched };
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
