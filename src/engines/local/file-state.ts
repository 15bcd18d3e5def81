import { stat } from 'node:fs/promises';

/** What the file system says of a file. */
export interface FileState {
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

/** Whether a file is what it was, as far as it went then: there may be more behind it. */
export function isStillThere(before: FileState, now: FileState): boolean {
  if (now.inode !== before.inode) return false;
  return now.bytes > before.bytes || (now.bytes === before.bytes && now.modified === before.modified);
}
