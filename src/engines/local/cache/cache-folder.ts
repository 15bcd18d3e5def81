import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

import { PackReader, PackWriter } from './pack.js';

/** Raise this when profiles change their meaning or form: what an older version kept is dropped. */
export const CACHE_VERSION = 13;

const MAGIC = Buffer.from(`tidemark cache ${CACHE_VERSION}\n`);
const DIGEST = 20;

/** What a cache keeps on disk at most, unless it is told otherwise. */
export const DEFAULT_CACHE_BYTES = 2 * 2 ** 30;

/** Entries in use by another process were touched a moment ago: they stay, whatever the limit. */
const IN_USE_MS = 10 * 60_000;

/**
 * Everything kept between runs, in one folder: small values, packs of profiles, and logs turned into Parquet. Names are
 * hashes of what the entry was made from, so an entry is right or absent, never stale. Processes share a folder without
 * locks: entries appear whole (a rename) and are never changed. What cannot be read is dropped, with a word.
 */
export class CacheFolder {
  #said = false;

  constructor(
    readonly folder: string,
    private readonly limitBytes: number,
    /** Told, in a sentence, of what was dropped. */
    private readonly onDropped: (sentence: string) => void,
  ) {}

  /** A small value; null where there is none. */
  async value(key: string): Promise<unknown> {
    const path = this.#path('values', key);
    let bytes;
    try {
      bytes = await readFile(path);
    } catch {
      return null;
    }
    try {
      const value = open(bytes);
      await touch(path);
      return value;
    } catch {
      await this.#drop(path);
      return null;
    }
  }

  /** Keeps a small value. A disk that is full or read-only costs the next run its time, not this one its result. */
  async keep(key: string, value: unknown): Promise<void> {
    await this.#write(this.#path('values', key), seal(value));
  }

  /** The packs kept under a key, one for each run that added to it. */
  async packs(key: string): Promise<PackReader[]> {
    const folder = this.#path('packs', key);
    const names = await readdir(folder).catch(() => []);
    const readers: PackReader[] = [];
    for (const name of names.filter((one) => one.endsWith('.pack'))) {
      const path = join(folder, name);
      try {
        readers.push(await PackReader.open(path, MAGIC));
        await touch(path);
      } catch {
        await this.#drop(path);
      }
    }
    return readers;
  }

  /** A pack to add under a key; nothing is there until it is finished. */
  pack(key: string): PackWriter {
    return new PackWriter(this.#path('packs', key), MAGIC);
  }

  /** Drops a pack with a damaged part. */
  async dropPack(reader: PackReader): Promise<void> {
    await this.#drop(reader.path);
  }

  /** Path of a log turned into Parquet; null where there is none. */
  async parquet(key: string): Promise<string | null> {
    const path = `${this.#path('parquet', key)}.parquet`;
    try {
      await stat(path);
      await touch(path);
      return path;
    } catch {
      return null;
    }
  }

  /** Moves a finished Parquet file in, and gives its new path; the old one where the folder cannot be written. */
  async keepParquet(key: string, made: string): Promise<string> {
    const path = `${this.#path('parquet', key)}.parquet`;
    try {
      await mkdir(join(path, '..'), { recursive: true });
      await rename(made, path);
      return path;
    } catch {
      return made;
    }
  }

  /** A path in the cache's own file system to write a Parquet file to, so that moving it in is a rename. */
  async draft(): Promise<string | null> {
    const folder = join(this.folder, 'drafts');
    try {
      await mkdir(folder, { recursive: true });
      return join(folder, `${randomUUID()}.parquet`);
    } catch {
      return null;
    }
  }

  /** Removes the entries that were used longest ago until the rest fits; drafts of runs that died go too. */
  async evict(now: number = Date.now()): Promise<void> {
    const found: { path: string; bytes: number; used: number }[] = [];
    for (const path of await filesBelow(this.folder)) {
      const facts = await stat(path).catch(() => null);
      if (facts !== null) found.push({ path, bytes: facts.size, used: facts.mtimeMs });
    }
    let total = found.reduce((sum, entry) => sum + entry.bytes, 0);
    for (const entry of found.sort((a, b) => a.used - b.used)) {
      if (now - entry.used < IN_USE_MS) break;
      const abandoned = entry.path.startsWith(join(this.folder, 'drafts'));
      if (total <= this.limitBytes && !abandoned) continue;
      await rm(entry.path, { force: true });
      total -= entry.bytes;
    }
  }

  #path(kind: string, key: string): string {
    return join(this.folder, kind, key.slice(0, 2), key);
  }

  async #drop(path: string): Promise<void> {
    // One word is enough: after an update every entry of the older version goes.
    if (!this.#said) {
      this.onDropped(
        `An entry of the cache is damaged or of another version and was dropped (${path}), as will be others like it: their part of the logs is read again.`,
      );
    }
    this.#said = true;
    await rm(path, { force: true }).catch(() => undefined);
  }

  async #write(path: string, bytes: Buffer): Promise<void> {
    const draft = `${path}.${randomUUID()}`;
    try {
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(draft, bytes);
      await rename(draft, path);
    } catch {
      await rm(draft, { force: true }).catch(() => undefined);
    }
  }
}

function seal(value: unknown): Buffer {
  const payload = serialize(value);
  return Buffer.concat([MAGIC, digestOf(payload), payload]);
}

function open(bytes: Buffer): unknown {
  const payload = bytes.subarray(MAGIC.length + DIGEST);
  const sound =
    bytes.subarray(0, MAGIC.length).equals(MAGIC) &&
    digestOf(payload).equals(bytes.subarray(MAGIC.length, MAGIC.length + DIGEST));
  if (!sound) throw new TypeError('not a sound cache entry');
  return deserialize(payload) as unknown;
}

/** Marks an entry as used: the oldest go first. */
async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined);
}

/** Guards against damage, not against people: SHA-1 is fast and finds every flipped bit. */
function digestOf(payload: Uint8Array): Buffer {
  return createHash('sha1').update(payload).digest();
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
