/**
 * Reads `count` whole numbers of `width` bits, 25 at most, from Parquet's hybrid of runs and packed bits (parquet-format,
 * Encodings.md), which stands in `[from, to)`; 8 bytes more must be readable. Each goes to a word of 32 bits at `out`, or to a
 * byte where they are not `wide`; 7 more may be written over. Gives the largest of them, 0 of none; -1 where there are fewer, or
 * one is wider.
 */
export function readHybrid(from: usize, to: usize, width: u32, out: usize, count: u32, wide: bool): i32 {
  const mask = ((1 as u32) << width) - 1;
  let largest: u32 = 0;
  const valueBytes = (width + 7) >>> 3;
  const shift: usize = wide ? 2 : 0;
  let at = from;
  let left = count;
  let target = out;
  while (left > 0) {
    let header: u64 = 0;
    for (let bits: u64 = 0; ; bits += 7) {
      if (at >= to || bits > 28) return -1;
      const byte = load<u8>(at++);
      header |= ((byte & 0x7f) as u64) << bits;
      if (byte < 0x80) break;
    }
    const size = header >> 1;
    if (size === 0) return -1;
    if ((header & 1) === 0) {
      if (((to - at) as u32) < valueBytes) return -1;
      let value: u32 = 0;
      for (let i: u32 = 0; i < valueBytes; i++) value |= (load<u8>(at++) as u32) << (8 * i);
      if (value > mask) return -1;
      largest = max(largest, value);
      const repeated = min<u64>(size, left) as u32;
      const end = target + (repeated << shift);
      if (wide) for (; target < end; target += 4) store<u32>(target, value);
      else {
        memory.fill(target, value as u8, repeated);
        target = end;
      }
      left -= repeated;
    } else {
      // The last group may be cut short where its values are not needed.
      const packed = min<u64>(size << 3, left) as u32;
      if (((to - at) as u64) < ((packed as u64) * width + 7) >> 3) return -1;
      const end = target + (packed << shift);
      if (wide) largest = max(largest, unpackWords(at, width, target, end));
      else if (width === 1) largest = max(largest, unpackBits(at, target, end));
      else largest = max(largest, unpackBytes(at, width, target, end));
      target = end;
      left -= packed;
      at = min<u64>(to, (at as u64) + size * width) as usize;
    }
  }
  return largest as i32;
}

/** A bit to each byte, eight at a time. */
function unpackBits(from: usize, out: usize, end: usize): u32 {
  let any: u32 = 0;
  for (let at = from, to = out; to < end; at++, to += 8) {
    let bits = load<u8>(at) as u32;
    if (end - to < 8) bits &= ((1 as u32) << ((end - to) as u32)) - 1;
    any |= bits;
    const seven = (((bits & 0x7f) as u64) * 0x0002040810204081) & 0x0001010101010101;
    store<u64>(to, seven | (((bits >>> 7) as u64) << 56));
  }
  return any === 0 ? 0 : 1;
}

function unpackBytes(from: usize, width: u32, out: usize, end: usize): u32 {
  const mask = ((1 as u32) << width) - 1;
  let largest: u32 = 0;
  for (let to = out, bit: usize = 0; to < end; to++, bit += width) {
    const value = word(from, bit) & mask;
    largest = max(largest, value);
    store<u8>(to, value as u8);
  }
  return largest;
}

function unpackWords(from: usize, width: u32, out: usize, end: usize): u32 {
  const mask = ((1 as u32) << width) - 1;
  let largest: u32 = 0;
  let bit: usize = 0;
  let to = out;
  // As many at a time as 64 bits hold, of which up to 7 are those before.
  if (width <= 14) {
    for (; to + 12 < end; to += 16, bit += width << 2) {
      let bits = load<u64>(from + (bit >>> 3)) >> (bit & 7);
      const a = (bits as u32) & mask;
      bits >>= width;
      const b = (bits as u32) & mask;
      bits >>= width;
      const c = (bits as u32) & mask;
      const d = ((bits >> width) as u32) & mask;
      store<u32>(to, a);
      store<u32>(to, b, 4);
      store<u32>(to, c, 8);
      store<u32>(to, d, 12);
      largest = max(max(largest, max(a, b)), max(c, d));
    }
  }
  for (; to < end; to += 4, bit += width) {
    const value = word(from, bit) & mask;
    largest = max(largest, value);
    store<u32>(to, value);
  }
  return largest;
}

function word(at: usize, bit: usize): u32 {
  return load<u32>(at + (bit >>> 3)) >>> ((bit & 7) as u32);
}
