import { open } from 'node:fs/promises';

const PIECE = 1 << 20;

/**
 * Reads a file in pieces that end with a line end, the last with the file. `endOf` tells where the last whole line of some bytes
 * ends, 0 where there is none. Throws the signal's reason when it aborts.
 */
export async function* linePieces(
  path: string,
  endOf: (bytes: Buffer) => number,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const source = await open(path, 'r');
  try {
    let held: Buffer = Buffer.alloc(0);
    for (;;) {
      signal.throwIfAborted();
      const { buffer, bytesRead } = await source.read(Buffer.allocUnsafe(PIECE), 0, PIECE, null);
      const bytes = Buffer.concat([held, buffer.subarray(0, bytesRead)]);
      const end = bytesRead === 0 ? bytes.length : endOf(bytes);
      if (end > 0) yield bytes.subarray(0, end);
      if (bytesRead === 0) return;
      held = bytes.subarray(end);
    }
  } finally {
    await source.close();
  }
}
