/**
 * Reads `count` whole numbers of `width` bits, 25 at most, from Parquet's hybrid of runs and packed bits (parquet-format,
 * Encodings.md), which stands in `[from, to)`; 4 bytes more must be readable. Each goes to a word of 32 bits at `out`, or to a
 * byte where they are not `wide`. Gives whether there were as many, none of them wider.
 */
export function readHybrid(from: usize, to: usize, width: u32, out: usize, count: u32, wide: bool): bool {
  const mask = ((1 as u32) << width) - 1;
  const valueBytes = (width + 7) >>> 3;
  const shift: usize = wide ? 2 : 0;
  let at = from;
  let left = count;
  let target = out;
  while (left > 0) {
    let header: u64 = 0;
    for (let bits: u64 = 0; ; bits += 7) {
      if (at >= to || bits > 28) return false;
      const byte = load<u8>(at++);
      header |= ((byte & 0x7f) as u64) << bits;
      if (byte < 0x80) break;
    }
    const size = header >> 1;
    if (size === 0) return false;
    if ((header & 1) === 0) {
      if (((to - at) as u32) < valueBytes) return false;
      let value: u32 = 0;
      for (let i: u32 = 0; i < valueBytes; i++) value |= (load<u8>(at++) as u32) << (8 * i);
      if (value > mask) return false;
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
      if (((to - at) as u64) < ((packed as u64) * width + 7) >> 3) return false;
      const end = target + (packed << shift);
      let bit: usize = 0;
      if (wide) for (; target < end; target += 4, bit += width) store<u32>(target, word(at, bit) & mask);
      else for (; target < end; target += 1, bit += width) store<u8>(target, (word(at, bit) & mask) as u8);
      left -= packed;
      at = min<u64>(to, (at as u64) + size * width) as usize;
    }
  }
  return true;
}

function word(at: usize, bit: usize): u32 {
  return load<u32>(at + (bit >>> 3)) >>> ((bit & 7) as u32);
}
