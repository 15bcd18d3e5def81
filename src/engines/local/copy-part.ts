import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

import { NEWLINE } from '../shared/line-ends.js';

/** Where a part of a file is: bytes `[start, end)`, to the end of the file where `end` is null. */
export interface Span {
  readonly start: number;
  readonly end: number | null;
}

/** Copies the rows of one part of a text log into a file of their own; `header` puts the first line of the log before them. */
export async function copyPart(
  path: string,
  target: string,
  { start, end }: Span,
  header: boolean,
  signal: AbortSignal,
): Promise<void> {
  const output = createWriteStream(target);
  if (header && start > 0) output.write(await firstLine(path));
  const bounds = end === null ? { start } : { start, end: end - 1 };
  await pipeline(createReadStream(path, { ...bounds, highWaterMark: 1 << 20 }), output, { signal });
}

/** The first line of a file, its end included. */
async function firstLine(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    for (let size = 64 << 10; ; size *= 4) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
      const end = buffer.subarray(0, bytesRead).indexOf(NEWLINE);
      if (end >= 0 || bytesRead < size) return buffer.subarray(0, end < 0 ? bytesRead : end + 1);
    }
  } finally {
    await file.close();
  }
}
