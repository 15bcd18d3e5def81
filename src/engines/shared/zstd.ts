import type { ZSTDDecoder } from 'zstddec';

/** Frames are unpacked in the decoder's memory, which has 2 GB. */
const MOST_BYTES = 2 ** 29;

/** The decoder of this thread. */
class LateDecoder {
  #decoder: ZSTDDecoder | null = null;

  async load(): Promise<void> {
    if (this.#decoder !== null) return;
    const { ZSTDDecoder: Decoder } = await import('zstddec');
    const decoder = new Decoder();
    await decoder.init();
    this.#decoder = decoder;
  }

  decode(frame: Uint8Array, length: number): Uint8Array {
    if (this.#decoder === null) throw new TypeError('Zstandard is loaded before a frame is unpacked.');
    return this.#decoder.decode(frame, length);
  }
}

const DECODER = new LateDecoder();

/** Loads and compiles the decoder, once for a thread: before the first `unpackZstd`. Few logs need it. */
export function loadZstd(): Promise<void> {
  return DECODER.load();
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
  const bytes = DECODER.decode(frame, length);
  if (bytes.length !== length)
    throw new RangeError('A frame of Zstandard is damaged, or holds less or more.');
  return bytes as Uint8Array<ArrayBuffer>;
}
