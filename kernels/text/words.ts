/** Where the word ends whose small letters `word` holds, the first in the lowest byte; 0 where it is another. In large letters too where `any`. */
export function afterWord(at: usize, word: u64, length: u32, any: bool): usize {
  const mask = ((1 as u64) << (length << 3)) - 1;
  const text = any ? load<u64>(at) | 0x2020202020202020 : load<u64>(at);
  return (text & mask) === word ? at + length : 0;
}

/** `true` and `false`. */
export const TRUE: u64 = 0x65757274;
export const FALSE: u64 = 0x65736c6166;
export const NULL: u64 = 0x6c6c756e;

/** The FNV-1a hash of no bytes. */
export const NO_HASH: u32 = 2166136261;

/** The hash of the same bytes and one more. */
export function addByte(hash: u32, byte: u32): u32 {
  return (hash ^ byte) * 16777619;
}
