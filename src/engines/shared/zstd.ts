import { ZSTDDecoder } from 'zstddec';

/** Frames are unpacked in the decoder's memory, which has 2 GB. */
const MOST_BYTES = 2 ** 29;

const decoder = new ZSTDDecoder();

/** Compiles the decoder, once for a thread: before the first `unpackZstd`. */
export function loadZstd(): Promise<void> {
  return decoder.init();
}

/**
 * Unpacks a frame of Zstandard (RFC 8878) that holds `length` bytes.
 *
 * @throws RangeError for a frame that is damaged or does not hold just that many bytes
 */
export function unpackZstd(frame: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  if (!(length > 0 && length <= MOST_BYTES && frame.length <= MOST_BYTES))
    throw new RangeError('A frame of Zstandard holds more than is read here, or nothing.');
  // What it does not understand it gives as fewer bytes.
  const bytes = decoder.decode(frame, length);
  if (bytes.length !== length)
    throw new RangeError('A frame of Zstandard is damaged, or holds less or more.');
  return bytes as Uint8Array<ArrayBuffer>;
}
