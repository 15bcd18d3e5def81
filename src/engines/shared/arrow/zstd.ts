import { Decompress } from 'fzstd';

/** The largest window that zstd itself takes unasked. */
const LARGEST_WINDOW_LOG = 27;

/**
 * Unpacks a frame of Zstandard (RFC 8878) that holds `length` bytes. Checksums are passed over.
 *
 * @throws Error for a frame that is damaged or does not hold just that many bytes
 */
export function unpackZstd(frame: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  guardWindow(frame, length);
  const target = new Uint8Array(length);
  let written = 0;
  const decoder = new Decompress((part) => {
    target.set(part, written);
    written += part.length;
  });
  decoder.push(frame, true);
  if (written !== length) throw new RangeError('A frame of Zstandard holds less.');
  return target;
}

/** The decoder reserves the window that a frame asks for, up to 2 GB. Where there is one segment, that is all that it holds. */
function guardWindow(frame: Uint8Array, length: number): void {
  const header = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const flags = header.getUint8(4);
  const isOneSegment = (flags & 32) !== 0;
  const sizeOfSize = flags >> 6;
  const size =
    sizeOfSize === 0
      ? header.getUint8(5)
      : sizeOfSize === 1
        ? header.getUint16(5, true) + 256
        : header.getUint32(5, true);
  const hasDictionary = (flags & 3) !== 0;
  if (
    hasDictionary ||
    (isOneSegment ? size !== length : 10 + (header.getUint8(5) >> 3) > LARGEST_WINDOW_LOG)
  ) {
    throw new RangeError('A frame of Zstandard has no such window.');
  }
}
