import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

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

/** Hash of a file, and of its first bytes on the way. */
export async function hashFile({ path, split }: FileToHash, signal: AbortSignal): Promise<FileHash> {
  const whole = createHash('sha256');
  let head: Head | null = null;
  let at = 0;
  let lines = 0;
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20, signal })) {
    const bytes = piece as Buffer;
    if (split !== null && at < split) {
      const own = bytes.subarray(0, split - at);
      lines += countLines(own);
      if (at + own.length === split) {
        const copy = whole.copy().update(own);
        head = { sha256: copy.digest('hex'), endsLine: own.at(-1) === NEWLINE, lines };
      }
    }
    whole.update(bytes);
    at += bytes.length;
  }
  return { sha256: whole.digest('hex'), head };
}

const NEWLINE = 10;

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}
