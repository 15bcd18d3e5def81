/** Up to so many bytes from the end of the output eight may be written at a time: what is too much is written over. */
const ROOM: usize = 72;

/** Literals of more bytes than this are copied as a block. */
const SHORT: usize = 32;

/**
 * Unpacks the elements of one block of Snappy's raw format (github.com/google/snappy, format_description.txt), which stand in
 * `[input, inputEnd)`, into `length` bytes at `output`, behind which all before `outputEnd` may be written over. Gives whether
 * they are just so many bytes; nothing outside is read or written where they are not.
 */
export function unpackSnappy(
  input: usize,
  inputEnd: usize,
  output: usize,
  length: usize,
  outputEnd: usize,
): bool {
  const end = output + length;
  const roomy = outputEnd < output + ROOM ? output : outputEnd - ROOM;
  let at = input;
  let to = output;
  while (at < inputEnd) {
    const tag = load<u8>(at++) as u32;
    const kind = tag & 3;
    let size = ((tag >>> 2) as usize) + 1;
    if (kind === 0) {
      if (size > 60) {
        const extra = size - 60;
        if (extra > inputEnd - at) return false;
        let stated: u64 = 1;
        for (let i: usize = 0; i < extra; i++) stated += (load<u8>(at++) as u64) << (8 * i);
        if (stated > length) return false;
        size = stated as usize;
      }
      if (size > inputEnd - at || size > end - to) return false;
      if (size > SHORT) memory.copy(to, at, size);
      else if (to < roomy && inputEnd - at >= SHORT + 8) {
        for (let i: usize = 0; i < size; i += 8) store<u64>(to + i, load<u64>(at + i));
      } else for (let i: usize = 0; i < size; i++) store<u8>(to + i, load<u8>(at + i));
      at += size;
      to += size;
      continue;
    }
    let back: usize;
    if (kind === 1) {
      if (at === inputEnd) return false;
      size = ((size - 1) & 7) + 4;
      back = (((tag >>> 5) << 8) | load<u8>(at)) as usize;
      at += 1;
    } else if (kind === 2) {
      if (inputEnd - at < 2) return false;
      back = load<u16>(at) as usize;
      at += 2;
    } else {
      if (inputEnd - at < 4) return false;
      back = load<u32>(at) as usize;
      at += 4;
    }
    if (back === 0 || back > to - output || size > end - to) return false;
    const from = to - back;
    if (back >= 8 && to < roomy) {
      for (let i: usize = 0; i < size; i += 8) store<u64>(to + i, load<u64>(from + i));
    } else if (back >= 4 && to < roomy) {
      for (let i: usize = 0; i < size; i += 4) store<u32>(to + i, load<u32>(from + i));
      // A copy may reach into what it writes: byte by byte it repeats.
    } else for (let i: usize = 0; i < size; i++) store<u8>(to + i, load<u8>(from + i));
    to += size;
  }
  return to === end;
}
