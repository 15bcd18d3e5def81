import { CompressionType, setCompressionCodec } from '@uwdata/flechette';

import { unpackLz4 } from './lz4.js';
import { unpackZstd } from '../zstd.js';

/** Lets flechette read buffers that are compressed inside a file, by Zstandard once that is loaded: LZ4 is what pandas and pyarrow write unasked. */
export function readCompressedArrow(): void {
  setCompressionCodec(CompressionType.LZ4_FRAME, { encode, decode: unpackLz4 });
  setCompressionCodec(CompressionType.ZSTD, { encode, decode: unpackZstd });
}

function encode(): never {
  throw new TypeError('Arrow is read here, not written.');
}
