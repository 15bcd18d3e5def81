import { open } from 'node:fs/promises';

import type { MalformedRows } from '../../core/profile/log-facts.js';
import { brokenBytes } from '../shared/json-line.js';

const PIECE = 1 << 20;
const NEWLINE = 10;

/** Lines that are named. */
const NAMED = 5;

/**
 * Copies the lines of an NDJSON log that are rows to `target`, and counts the others: DuckDB's own skipping loses the line
 * after a broken one, and a line whose bytes are not UTF-8 it leaves out without a word.
 */
export async function setBrokenLinesAside(
  path: string,
  target: string,
  signal: AbortSignal,
): Promise<MalformedRows> {
  const lines: number[] = [];
  let [count, number] = [0, 0];
  let reason: string | null = null;
  /** Takes whole lines; gives the stretches of them that are rows or empty. */
  const sift = (bytes: Buffer): Buffer[] => {
    const good: Buffer[] = [];
    let from = 0;
    for (let at = 0; at < bytes.length;) {
      const found = bytes.indexOf(NEWLINE, at);
      const end = found < 0 ? bytes.length : found + 1;
      const why = isBlank(bytes, at, end) ? null : brokenBytes(bytes.subarray(at, end));
      number++;
      if (why !== null) {
        count++;
        reason ??= why;
        if (lines.length < NAMED) lines.push(number);
        good.push(bytes.subarray(from, at));
        from = end;
      }
      at = end;
    }
    return [...good, bytes.subarray(from)].filter(({ length }) => length > 0);
  };
  const source = await open(path, 'r');
  try {
    const copy = await open(target, 'w');
    try {
      let held: Buffer = Buffer.alloc(0);
      for (;;) {
        signal.throwIfAborted();
        const { buffer, bytesRead } = await source.read(Buffer.allocUnsafe(PIECE), 0, PIECE, null);
        const bytes = Buffer.concat([held, buffer.subarray(0, bytesRead)]);
        const whole = bytesRead === 0 ? bytes.length : bytes.lastIndexOf(NEWLINE) + 1;
        for (const good of sift(bytes.subarray(0, whole))) await copy.write(good);
        if (bytesRead === 0) break;
        held = bytes.subarray(whole);
      }
    } finally {
      await copy.close();
    }
  } finally {
    await source.close();
  }
  return { count, lines, reason };
}

/** Whether a line holds nothing but spaces, as DuckDB counts them. */
function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte !== 32 && !(byte >= 9 && byte <= 13)) return false;
  }
  return true;
}
