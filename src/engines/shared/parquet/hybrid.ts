import { BLOCK } from '../../../core/profile/block.js';
import { UnreadableParquet } from './unreadable.js';

/** Values wider than this would not fit the word that is read at a time. */
const WIDEST = 25;

/**
 * Reads `count` whole numbers of `width` bits from Parquet's hybrid of runs and packed bits (parquet-format, Encodings.md), which
 * lies in `bytes[from, to)`; `bytes` must go on for 4 bytes more. Gives the position behind the last run that was read.
 * Throws UnreadableParquet where there are fewer.
 */
export function readHybrid(
  bytes: Uint8Array,
  from: number,
  to: number,
  width: number,
  out: Int32Array | Uint8Array,
  count: number,
): number {
  if (width > WIDEST) throw new UnreadableParquet('Numbers are packed too wide.');
  const mask = 2 ** width - 1;
  const valueBytes = (width + 7) >>> 3;
  let at = from;
  let done = 0;
  while (done < count) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= to || shift > 28) throw tooFew();
      const byte = bytes[at++] as number;
      header += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    const size = Math.floor(header / 2);
    if (size === 0) throw tooFew();
    if (header % 2 === 0) {
      if (at + valueBytes > to) throw tooFew();
      let value = 0;
      for (let i = 0; i < valueBytes; i++) value |= (bytes[at++] as number) << (8 * i);
      const end = Math.min(count, done + size);
      out.fill(value, done, end);
      done = end;
    } else {
      const packed = size * width;
      // The last group may be cut short where its values are not needed.
      const wanted = Math.min(size * 8, count - done);
      if (at + ((wanted * width + 7) >>> 3) > to) throw tooFew();
      // Eight values begin with a byte.
      for (let i = 0; i < wanted; i += BLOCK)
        unpack(bytes, at + (i >>> 3) * width, width, mask, out, done + i, Math.min(BLOCK, wanted - i));
      done += wanted;
      at = Math.min(to, at + packed);
    }
  }
  return at;
}

function unpack(
  bytes: Uint8Array,
  start: number,
  width: number,
  mask: number,
  out: Int32Array | Uint8Array,
  done: number,
  wanted: number,
): void {
  let bit = start * 8;
  for (let i = 0; i < wanted; i++, bit += width) {
    const at = bit >>> 3;
    const word =
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24);
    out[done + i] = (word >>> (bit & 7)) & mask;
  }
}

function tooFew(): UnreadableParquet {
  return new UnreadableParquet('A page holds fewer values than it says.');
}
