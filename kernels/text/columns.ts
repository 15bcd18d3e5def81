/**
 * What is made of a column's cells, as Parquet has it. A column is described by 64 bytes, words of 32 bits at these places; `engines/local/text/text-columns.ts`
 * makes them.
 */
export const KIND: usize = 0;
/** The address of the values that are there, without gaps. */
export const VALUES: usize = 4;
/** The address of a byte for each row: 1 where it has a value. */
export const MARKS: usize = 8;
/** Values so far. */
export const COUNT: usize = 12;
/** The address of texts, each behind its length: those of the dictionary, or of all rows. */
export const TEXTS: usize = 16;
/** Bytes of them so far. */
export const TEXT_BYTES: usize = 20;
/** Addresses of the dictionary's slots, a hash and a code each, and of where each text is; slots less one; texts so far. */
export const SLOTS: usize = 24;
export const PLACES: usize = 28;
export const SLOT_MASK: usize = 32;
export const DISTINCT: usize = 36;
/** The address of the name of a field, and its length. */
export const NAME: usize = 40;
export const NAME_LENGTH: usize = 44;
/** Objects that have the field. */
export const HELD: usize = 48;
/** The row after the last one that has it. */
export const LAST: usize = 52;
/** How the times of the column are written. */
export const SHAPE: usize = 56;
/** Whether texts must be UUIDs, in small letters. */
export const IS_UUID: usize = 60;
export const COLUMN_BYTES: usize = 64;

export const DOUBLE: u32 = 1;
export const WHOLE: u32 = 2;
export const BOOLEAN: u32 = 3;
export const TIME: u32 = 4;
/** Texts by their place in a dictionary. */
export const CODED: u32 = 5;
export const PLAIN: u32 = 6;
export const DAY: u32 = 7;

/** Texts that a dictionary holds; then it is full. */
export const MOST_DISTINCT: u32 = 8192;

/** The address of the place for the next value of `bytes` bytes. */
export function nextValue(column: usize, shift: usize): usize {
  const count = load<u32>(column, COUNT);
  store<u32>(column, count + 1, COUNT);
  return load<u32>(column, VALUES) + ((count as usize) << shift);
}

export function mark(column: usize, row: u32, there: u8): void {
  store<u8>(load<u32>(column, MARKS) + row, there);
}

/** Adds the text `[from, to)` of this hash. Gives whether the column's dictionary is full with it. */
export function addText(column: usize, from: usize, to: usize, hash: u32): bool {
  if (load<u32>(column, KIND) === PLAIN) {
    append(column, from, to);
    store<u32>(column, load<u32>(column, COUNT) + 1, COUNT);
    return false;
  }
  const mask = load<u32>(column, SLOT_MASK);
  const slots = load<u32>(column, SLOTS);
  const places = load<u32>(column, PLACES);
  const texts = load<u32>(column, TEXTS);
  let slot = (hash ^ (hash >>> 15)) & mask;
  let at: usize = slots + (slot << 3);
  for (let code = load<u32>(at, 4); code !== 0; code = load<u32>(at, 4)) {
    if (load<u32>(at) === hash && isText(texts + load<u32>(places + ((code - 1) << 2)), from, to)) {
      store<u16>(nextValue(column, 1), (code - 1) as u16);
      return false;
    }
    slot = (slot + 1) & mask;
    at = slots + (slot << 3);
  }
  const distinct = load<u32>(column, DISTINCT);
  store<u32>(at, hash);
  store<u32>(at, distinct + 1, 4);
  store<u32>(places + (distinct << 2), load<u32>(column, TEXT_BYTES));
  store<u32>(column, distinct + 1, DISTINCT);
  append(column, from, to);
  store<u16>(nextValue(column, 1), distinct as u16);
  return distinct + 1 === MOST_DISTINCT;
}

/** Whether the text that stands at `at` behind its length is `[from, to)`. */
function isText(at: usize, from: usize, to: usize): bool {
  const length = to - from;
  if (load<u32>(at) !== (length as u32)) return false;
  const text = at + 4;
  let i: usize = 0;
  for (; i + 8 <= length; i += 8) if (load<u64>(text + i) !== load<u64>(from + i)) return false;
  for (; i < length; i++) if (load<u8>(text + i) !== load<u8>(from + i)) return false;
  return true;
}

function append(column: usize, from: usize, to: usize): void {
  const length = to - from;
  const used = load<u32>(column, TEXT_BYTES);
  const at = load<u32>(column, TEXTS) + used;
  store<u32>(at, length as u32);
  // Eight at a time: what is written behind the text is written over.
  for (let i: usize = 0; i < length; i += 8) store<u64>(at + 4 + i, load<u64>(from + i));
  store<u32>(column, used + 4 + (length as u32), TEXT_BYTES);
}
