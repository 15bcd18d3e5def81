/** Packs marks of 0 or 1, one to a byte, into bits, the first in the lowest. Gives the bytes written. */
export function packMarks(marks: usize, rows: u32, out: usize): u32 {
  const bytes = (rows + 7) >>> 3;
  for (let i: u32 = 0; i < bytes; i++) {
    // Behind the last mark there may be anything.
    const eight = load<u64>(marks + (i << 3)) & 0x0101010101010101;
    // The product moves each byte's lowest bit to the highest byte.
    store<u8>(out + i, ((eight * 0x0102040810204080) >> 56) as u8);
  }
  const rest = rows & 7;
  if (rest !== 0) store<u8>(out + bytes - 1, load<u8>(out + bytes - 1) & (((1 as u32) << rest) - 1));
  return bytes;
}

/** Packs codes of 16 bits into `width` bits each, eight together at least. Gives the bytes written. */
export function packCodes(codes: usize, count: u32, width: u32, out: usize): u32 {
  const groups = (count + 7) >>> 3;
  let at = out;
  let held: u64 = 0;
  let bits: u32 = 0;
  for (let i: u32 = 0; i < groups << 3; i++) {
    const code = i < count ? load<u16>(codes + (i << 1)) : 0;
    held |= (code as u64) << bits;
    bits += width;
    while (bits >= 8) {
      store<u8>(at++, held as u8);
      held >>= 8;
      bits -= 8;
    }
  }
  return (at - out) as u32;
}
