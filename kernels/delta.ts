/** Behind the last number of variable length; 0 where there was none. */
let behind: usize = 0;

/** A whole number in groups of seven bits, the lowest first, which begins at `at`. */
function unsigned(at: usize, to: usize): u64 {
  let value: u64 = 0;
  let place = at;
  behind = 0;
  for (let bits: u64 = 0; bits < 70; bits += 7) {
    if (place >= to) return 0;
    const byte = load<u8>(place++);
    value |= ((byte & 0x7f) as u64) << bits;
    if (byte < 0x80) {
      behind = place;
      return value;
    }
  }
  return 0;
}

/** The same with a sign, which is the lowest bit. */
function signed(at: usize, to: usize): u64 {
  const value = unsigned(at, to);
  return (value >> 1) ^ (0 - (value & 1));
}

/** So many values of a block, and parts of one, are read at most; writers take 128 or 1 024 of them, in 4 or 8. */
const MOST_IN_BLOCK: u64 = 1 << 20;

/**
 * Reads `count` whole numbers, one at least, from DELTA_BINARY_PACKED (parquet-format, Encodings.md), which begins at `from` and
 * ends before `to`; 9 bytes more must be readable. Each goes to a word of 64 bits at `out`, or of 32 where they are not `wide`.
 * Gives where what follows begins, or 0 where there are other than `count` numbers.
 */
export function readDelta(from: usize, to: usize, count: u32, wide: bool, out: usize): usize {
  const inBlock = unsigned(from, to);
  if (behind === 0) return 0;
  const parts = unsigned(behind, to);
  if (behind === 0 || parts === 0 || inBlock > MOST_IN_BLOCK || inBlock % (parts * 8) !== 0 || inBlock === 0)
    return 0;
  if (unsigned(behind, to) !== (count as u64) || behind === 0) return 0;
  let value = signed(behind, to);
  if (behind === 0) return 0;
  const inPart = (inBlock / parts) as u32;
  const step: usize = wide ? 8 : 4;
  let at = behind;
  let target = out;
  if (wide) store<u64>(target, value);
  else store<u32>(target, value as u32);
  target += step;
  for (let left = count - 1; left > 0;) {
    const least = signed(at, to);
    if (behind === 0 || parts > ((to - behind) as u64)) return 0;
    const widths = behind;
    at = widths + (parts as usize);
    for (let part: usize = 0; part < (parts as usize) && left > 0; part++) {
      const width = load<u8>(widths + part) as u64;
      const taken = min<u32>(inPart, left);
      // The last part may be cut short where its values are not needed.
      if (width > 64 || ((to - at) as u64) < (taken * width + 7) >> 3) return 0;
      const mask: u64 = width === 64 ? u64.MAX_VALUE : ((1 as u64) << width) - 1;
      for (let i: u64 = 0, bit: u64 = 0; i < taken; i++, bit += width) {
        const place = at + ((bit >> 3) as usize);
        const shift = bit & 7;
        let word = load<u64>(place) >> shift;
        if (width + shift > 64) word |= (load<u8>(place + 8) as u64) << (64 - shift);
        value += least + (word & mask);
        if (wide) store<u64>(target, value);
        else store<u32>(target, value as u32);
        target += step;
      }
      left -= taken;
      at = min<u64>(to, (at as u64) + ((inPart * width) >> 3)) as usize;
    }
  }
  return at;
}

/** Puts `count` values of `width` bytes together again of which the first bytes stand first, then the second ones, and so on. */
export function joinStreams(from: usize, count: usize, width: usize, out: usize): void {
  for (let byte: usize = 0; byte < width; byte++) {
    let target = out + byte;
    for (let at = from, end = from + count; at < end; at++, target += width) store<u8>(target, load<u8>(at));
    from += count;
  }
}
