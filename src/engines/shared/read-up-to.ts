import { open } from 'node:fs/promises';

import type { ReadUpTo } from '../../core/profile/engine.js';
import { growsByLine, type LogFormat } from './format.js';
import { brokenBytes } from './json-line.js';
import { NEWLINE } from './line-ends.js';

/** A file that changed this short ago may be in the middle of being written. */
const LIVELY_MS = 60_000;

/** A last line that is longer is not looked for. */
const LONGEST_LINE = 1 << 20;

/** What the file system says of a file: its size, and the time of its last change, ms since the epoch. */
export interface FileAge {
  readonly bytes: number;
  readonly modified: number;
}

/** How much of a file is read. */
export interface Reach {
  readonly bytes: number;
  /** Bytes of a row that is still being written: they are left for the next time. */
  readonly unfinished: number;
}

/**
 * How far a log is read. Of one by lines that is being written, all up to its last line end: writers put out
 * their buffers in the middle of a row, and the rest comes later. An object of NDJSON that is whole needs no line end
 * behind it; of a table nothing says that the last cell is whole. Rejects as the file system does.
 */
export async function reachOf(
  path: string,
  shown: string,
  format: LogFormat,
  { bytes, modified }: FileAge,
  upTo: ReadUpTo,
): Promise<Reach> {
  const all = { bytes, unfinished: 0 };
  if (upTo === 'end' || !growsByLine(format)) return all;
  if (upTo !== 'last whole row') return { ...all, bytes: Math.min(bytes, upTo.get(shown) ?? bytes) };
  if (Date.now() - modified > LIVELY_MS) return all;
  const end = await lastBytes(path, bytes);
  const line = end.subarray(end.lastIndexOf(NEWLINE) + 1);
  if (line.length === 0 || line.length === end.length) return all;
  if (format.kind === 'ndjson' && brokenBytes(line) === null) return all;
  return { bytes: bytes - line.length, unfinished: line.length };
}

async function lastBytes(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const size = Math.min(bytes, LONGEST_LINE);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, bytes - size);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
