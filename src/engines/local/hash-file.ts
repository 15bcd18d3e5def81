import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** The first bytes of a file. */
export interface Head {
  readonly sha256: string;
  readonly endsLine: boolean;
  readonly lines: number;
}

/** A file to hash; `split`: its first bytes are hashed by themselves too. */
export interface FileToHash {
  readonly path: string;
  readonly split: number | null;
}

export interface FileHash {
  /** SHA-256 of all its bytes, hex. */
  readonly sha256: string;
  readonly head: Head | null;
}

export type HashFile = (file: FileToHash, signal: AbortSignal) => Promise<FileHash>;

const PIECE = 1 << 20;

/** Hash of a file, and of its first bytes on the way. */
export async function hashFile({ path, split }: FileToHash, signal: AbortSignal): Promise<FileHash> {
  const whole = createHash('sha256');
  let head: Head | null = null;
  let at = 0;
  let lines = 0;
  const file = await open(path, 'r');
  try {
    let [bytes, other] = [Buffer.allocUnsafeSlow(PIECE), Buffer.allocUnsafeSlow(PIECE)];
    let next = file.read(bytes, 0, PIECE, 0);
    for (;;) {
      const { bytesRead } = await next;
      signal.throwIfAborted();
      if (bytesRead === 0) break;
      const piece = bytes.subarray(0, bytesRead);
      // The next piece is read while this one is hashed.
      next = file.read(other, 0, PIECE, at + bytesRead);
      if (split !== null && at < split) {
        const own = piece.subarray(0, split - at);
        lines += countLines(own);
        if (at + own.length === split) {
          const copy = whole.copy().update(own);
          head = { sha256: copy.digest('hex'), endsLine: own.at(-1) === NEWLINE, lines };
        }
      }
      whole.update(piece);
      at += bytesRead;
      [bytes, other] = [other, bytes];
    }
  } finally {
    await file.close();
  }
  return { sha256: whole.digest('hex'), head };
}

const NEWLINE = 10;

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}
