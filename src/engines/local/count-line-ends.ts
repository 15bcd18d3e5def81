import { createReadStream } from 'node:fs';

import { NEWLINE } from '../shared/line-ends.js';

/** Line ends among the first bytes of a file. Throws the signal's reason when it aborts. */
export async function countLineEnds(path: string, bytes: number, signal: AbortSignal): Promise<number> {
  if (bytes === 0) return 0;
  let lines = 0;
  const pieces = createReadStream(path, { end: bytes - 1, highWaterMark: 1 << 20 });
  for await (const piece of pieces as AsyncIterable<Buffer>) {
    signal.throwIfAborted();
    for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, at + 1)) lines++;
  }
  return lines;
}
