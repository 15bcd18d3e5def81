import { CompressionType, setCompressionCodec } from '@uwdata/flechette';

import { unpackLz4 } from './lz4.js';
import { loadZstd, unpackZstd } from '../zstd.js';

/** Lets flechette read buffers that are compressed inside a file: LZ4 is what pandas and pyarrow write unasked. */
export async function readCompressedArrow(): Promise<void> {
  await loadZstd();
  setCompressionCodec(CompressionType.LZ4_FRAME, { encode, decode: unpackLz4 });
  setCompressionCodec(CompressionType.ZSTD, { encode, decode: unpackZstd });
}

function encode(): never {
  throw new TypeError('Arrow is read here, not written.');
}
