import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { LogFormat } from '../shared/format.js';
import { copyPart } from './copy-part.js';
import { stateOf, type FileState } from './file-state.js';
import { normalise } from './normalise.js';
import { NOTHING_MALFORMED, type Normalised, type TextFile, type TypedColumn } from './normalised.js';
import type { Session } from './session.js';

/** One file, as it was when the run met it, and what it takes to read it. */
export interface FilePlace {
  readonly session: Session;
  readonly path: string;
  readonly shown: string;
  readonly format: LogFormat;
  readonly state: FileState;
  /** Bytes behind those that are read: a row that is not whole yet. */
  readonly unfinished: number;
  readonly index: string;
  readonly signal: AbortSignal;
}

/** A part of a file that becomes Parquet. */
export interface DraftPlace {
  /** First byte, and the byte after the last. */
  readonly start: number;
  readonly end: number;
  /** Line ends before it. */
  readonly linesBefore: number;
  /** Types that the columns of a text table must have; null where they are to be told. */
  readonly types: readonly TypedColumn[] | null;
}

/** Turns a part of a log into Parquet that nobody else knows of yet: Parquet is that as it stands. */
export async function draftOf(file: FilePlace, part: DraftPlace): Promise<Normalised> {
  const { session, path, index, signal } = file;
  const { kind } = file.format;
  if (kind === 'parquet') return asItIs(path);
  const format = { ...file.format, kind };
  const name = `${index}_${part.start}`;
  if (part.start === 0 && part.end === file.state.bytes) {
    const made = await unlessItGrew(file, () => draftFrom(file, format, part, path, name));
    if (made !== null) return made;
  }
  const copy = join(await session.folder(), `${name}.${kind}`);
  try {
    await copyPart(path, copy, part, kind !== 'ndjson', signal);
    return await draftFrom(file, format, part, copy, `${name}_copy`);
  } finally {
    await rm(copy, { force: true });
  }
}

/** Removes a draft that was made in vain. */
export async function drop(file: FilePlace, { parquet }: Normalised): Promise<void> {
  if (parquet !== file.path) await rm(parquet, { force: true });
}

/** What is read of the file itself; null where something was written behind it meanwhile, which may have been read too. */
async function unlessItGrew(file: FilePlace, read: () => Promise<Normalised>): Promise<Normalised | null> {
  const hasGrown = async (): Promise<boolean> => (await stateOf(file.path)).bytes !== file.state.bytes;
  if (await hasGrown()) return null;
  try {
    const made = await read();
    if (!(await hasGrown())) return made;
    await drop(file, made);
  } catch (error) {
    if (file.signal.aborted || !(await hasGrown())) throw error;
  }
  return null;
}

/** The same from `path`, which holds that part and for a table the header. `name` is like no other of the run. */
async function draftFrom(
  { session, shown, signal }: FilePlace,
  { kind, compression }: LogFormat & { readonly kind: Exclude<LogFormat['kind'], 'parquet'> },
  part: DraftPlace,
  path: string,
  name: string,
): Promise<Normalised> {
  const draft = (await session.cache?.draft()) ?? join(await session.folder(), `${name}.parquet`);
  try {
    if (kind === 'arrow') {
      const { arrowToParquet } = await import('./arrow-to-parquet.js');
      await arrowToParquet(await session.database(), path, shown, draft, name, signal);
      return asItIs(draft);
    }
    // The copy of a tail of a table begins with the header line.
    const linesBefore = part.linesBefore - (part.start > 0 && kind !== 'ndjson' ? 1 : 0);
    const textFile: TextFile = {
      database: () => session.database(),
      folder: () => session.folder(),
      runner: session.texts(),
      path,
      shown,
      target: draft,
      index: name,
      signal,
    };
    return await normalise(textFile, { kind, compression }, part.types, linesBefore);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Rows that are Parquet as they stand. */
function asItIs(parquet: string): Normalised {
  return { parquet, malformed: NOTHING_MALFORMED, mismatched: new Map(), types: null, endsInQuotes: false };
}
