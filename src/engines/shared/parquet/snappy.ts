import { UnreadableParquet } from './unreadable.js';

/** Literals of more bytes than this are copied as a block. */
const SHORT = 24;

/**
 * Unpacks one block of Snappy's raw format (github.com/google/snappy, format_description.txt) into `output[0, length)`.
 * Throws UnreadableParquet unless the block gives just so many bytes.
 */
export function unpackSnappy(input: Uint8Array, output: Uint8Array, length: number): void {
  let at = 0;
  let stated = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = input[at++];
    if (byte === undefined || shift > 28) throw damaged();
    stated += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
  }
  if (stated !== length || length > output.length) throw damaged();
  const end = input.length;
  const read = new DataView(input.buffer, input.byteOffset, input.byteLength);
  const view = new DataView(output.buffer, output.byteOffset, output.byteLength);
  // Up to here four bytes at a time may be written: what is too much is written over by what follows.
  const roomy = output.length - 64;
  let to = 0;
  while (at < end) {
    const tag = input[at++] as number;
    if ((tag & 3) === 0) {
      let size = tag >>> 2;
      if (size >= 60) {
        const extra = size - 59;
        if (at + extra > end) throw damaged();
        size = 0;
        for (let i = 0; i < extra; i++) size += (input[at++] as number) * 2 ** (8 * i);
      }
      size++;
      if (at + size > end || to + size > length) throw damaged();
      if (size > SHORT) {
        output.set(input.subarray(at, at + size), to);
        at += size;
        to += size;
      } else if (to < roomy && at + SHORT + 4 <= end) {
        for (let i = 0; i < size; i += 4) view.setInt32(to + i, read.getInt32(at + i));
        at += size;
        to += size;
      } else for (let i = 0; i < size; i++) output[to++] = input[at++] as number;
      continue;
    }
    let size: number;
    let back: number;
    if ((tag & 3) === 1) {
      if (at >= end) throw damaged();
      size = ((tag >>> 2) & 7) + 4;
      back = ((tag >>> 5) << 8) | (input[at++] as number);
    } else {
      const wide = (tag & 3) === 3;
      if (at + (wide ? 4 : 2) > end) throw damaged();
      size = (tag >>> 2) + 1;
      back = (input[at++] as number) | ((input[at++] as number) << 8);
      if (wide) back += (input[at++] as number) * 2 ** 16 + (input[at++] as number) * 2 ** 24;
    }
    if (back === 0 || back > to || to + size > length) throw damaged();
    if (back >= 4 && to < roomy) {
      for (let i = 0; i < size; i += 4) view.setInt32(to + i, view.getInt32(to + i - back));
      to += size;
      // A copy may reach into what it writes: byte by byte it repeats.
    } else for (let i = 0; i < size; i++, to++) output[to] = output[to - back] as number;
  }
  if (to !== length) throw damaged();
}

function damaged(): UnreadableParquet {
  return new UnreadableParquet('A page does not unpack.');
}
