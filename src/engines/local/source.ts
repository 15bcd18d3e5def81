import { rm, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

import type { ColumnFacts, FileFacts, MalformedRows } from '../../core/profile/log-facts.js';
import { cacheKey } from '../shared/cache-key.js';
import type { InspectRequest } from '../../core/profile/engine.js';
import type { LogSource } from '../shared/log-source.js';
import type { TimeSummary } from '../shared/times.js';
import { asDataError } from '../shared/errors.js';
import { asFooterError } from './damage.js';
import { fingerprintOf, isNewFile, type Fingerprint } from './fingerprint.js';
import { formatOf, type LogFormat } from '../shared/format.js';
import { describeParquet } from './parquet-look.js';
import { timesOfRows } from './read-times.js';
import { LOST, normalise } from './normalise.js';
import { NOTHING_MALFORMED, type Normalised, type TextFile, type TypedColumn } from './normalised.js';
import type { Session } from './session.js';
import { text } from './sql.js';
import { copyPart } from './copy-part.js';

/** One file of a log, or a part of one that grew: what is known of it, and its rows as Parquet once they are needed. */
export interface Source extends LogSource {
  /** Where the file itself is. */
  readonly path: string;
  /** Path of a Parquet file with the rows: the log itself, or what a text log was turned into. */
  parquet(): Promise<string>;
}

/** A file of a log: one source, or where it grew between runs, one for each part. */
export interface OpenFile {
  readonly facts: FileFacts;
  readonly sources: readonly Source[];
  /** The times of its rows where somebody looks at them already. */
  readonly times: Promise<TimeSummary> | null;
}

/** What is kept of a part of a file between runs. */
interface KnownPart {
  readonly fingerprint: string;
  /** First byte, and the byte after the last; `end` null = to the end of the file, whatever that is. */
  readonly start: number;
  readonly end: number | null;
  /** Line ends before it. */
  readonly linesBefore: number;
  readonly rows: number;
  readonly columns: readonly ColumnFacts[];
  readonly malformed: MalformedRows;
  readonly mismatched: ReadonlyMap<string, number>;
  /** Types of the columns of a text table. */
  readonly types: readonly TypedColumn[] | null;
  /** Whether a text table ends within quotes here. */
  readonly endsInQuotes: boolean;
}

/** A file that grew this often is read as one again. */
const MOST_PARTS = 16;

/** Types are told from this many rows: with fewer, more rows could tell otherwise. */
const ENOUGH_FOR_TYPES = 20_480;

/**
 * Opens one file of a log, whose times stand in the column `timestamp` where it has some. `index` makes the names of its
 * temporary files unique within the run.
 */
export async function openFile(
  session: Session,
  shown: string,
  index: string,
  timestamp: InspectRequest['timestamp'],
  signal: AbortSignal,
): Promise<OpenFile> {
  const path = isAbsolute(shown) ? shown : join(session.baseFolder, shown);
  const format = await formatOf(path, shown);
  const file: Place = { session, path, shown, format, index, signal };
  try {
    const look = await firstLook(file, timestamp);
    const { times } = look;
    const fingerprint = await look.fingerprint;
    const key = cacheKey('file', fingerprint.hash, format);
    const known = (await session.cache?.value(key)) as readonly KnownPart[] | null | undefined;
    if (known !== null && known !== undefined) {
      if (format.kind !== 'parquet' && look.draft !== null) void drop(look.draft);
      const sources = known.map((part) => sourceOf(file, part, fingerprint.bytes));
      return { ...opened(file, fingerprint, sources), times };
    }
    const sources = (await grown(file, fingerprint)) ?? [await whole(file, fingerprint, look.draft)];
    await session.cache?.keep(
      key,
      sources.map(({ part }) => part),
    );
    const parts = sources.map(({ source }) => source);
    return { ...opened(file, fingerprint, parts), times };
  } catch (error) {
    throw format.kind === 'parquet' ? asFooterError(error, shown, signal) : asDataError(error, shown, signal);
  }
}

/** One file, and what it takes to read it. */
interface Place {
  readonly session: Session;
  readonly path: string;
  readonly shown: string;
  readonly format: LogFormat;
  readonly index: string;
  readonly signal: AbortSignal;
}

interface OpenPart {
  readonly part: KnownPart;
  readonly source: Source;
}

/** The fingerprint of a file, and what is told of it beside: of one that no run has met its rows, of Parquet its times. */
interface FirstLook extends Pick<OpenFile, 'times'> {
  readonly fingerprint: Promise<Fingerprint>;
  readonly draft: Promise<Normalised> | null;
}

async function firstLook(file: Place, timestamp: InspectRequest['timestamp']): Promise<FirstLook> {
  const { session, path, signal } = file;
  const isNew = await isNewFile(path, session.cache);
  // Of a file that some run has met, it is not known yet whether it must be read.
  if (isNew) session.prepare((await stat(path)).size);
  const fingerprint = fingerprintOf(path, session.cache, signal, (toHash, stop) =>
    session.hash(toHash, stop),
  );
  if (!isNew) return { fingerprint, draft: null, times: null };
  // It is waited for when the draft has begun.
  fingerprint.catch(() => undefined);
  const draft = draftOf(file, { ...WHOLE, types: null });
  // Whoever takes it hears of its failure; where another path had the same bytes, nobody does.
  draft.catch(() => undefined);
  return { fingerprint, draft, times: timestamp === null ? null : timesBeside(file, timestamp) };
}

/** The times of a Parquet file, read while another thread hashes it. */
function timesBeside(
  { session, path, format, signal }: Place,
  { column, unit }: NonNullable<InspectRequest['timestamp']>,
): Promise<TimeSummary> | null {
  if (format.kind !== 'parquet') return null;
  const facts = describeParquet(session.footers, path)?.columns.find(({ name }) => name === column);
  if (facts === undefined) return null;
  const times = session.beside(() => timesOfRows(session, path, facts, unit, signal));
  // Whoever wants them hears of their failure.
  times.catch(() => undefined);
  return times;
}

/** Removes what was read in vain. */
async function drop(draft: Promise<Normalised>): Promise<void> {
  const made = await draft.catch(() => null);
  if (made !== null) await rm(made.parquet, { force: true });
}

const WHOLE = { start: 0, end: null, linesBefore: 0 };

/** The whole file as one part. */
async function whole(
  file: Place,
  { hash, bytes }: Fingerprint,
  draft: Promise<Normalised> | null,
): Promise<OpenPart> {
  file.session.prepare(bytes);
  const place = { ...WHOLE, fingerprint: hash };
  const made = await kept(file, hash, await (draft ?? draftOf(file, { ...place, types: null })));
  const part = await partOf(file, place, made);
  return { part, source: sourceOf(file, part, bytes, made) };
}

/** The parts of the earlier file and the rows behind them; null where the file must be read as one. */
async function grown(file: Place, fingerprint: Fingerprint): Promise<OpenPart[] | null> {
  const { session, format } = file;
  const { grownFrom } = fingerprint;
  if (
    grownFrom === null ||
    format.compression !== 'none' ||
    format.kind === 'parquet' ||
    format.kind === 'arrow' ||
    format.kind === 'json'
  )
    return null;
  const earlier = (await session.cache?.value(cacheKey('file', grownFrom.hash, format))) as
    readonly KnownPart[] | null | undefined;
  const [first] = earlier ?? [];
  if (earlier === null || earlier === undefined || first === undefined || earlier.length >= MOST_PARTS)
    return null;
  if (format.kind !== 'ndjson' && first.rows < ENOUGH_FOR_TYPES) return null;
  if (earlier.some(({ endsInQuotes }) => endsInQuotes)) return null;
  const place = {
    fingerprint: cacheKey('tail', fingerprint.hash, grownFrom.bytes),
    start: grownFrom.bytes,
    end: null,
    linesBefore: grownFrom.lines,
  };
  const made = await toParquet(file, { ...place, types: first.types });
  const part = await partOf(file, place, made);
  // With other columns or types the whole file would have read otherwise.
  if (JSON.stringify([part.columns, part.types]) !== JSON.stringify([first.columns, first.types]))
    return null;
  const parts = earlier.map((one, i) =>
    i === earlier.length - 1 && one.end === null ? { ...one, end: grownFrom.bytes } : one,
  );
  return [...parts, part].map((one) => ({ part: one, source: sourceOf(file, one, fingerprint.bytes) }));
}

function opened(
  file: Place,
  { hash, bytes }: Fingerprint,
  sources: readonly Source[],
): Omit<OpenFile, 'times'> {
  const [first] = sources;
  if (first === undefined) throw new TypeError('A file has at least one part.');
  const mismatched = new Map<string, number>();
  for (const { facts } of sources) {
    for (const [column, cells] of facts.mismatched)
      mismatched.set(column, (mismatched.get(column) ?? 0) + cells);
  }
  const malformed = sources.map(({ facts }) => facts.malformed);
  const facts: FileFacts = {
    path: file.shown,
    bytes,
    fingerprint: hash,
    rows: sources.reduce((sum, source) => sum + source.facts.rows, 0),
    columns: first.facts.columns,
    malformed: {
      count: malformed.reduce((sum, { count }) => sum + count, 0),
      lines: malformed.flatMap(({ lines }) => lines).slice(0, 5),
      reason: malformed.find(({ reason }) => reason !== null)?.reason ?? null,
    },
    mismatched,
  };
  return { facts, sources };
}

function sourceOf(file: Place, part: KnownPart, bytes: number, made: Normalised | null = null): Source {
  let ready = made === null ? null : Promise.resolve(made.parquet);
  return {
    facts: { path: file.shown, bytes: (part.end ?? bytes) - part.start, ...part },
    path: file.path,
    fingerprint: part.fingerprint,
    columns: new Map(part.columns.map((column) => [column.name, column])),
    parquet: async () => {
      try {
        ready ??= parquetOf(file, part);
        return await ready;
      } catch (error) {
        throw asDataError(error, file.shown, file.signal);
      }
    },
  };
}

type PartPlace = Pick<KnownPart, 'fingerprint' | 'start' | 'end' | 'linesBefore' | 'types'>;

/** The rows of a part that an earlier run has looked at: the file itself, what is kept of it, or made again. */
async function parquetOf(file: Place, part: KnownPart): Promise<string> {
  if (file.format.kind === 'parquet') return file.path;
  const kept = await file.session.cache?.parquet(cacheKey('parquet', part.fingerprint, file.format));
  return kept ?? (await toParquet(file, part)).parquet;
}

/** Turns a part of a text log into Parquet. */
async function toParquet(file: Place, part: PartPlace): Promise<Normalised> {
  return kept(file, part.fingerprint, await draftOf(file, part));
}

/** The same, with the Parquet where later runs find it. */
async function kept({ session, format }: Place, fingerprint: string, made: Normalised): Promise<Normalised> {
  if (format.kind === 'parquet' || session.cache === null) return made;
  const key = cacheKey('parquet', fingerprint, format);
  return { ...made, parquet: await session.cache.keepParquet(key, made.parquet) };
}

/** Turns a part of a text log into Parquet that nobody else knows of yet. */
async function draftOf(file: Place, part: Omit<PartPlace, 'fingerprint'>): Promise<Normalised> {
  const { session, path, shown, format, index, signal } = file;
  if (format.kind === 'parquet') {
    return asItIs(path);
  }
  const name = `${index}_${part.start}`;
  const isWhole = part.start === 0 && part.end === null;
  const text = isWhole ? path : join(await session.folder(), `${name}.${format.kind}`);
  if (!isWhole) await copyPart(path, text, part, format.kind !== 'ndjson', signal);
  const draft = (await session.cache?.draft()) ?? join(await session.folder(), `${name}.parquet`);
  try {
    if (format.kind === 'arrow') {
      const { arrowToParquet } = await import('./arrow-to-parquet.js');
      await arrowToParquet(await session.database(), path, shown, draft, name, signal);
      return asItIs(draft);
    }
    const textFormat = { ...format, kind: format.kind };
    // The copy of a tail of a table begins with the header line.
    const linesBefore = part.linesBefore - (part.start > 0 && format.kind !== 'ndjson' ? 1 : 0);
    const textFile: TextFile = {
      database: () => session.database(),
      folder: () => session.folder(),
      runner: session.texts(),
      path: text,
      shown,
      target: draft,
      index: name,
      signal,
    };
    return await normalise(textFile, textFormat, part.types, linesBefore);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Rows that are Parquet as they stand. */
function asItIs(parquet: string): Normalised {
  return { parquet, malformed: NOTHING_MALFORMED, mismatched: new Map(), types: null, endsInQuotes: false };
}

async function partOf(file: Place, place: Omit<PartPlace, 'types'>, made: Normalised): Promise<KnownPart> {
  const { rows, columns } =
    describeParquet(file.session.footers, made.parquet) ?? (await describeByDuckDb(file, made.parquet));
  return {
    ...place,
    rows,
    columns: columns.filter((column) => column.name !== LOST),
    malformed: made.malformed,
    mismatched: made.mismatched,
    types: made.types,
    endsInQuotes: made.endsInQuotes,
  };
}

async function describeByDuckDb(
  { session, signal }: Place,
  parquet: string,
): Promise<{ rows: number; columns: ColumnFacts[] }> {
  const database = await session.database();
  const source = `read_parquet(${text(parquet)})`;
  const described = await database.rows(`DESCRIBE SELECT * FROM ${source}`, signal);
  const [counted] = await database.rows(`SELECT count(*) AS rows FROM ${source}`, signal);
  return {
    rows: Number(counted?.rows ?? 0),
    columns: described.map((row) => columnFacts(String(row.column_name), String(row.column_type))),
  };
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
