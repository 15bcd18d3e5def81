import { open } from 'node:fs/promises';

import type { MalformedRows } from '../../core/profile/log-facts.js';
import { BrokenRows } from '../shared/broken-rows.js';
import { brokenBytes } from '../shared/json-line.js';
import { NEWLINE } from '../shared/line-ends.js';
import { linePieces } from './line-pieces.js';

/**
 * Copies the lines of an NDJSON log that are rows to `target`, and counts the others: DuckDB's own skipping loses the line
 * after a broken one, and a line whose bytes are not UTF-8 it leaves out without a word.
 */
export async function setBrokenLinesAside(
  path: string,
  target: string,
  signal: AbortSignal,
): Promise<MalformedRows> {
  const broken = new BrokenRows();
  let line = 0;
  /** Takes whole lines; gives the stretches of them that are rows or empty. */
  const sift = (bytes: Buffer): Buffer[] => {
    const good: Buffer[] = [];
    let from = 0;
    for (let at = 0; at < bytes.length;) {
      const found = bytes.indexOf(NEWLINE, at);
      const end = found < 0 ? bytes.length : found + 1;
      const problem = isBlank(bytes, at, end) ? null : brokenBytes(bytes.subarray(at, end));
      line++;
      if (problem !== null) {
        broken.add({ line, lines: 1, problem });
        good.push(bytes.subarray(from, at));
        from = end;
      }
      at = end;
    }
    return [...good, bytes.subarray(from)].filter(({ length }) => length > 0);
  };
  const copy = await open(target, 'w');
  try {
    for await (const bytes of linePieces(path, (piece) => piece.lastIndexOf(NEWLINE) + 1, signal)) {
      for (const good of sift(bytes)) await copy.write(good);
    }
  } finally {
    await copy.close();
  }
  return broken.facts();
}

/** Whether a line holds nothing but spaces, as DuckDB counts them. */
function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte !== 32 && !(byte >= 9 && byte <= 13)) return false;
  }
  return true;
}
