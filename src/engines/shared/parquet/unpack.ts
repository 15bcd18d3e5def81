import { gunzipSync } from 'node:zlib';

import { loadZstd, unpackZstd } from '../zstd.js';
import type { ParquetFooter } from './footer.js';
import type { PageScratch } from './page-scratch.js';
import { unpackSnappy } from './snappy.js';
import { UnreadableParquet } from './unreadable.js';

/** How pages are packed, as far as they are unpacked here: what pandas, polars, DuckDB and Spark write unasked. */
export type Codec = 'UNCOMPRESSED' | 'SNAPPY' | 'ZSTD' | 'GZIP';

export function isCodec(name: string): name is Codec {
  return name === 'UNCOMPRESSED' || name === 'SNAPPY' || name === 'ZSTD' || name === 'GZIP';
}

/** Compiles what unpacks the columns that are asked for: before their pages are read. */
export async function loadCodecs(
  footer: ParquetFooter,
  asked: readonly { readonly name: string }[],
): Promise<void> {
  for (const { name } of asked) {
    if (footer.columns.get(name)?.chunks.some(({ codec }) => codec === 'ZSTD') === true) return loadZstd();
  }
}

/**
 * Unpacks `input` into `output[0, length)`; both lie in the memory of the kernels, and what is behind that in `output` may be
 * written over. Throws UnreadableParquet unless it holds just so many bytes.
 */
export function unpack(
  codec: Codec,
  input: Uint8Array,
  output: Uint8Array,
  length: number,
  scratch: PageScratch,
): void {
  if (codec === 'SNAPPY') {
    unpackSnappy(input, output, length, scratch);
    return;
  }
  const bytes = codec === 'UNCOMPRESSED' ? input : unpacked(codec, input, length);
  if (bytes.length !== length) throw damaged();
  output.set(bytes);
}

function unpacked(codec: 'ZSTD' | 'GZIP', input: Uint8Array, length: number): Uint8Array {
  try {
    return codec === 'ZSTD'
      ? unpackZstd(input, length)
      : gunzipSync(input, { maxOutputLength: Math.max(1, length) });
  } catch {
    throw damaged();
  }
}

function damaged(): UnreadableParquet {
  return new UnreadableParquet('A page does not unpack.');
}
