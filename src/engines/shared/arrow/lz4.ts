const MAGIC = 0x184d2204;

/** A byte of a block adds at most so many: the longest run is one of bytes that say 255 more. */
const MOST_PER_BYTE = 255;

/** The shortest match. */
const MATCH = 4;

/**
 * Unpacks a frame of LZ4 that holds `length` bytes (LZ4 frame format 1.6, block format; blocks may point into the ones before).
 * Checksums are passed over.
 *
 * @throws RangeError for a frame that is damaged or does not hold just that many bytes
 */
export function unpackLz4(frame: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  if (length > frame.length * MOST_PER_BYTE) throw new RangeError('A frame of LZ4 holds less.');
  const source = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const target = new Uint8Array(length);
  const flags = source.getUint8(4);
  if (source.getUint32(0, true) !== MAGIC || flags >> 6 !== 1) throw new RangeError('No frame of LZ4.');
  const [hasBlockSums, hasSize, hasDictionary] = [flags & 16, flags & 8, flags & 1];
  let at = 7 + (hasSize === 0 ? 0 : 8) + (hasDictionary === 0 ? 0 : 4);
  let written = 0;
  for (;;) {
    const word = source.getUint32(at, true);
    at += 4;
    if (word === 0) break;
    const size = word & 0x7fffffff;
    if (size > frame.length - at) throw new RangeError('A block of LZ4 ends after its frame.');
    const block = frame.subarray(at, at + size);
    if (word === size) written = unpackBlock(block, target, written);
    else {
      target.set(block, written);
      written += size;
    }
    at += size + (hasBlockSums === 0 ? 0 : 4);
  }
  if (written !== length) throw new RangeError('A frame of LZ4 holds less.');
  return target;
}

/** Unpacks a block behind what is written of the target; gives how much is written then. */
function unpackBlock(block: Uint8Array, target: Uint8Array, written: number): number {
  let at = 0;
  while (at < block.length) {
    const token = block[at++] as number;
    let literals = token >> 4;
    if (literals === 15) [literals, at] = longCount(block, at);
    if (literals > block.length - at || literals > target.length - written) throw outside();
    // Most runs are a few bytes long: calls that copy would cost more than they do.
    for (const end = at + literals; at < end; at++) target[written++] = block[at] as number;
    // The last sequence has no match.
    if (at === block.length) break;
    const back = (block[at++] as number) | ((block[at++] ?? 0) << 8);
    let count = token & 15;
    if (count === 15) [count, at] = longCount(block, at);
    count += MATCH;
    if (back === 0 || back > written || count > target.length - written) throw outside();
    for (const end = written + count; written < end; written++)
      target[written] = target[written - back] as number;
  }
  return written;
}

/** A count of 15 and more, and where it ends. */
function longCount(block: Uint8Array, at: number): [count: number, end: number] {
  let count = 15;
  for (;;) {
    const more = block[at++];
    if (more === undefined) throw outside();
    count += more;
    if (more < 255) return [count, at];
  }
}

function outside(): RangeError {
  return new RangeError('A run of LZ4 leads out of its block.');
}
