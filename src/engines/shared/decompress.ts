import { createReadStream, createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

import { Decompress } from 'fzstd';

import { DataError } from '../../core/errors.js';

/**
 * Unpacks a .gz or .zst log into `target`. Ours rather than DuckDB's, which takes a file that was cut
 * short for a short file: here it is an error.
 */
export async function decompress(
  source: string,
  target: string,
  compression: 'gzip' | 'zstd',
  shown: string,
  signal: AbortSignal,
): Promise<void> {
  const unpack = compression === 'gzip' ? createGunzip() : unzstd();
  try {
    await pipeline(createReadStream(source), unpack, createWriteStream(target), { signal });
  } catch (error) {
    if (signal.aborted) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new DataError(
      `${shown} cannot be unpacked: ${why}. It was cut short or damaged; copy it again, complete.`,
      { path: shown },
    );
  }
}

function unzstd(): Transform {
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      attempt(done, () => decoder.push(chunk));
    },
    flush(done) {
      attempt(done, () => decoder.push(new Uint8Array(0), true));
    },
  });
  const decoder = new Decompress((chunk) => stream.push(chunk));
  return stream;
}

function attempt(done: (error?: Error) => void, step: () => void): void {
  try {
    step();
    done();
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)));
  }
}
