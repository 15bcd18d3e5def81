import { isAbsolute, join } from 'node:path';

import { DataError } from '../../core/errors.js';
import type { InspectRequest } from '../../core/profile/engine.js';
import type { ColumnFacts, FileFacts, MalformedRows } from '../../core/profile/log-facts.js';
import { cacheKey } from '../shared/cache-key.js';
import { asDataError } from '../shared/errors.js';
import { formatOf, growsByLine } from '../shared/format.js';
import type { LogSource } from '../shared/log-source.js';
import type { TimeSummary } from '../shared/times.js';
import { countLineEnds } from './count-line-ends.js';
import { asFooterError } from './damage.js';
import { describeByDuckDb } from './describe-by-duckdb.js';
import { draftOf, drop, type DraftPlace, type FilePlace } from './draft.js';
import { isStillThere, readState, stateOf } from './file-state.js';
import { fingerprintOf, isNewFile, type Fingerprint } from './fingerprint.js';
import { LOST } from './normalise.js';
import type { Normalised } from './normalised.js';
import { describeParquet } from './parquet-look.js';
import { timesOfRows } from './read-times.js';
import type { Session } from './session.js';

/** One file of a log, or a part of one that grew: what is known of it, and its rows as Parquet once they are needed. */
export interface Source extends LogSource {
  /** Where the file itself is. */
  readonly path: string;
  /** Path of a Parquet file with the rows: the log itself, or what a text log was turned into. */
  parquet(): Promise<string>;
  /** Rejects with DataError where the log itself is read and was written anew since it was opened. */
  verify(): Promise<void>;
}

/** A file of a log: one source, or where it grew between runs, one for each part. */
export interface OpenFile {
  readonly facts: FileFacts;
  readonly sources: readonly Source[];
  /** The times of its rows where somebody looks at them already. */
  readonly times: Promise<TimeSummary> | null;
}

/** What is kept of a part of a file between runs. */
interface KnownPart extends Pick<DraftPlace, 'start' | 'end' | 'types'> {
  readonly fingerprint: string;
  readonly rows: number;
  readonly columns: readonly ColumnFacts[];
  readonly malformed: MalformedRows;
  readonly mismatched: ReadonlyMap<string, number>;
  /** Whether a text table ends within quotes here. */
  readonly endsInQuotes: boolean;
}

/** A file that grew this often is read as one again. */
const MOST_PARTS = 16;

/** Types are told from this many rows: with fewer, more rows could tell otherwise. */
const ENOUGH_FOR_TYPES = 20_480;

/** A file that is written anew while it is opened is opened again, so often. */
const MOST_ATTEMPTS = 3;

/** What an open file is read for: where its times stand if it has some, and how far it is read. */
export type ReadFor = Pick<InspectRequest, 'timestamp' | 'upTo'>;

/**
 * Opens one file of a log. `index` makes the names of its temporary files unique within the run. What is written behind the
 * file from now on is not read.
 */
export async function openFile(
  session: Session,
  shown: string,
  index: string,
  { timestamp, upTo }: ReadFor,
  signal: AbortSignal,
): Promise<OpenFile> {
  const path = isAbsolute(shown) ? shown : join(session.baseFolder, shown);
  const format = await formatOf(path, shown);
  for (let attempt = 1; ; attempt++) {
    try {
      const { state, unfinished } = await readState(path, shown, format, upTo);
      return await openOnce(
        { session, path, shown, format, state, unfinished, index: `${index}_${attempt}`, signal },
        timestamp,
      );
    } catch (error) {
      session.footers.forget(path);
      if (error instanceof WrittenAnew && attempt < MOST_ATTEMPTS) continue;
      throw format.kind === 'parquet'
        ? asFooterError(error, shown, signal)
        : asDataError(error, shown, signal);
    }
  }
}

/** A file is another one than when it was met. */
class WrittenAnew extends DataError {
  constructor(shown: string) {
    super(`${shown} was written anew while it was read: check again when it is whole.`, { path: shown });
  }
}

/** Rejects with WrittenAnew where another file is in its place: a log by lines may have more behind it, or be gone. */
async function verify({ path, state, shown, format }: FilePlace): Promise<void> {
  const now = await stateOf(path).catch(() => null);
  if (now === null) return;
  const mayGrow = format.kind !== 'parquet';
  if (!isStillThere(state, now) || (!mayGrow && now.bytes !== state.bytes)) throw new WrittenAnew(shown);
}

async function openOnce(file: FilePlace, timestamp: InspectRequest['timestamp']): Promise<OpenFile> {
  const { fingerprint: hashing, draft, times } = await firstLook(file, timestamp);
  try {
    const fingerprint = await hashing;
    const known = await knownParts(file, fingerprint.hash);
    if (known !== null) {
      void dropLater(file, draft);
      const sources = known.map((part) => sourceOf(file, part));
      return { ...opened(file, fingerprint, sources), times };
    }
    const parts = (await grown(file, fingerprint)) ?? [await whole(file, fingerprint, draft)];
    await file.session.cache?.keep(
      partsKey(file, fingerprint.hash),
      parts.map(({ part }) => part),
    );
    const sources = parts.map(({ source }) => source);
    return { ...opened(file, fingerprint, sources), times };
  } catch (error) {
    void dropLater(file, draft);
    // Whoever fails because the file is another one fails for that.
    if (!file.signal.aborted) await verify(file);
    throw error;
  }
}

/** Removes what is read in vain, once it was. What is kept of it by then has another place. */
async function dropLater(file: FilePlace, draft: Promise<Normalised> | null): Promise<void> {
  const made = await draft?.catch(() => null);
  if (made !== null && made !== undefined) await drop(file, made);
}

interface OpenPart {
  readonly part: KnownPart;
  readonly source: Source;
}

/** Where the parts of a file with this hash are kept. */
function partsKey({ format }: FilePlace, hash: string): string {
  return cacheKey('file', hash, format);
}

async function knownParts(file: FilePlace, hash: string): Promise<readonly KnownPart[] | null> {
  const known = await file.session.cache?.value(partsKey(file, hash));
  return (known as readonly KnownPart[] | null | undefined) ?? null;
}

/** The fingerprint of a file, and what is told of it beside: of one that no run has met its rows, of Parquet its times. */
interface FirstLook extends Pick<OpenFile, 'times'> {
  readonly fingerprint: Promise<Fingerprint>;
  readonly draft: Promise<Normalised> | null;
}

async function firstLook(file: FilePlace, timestamp: InspectRequest['timestamp']): Promise<FirstLook> {
  const { session, path, state, signal } = file;
  const isNew = await isNewFile(path, session.cache);
  // Of a file that some run has met, it is not known yet whether it must be read.
  if (isNew) session.prepare(state.bytes);
  const fingerprint = fingerprintOf(path, state, session.cache, signal, (toHash, stop) =>
    session.hash(toHash, stop),
  );
  if (!isNew) return { fingerprint, draft: null, times: null };
  // It is waited for when the draft has begun.
  fingerprint.catch(() => undefined);
  const draft = draftOf(file, wholeOf(file));
  // Whoever takes it hears of its failure; where another path had the same bytes, nobody does.
  draft.catch(() => undefined);
  return { fingerprint, draft, times: timestamp === null ? null : timesBeside(file, timestamp) };
}

/** The times of a Parquet file, read while another thread hashes it. */
function timesBeside(
  { session, path, format, signal }: FilePlace,
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

function wholeOf({ state }: FilePlace): DraftPlace {
  return { start: 0, end: state.bytes, linesBefore: 0, types: null };
}

/** The whole file as one part. */
async function whole(
  file: FilePlace,
  { hash }: Fingerprint,
  draft: Promise<Normalised> | null,
): Promise<OpenPart> {
  const place = wholeOf(file);
  file.session.prepare(place.end);
  return partOf(file, { ...place, fingerprint: hash }, await (draft ?? draftOf(file, place)));
}

/** The parts of the earlier file and the rows behind them; null where the file must be read as one. */
async function grown(file: FilePlace, { hash, grownFrom }: Fingerprint): Promise<OpenPart[] | null> {
  const earlier = grownFrom === null ? null : await growable(file, grownFrom.hash);
  if (grownFrom === null || earlier === null) return null;
  const { types, columns } = earlier[0];
  const place = { start: grownFrom.bytes, end: file.state.bytes, linesBefore: 0, types };
  const fingerprint = cacheKey('tail', hash, place.start);
  const made = await withItsLines(file, place, await draftOf(file, place));
  const tail = await partOf(file, { ...place, fingerprint }, made);
  // With other columns or types the whole file would have read otherwise.
  if (JSON.stringify([tail.part.columns, tail.part.types]) !== JSON.stringify([columns, types])) return null;
  return [...earlier.map((part) => ({ part, source: sourceOf(file, part) })), tail];
}

/** The parts of an earlier file behind which rows can be read by themselves; null where they cannot. */
async function growable(
  file: FilePlace,
  hash: string,
): Promise<readonly [KnownPart, ...(readonly KnownPart[])] | null> {
  const { format } = file;
  if (!growsByLine(format)) return null;
  const [first, ...more] = (await knownParts(file, hash)) ?? [];
  if (first === undefined || more.length + 1 >= MOST_PARTS) return null;
  if (format.kind !== 'ndjson' && first.rows < ENOUGH_FOR_TYPES) return null;
  return [first, ...more].some(({ endsInQuotes }) => endsInQuotes) ? null : [first, ...more];
}

/** The same tail with its broken rows told by their lines in the file: how many are before it is counted only for them. */
async function withItsLines(file: FilePlace, place: DraftPlace, made: Normalised): Promise<Normalised> {
  if (made.malformed.count === 0) return made;
  await drop(file, made);
  const linesBefore = await countLineEnds(file.path, place.start, file.signal);
  return draftOf(file, { ...place, linesBefore });
}

function opened(
  file: FilePlace,
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
    unfinished: file.unfinished,
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

function sourceOf(file: FilePlace, part: KnownPart, made: Normalised | null = null): Source {
  let ready = made === null ? null : Promise.resolve(made.parquet);
  return {
    // A row that is not whole is behind all parts.
    facts: { path: file.shown, bytes: part.end - part.start, unfinished: 0, ...part },
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
    // Of any other format a copy is read.
    verify: () => (file.format.kind === 'parquet' ? verify(file) : Promise.resolve()),
  };
}

/** The rows of a part that an earlier run has looked at: the file itself, what is kept of it, or made again. */
async function parquetOf(file: FilePlace, part: KnownPart): Promise<string> {
  if (file.format.kind === 'parquet') return file.path;
  const known = await file.session.cache?.parquet(cacheKey('parquet', part.fingerprint, file.format));
  return (
    known ?? (await kept(file, part.fingerprint, await draftOf(file, { ...part, linesBefore: 0 }))).parquet
  );
}

/** A draft with the Parquet where later runs find it. */
async function kept(file: FilePlace, fingerprint: string, made: Normalised): Promise<Normalised> {
  const { session, format } = file;
  await verify(file).catch(async (error: unknown) => {
    await drop(file, made);
    throw error;
  });
  if (format.kind === 'parquet' || session.cache === null) return made;
  const key = cacheKey('parquet', fingerprint, format);
  return { ...made, parquet: await session.cache.keepParquet(key, made.parquet) };
}

/** A part that became Parquet. */
async function partOf(
  file: FilePlace,
  { fingerprint, start, end }: Pick<KnownPart, 'fingerprint' | 'start' | 'end'>,
  draft: Normalised,
): Promise<OpenPart> {
  const made = await kept(file, fingerprint, draft);
  const { rows, columns } =
    describeParquet(file.session.footers, made.parquet) ??
    (await describeByDuckDb(file.session, made.parquet, file.signal));
  const part: KnownPart = {
    fingerprint,
    start,
    end,
    rows,
    columns: columns.filter((column) => column.name !== LOST),
    malformed: made.malformed,
    mismatched: made.mismatched,
    types: made.types,
    endsInQuotes: made.endsInQuotes,
  };
  return { part, source: sourceOf(file, part, made) };
}
