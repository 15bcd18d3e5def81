import { stat } from 'node:fs/promises';

import type { CacheFolder } from './cache/cache-folder.js';
import { hashFile, type HashFile } from '../shared/hash-file.js';
import { cacheKey } from '../shared/cache-key.js';

/** What a file holds, as far as can be told without decoding it. */
export interface Fingerprint {
  /** XXH128 of its bytes, hex. */
  readonly hash: string;
  readonly bytes: number;
  /** Where the file is an earlier one with more behind it: that one. */
  readonly grownFrom: GrownFrom | null;
}

export interface GrownFrom {
  readonly hash: string;
  readonly bytes: number;
  /** Line ends in the earlier file. */
  readonly lines: number;
}

/** Whether no run has met a file at this path: then it will have to be read, whatever its hash. */
export async function isNewFile(path: string, cache: CacheFolder | null): Promise<boolean> {
  return cache === null || (await cache.value(seenKey(path))) === null;
}

/** What the file system said of a file whose hash is known. */
interface Seen {
  readonly bytes: number;
  readonly modified: string;
  /** Time of the last change to the file or its attributes: nobody can set it back. */
  readonly changed: string;
  readonly inode: string;
  readonly hash: string;
  /** Whether the file had been left alone for a while when it was hashed. */
  readonly settled: boolean;
}

/** Clocks of file systems are coarse: a file that changed this short ago may change again unseen. */
const SETTLED_MS = 2000;

/**
 * The fingerprint of a file. A file that the file system says is untouched is not read again; any other is read whole,
 * so that a rewrite is seen whatever its size and times say. Throws CancelledError's cause when the signal aborts.
 */
export async function fingerprintOf(
  path: string,
  cache: CacheFolder | null,
  signal: AbortSignal,
  read: HashFile = hashFile,
): Promise<Fingerprint> {
  const facts = await stat(path, { bigint: true });
  const now = {
    bytes: Number(facts.size),
    modified: String(facts.mtimeNs),
    changed: String(facts.ctimeNs),
    inode: `${facts.dev}:${facts.ino}`,
  };
  const key = seenKey(path);
  const seen = (await cache?.value(key)) as Seen | null | undefined;
  const same =
    seen?.settled === true &&
    seen.bytes === now.bytes &&
    seen.modified === now.modified &&
    seen.changed === now.changed &&
    seen.inode === now.inode;
  if (same) return { hash: seen.hash, bytes: now.bytes, grownFrom: null };
  const earlier = seen !== null && seen !== undefined && seen.bytes < now.bytes ? seen : null;
  const { hash, head } = await read({ path, split: earlier?.bytes ?? null }, signal);
  const settled = Date.now() - Number(facts.ctimeMs) > SETTLED_MS;
  await cache?.keep(key, { ...now, hash, settled } satisfies Seen);
  const grown = earlier !== null && head !== null && head.endsLine && head.hash === earlier.hash;
  return {
    hash,
    bytes: now.bytes,
    grownFrom: grown ? { hash: earlier.hash, bytes: earlier.bytes, lines: head.lines } : null,
  };
}

function seenKey(path: string): string {
  return cacheKey('seen', path);
}
