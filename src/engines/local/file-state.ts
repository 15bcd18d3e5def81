import { stat } from 'node:fs/promises';

import type { ReadUpTo } from '../../core/profile/engine.js';
import type { LogFormat } from '../shared/format.js';
import { reachOf } from '../shared/read-up-to.js';

/** What the file system says of a file. */
export interface FileState {
  /** Its size, or how much of it is read. */
  readonly bytes: number;
  readonly modified: string;
  /** Time of the last change to the file or its attributes: nobody can set it back. */
  readonly changed: string;
  readonly inode: string;
}

/** Rejects as the file system does. */
export async function stateOf(path: string): Promise<FileState> {
  const facts = await stat(path, { bigint: true });
  return {
    bytes: Number(facts.size),
    modified: String(facts.mtimeNs),
    changed: String(facts.ctimeNs),
    inode: `${facts.dev}:${facts.ino}`,
  };
}

/** A file as far as it is read, and what of it is left: see `reachOf`. Rejects as the file system does. */
export async function readState(
  path: string,
  shown: string,
  format: LogFormat,
  upTo: ReadUpTo,
): Promise<{ readonly state: FileState; readonly unfinished: number }> {
  const all = await stateOf(path);
  const age = { bytes: all.bytes, modified: Number(BigInt(all.modified) / 1_000_000n) };
  const { bytes, unfinished } = await reachOf(path, shown, format, age, upTo);
  return { state: { ...all, bytes }, unfinished };
}

/** Whether a file is what it was, as far as it went then: there may be more behind it. */
export function isStillThere(before: FileState, now: FileState): boolean {
  if (now.inode !== before.inode) return false;
  return now.bytes > before.bytes || (now.bytes === before.bytes && now.modified === before.modified);
}
