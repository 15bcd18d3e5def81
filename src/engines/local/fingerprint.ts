import type { CacheFolder } from './cache/cache-folder.js';
import { hashFile, type HashFile } from '../shared/hash-file.js';
import { cacheKey } from '../shared/cache-key.js';
import type { FileState } from './file-state.js';

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
}

/** Whether no run has met a file at this path: then it will have to be read, whatever its hash. */
export async function isNewFile(path: string, cache: CacheFolder | null): Promise<boolean> {
  return cache === null || (await cache.value(seenKey(path))) === null;
}

/** What the file system said of a file whose hash is known. */
interface Seen extends FileState {
  readonly hash: string;
  /** Whether the file had been left alone for a while when it was hashed. */
  readonly settled: boolean;
}

/** Clocks of file systems are coarse: a file that changed this short ago may change again unseen. */
const SETTLED_MS = 2000;

/**
 * The fingerprint of a file as it is in `state`: of so many bytes, whatever is written behind them meanwhile. A file that
 * the file system says is untouched is not read again; any other is read whole, so that a rewrite is seen whatever its
 * size and times say. Throws the signal's reason when it aborts.
 */
export async function fingerprintOf(
  path: string,
  state: FileState,
  cache: CacheFolder | null,
  signal: AbortSignal,
  read: HashFile = hashFile,
): Promise<Fingerprint> {
  const { bytes } = state;
  const key = seenKey(path);
  const seen = (await cache?.value(key)) as Seen | null | undefined;
  const same =
    seen?.settled === true &&
    seen.bytes === bytes &&
    seen.modified === state.modified &&
    seen.changed === state.changed &&
    seen.inode === state.inode;
  if (same) return { hash: seen.hash, bytes, grownFrom: null };
  const earlier = seen !== null && seen !== undefined && seen.bytes < bytes ? seen : null;
  const { hash, head } = await read({ path, bytes, split: earlier?.bytes ?? null }, signal);
  const settled = Date.now() - Number(BigInt(state.changed) / 1_000_000n) > SETTLED_MS;
  await cache?.keep(key, { ...state, hash, settled } satisfies Seen);
  const grown = earlier !== null && head !== null && head.endsLine && head.hash === earlier.hash;
  return { hash, bytes, grownFrom: grown ? { hash: earlier.hash, bytes: earlier.bytes } : null };
}

function seenKey(path: string): string {
  return cacheKey('seen', path);
}
