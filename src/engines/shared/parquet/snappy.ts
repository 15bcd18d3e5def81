import { UnreadableParquet } from './unreadable.js';

/** Literals of more bytes than this are copied as a block. */
const SHORT = 24;

/** Elements that are unpacked at a time: V8 compiles a function that is called often sooner and better than a long loop. */
const ELEMENTS = 1024;

/** Up to so many bytes from the end of the output four bytes at a time may be written: what is too much is written over. */
const ROOM = 64;

/** Where a block is read from and written to. */
interface Unpacking {
  readonly input: Uint8Array;
  readonly read: DataView;
  readonly output: Uint8Array;
  readonly write: DataView;
  /** Bytes that the block gives. */
  readonly length: number;
  at: number;
  to: number;
}

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
  const block: Unpacking = {
    input,
    read: new DataView(input.buffer, input.byteOffset, input.byteLength),
    output,
    write: new DataView(output.buffer, output.byteOffset, output.byteLength),
    length,
    at,
    to: 0,
  };
  while (block.at < input.length) unpackSome(block);
  if (block.to !== length) throw damaged();
}

function unpackSome(block: Unpacking): void {
  const { input, read, output, write, length } = block;
  const end = input.length;
  const roomy = output.length - ROOM;
  let { at, to } = block;
  for (let element = 0; element < ELEMENTS && at < end; element++) {
    const tag = input[at++] as number;
    if ((tag & 3) === 0) {
      let size = (tag >>> 2) + 1;
      if (size > 60) {
        const extra = size - 60;
        if (at + extra > end) throw damaged();
        size = 1;
        for (let i = 0; i < extra; i++) size += (input[at++] as number) * 2 ** (8 * i);
      }
      if (at + size > end || to + size > length) throw damaged();
      if (size > SHORT) output.set(input.subarray(at, at + size), to);
      else if (to < roomy && at + SHORT + 4 <= end) {
        for (let i = 0; i < size; i += 4) write.setInt32(to + i, read.getInt32(at + i));
      } else for (let i = 0; i < size; i++) output[to + i] = input[at + i] as number;
      at += size;
      to += size;
      continue;
    }
    let size = (tag >>> 2) + 1;
    let back: number;
    if ((tag & 3) === 1) {
      if (at >= end) throw damaged();
      size = ((tag >>> 2) & 7) + 4;
      back = ((tag >>> 5) << 8) | (input[at++] as number);
    } else {
      const wide = (tag & 3) === 3;
      if (at + (wide ? 4 : 2) > end) throw damaged();
      back = (input[at++] as number) | ((input[at++] as number) << 8);
      if (wide) back += (input[at++] as number) * 2 ** 16 + (input[at++] as number) * 2 ** 24;
    }
    if (back === 0 || back > to || to + size > length) throw damaged();
    if (back >= 4 && to < roomy) {
      for (let i = 0; i < size; i += 4) write.setInt32(to + i, write.getInt32(to + i - back));
      // A copy may reach into what it writes: byte by byte it repeats.
    } else for (let i = 0; i < size; i++) output[to + i] = output[to + i - back] as number;
    to += size;
  }
  block.at = at;
  block.to = to;
}

function damaged(): UnreadableParquet {
  return new UnreadableParquet('A page does not unpack.');
}
