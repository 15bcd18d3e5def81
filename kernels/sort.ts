/** Bits of the numbers that are told apart in one pass. */
const BITS: u64 = 11;
const DIGITS: usize = 1 << 11;
const TABLE: usize = DIGITS << 2;

/** Neighbours with the same upper 32 bits are put in order by insertion, up to this many of them. */
const SHORT_RUN: u32 = 24;

/**
 * Sorts `count` finite doubles ascending, in place, -0 before 0: a radix sort by the upper 32 bits of each (sign, exponent and 20
 * bits of the fraction), then by insertion where these are equal; by all bits where many share them. `other` has room for as many
 * and `tables` for three tables of 2 048 words.
 */
export function sortDoubles(values: usize, other: usize, count: u32, tables: usize): void {
  sortByHalf(values, other, count, tables, 32);
  if (orderRuns(values, count)) return;
  sortByHalf(values, other, count, tables, 0);
  sortByHalf(values, other, count, tables, 32);
}

/** Sorts by the 32 bits from `lowest` on; what is the same there stays in its order. */
function sortByHalf(values: usize, other: usize, count: u32, tables: usize, lowest: u64): void {
  memory.fill(tables, 0, 3 * TABLE);
  const end = values + (count << 3);
  for (let at = values; at < end; at += 8) {
    const key = (keyOf(load<u64>(at)) >> lowest) as u32;
    add(tables, key & 2047);
    add(tables + TABLE, (key >>> 11) & 2047);
    add(tables + 2 * TABLE, key >>> 22);
  }
  let from = values;
  let to = other;
  for (let pass: u64 = 0; pass < 3; pass++) {
    const table = tables + (pass as usize) * TABLE;
    if (!startsOf(table, count)) continue;
    distribute(from, to, count, table, lowest + pass * BITS, pass === 2 ? 1023 : 2047);
    const last = from;
    from = to;
    to = last;
  }
  if (from !== values) memory.copy(values, from, count << 3);
}

/** The bits of a double as a number that ascends with it. */
function keyOf(bits: u64): u64 {
  return bits ^ ((((bits as i64) >> 63) as u64) | 0x8000000000000000);
}

function add(table: usize, digit: u32): void {
  const at = table + (digit << 2);
  store<u32>(at, load<u32>(at) + 1);
}

/** Turns counts into the places of the first value of each digit. Gives false where all have the same. */
function startsOf(table: usize, count: u32): bool {
  let sum: u32 = 0;
  for (let at = table; at < table + TABLE; at += 4) {
    const own = load<u32>(at);
    if (own === count) return false;
    store<u32>(at, sum);
    sum += own;
  }
  return true;
}

function distribute(from: usize, to: usize, count: u32, table: usize, shift: u64, mask: u32): void {
  const end = from + (count << 3);
  for (let at = from; at < end; at += 8) {
    const bits = load<u64>(at);
    const digit = ((keyOf(bits) >> shift) as u32) & mask;
    const place = load<u32>(table + (digit << 2));
    store<u32>(table + (digit << 2), place + 1);
    store<u64>(to + (place << 3), bits);
  }
}

/** Puts values in order whose upper words are the same; gives false where so many are that another way is shorter. */
function orderRuns(values: usize, count: u32): bool {
  const end = values + (count << 3);
  for (let at = values + 8; at < end; at += 8) {
    if (keyOf(load<u64>(at)) >= keyOf(load<u64>(at - 8))) continue;
    const word = load<u32>(at, 4);
    let start = at - 8;
    while (start > values && load<u32>(start - 4) === word) start -= 8;
    let stop = at + 8;
    while (stop < end && load<u32>(stop, 4) === word) stop += 8;
    if ((stop - start) >>> 3 > SHORT_RUN) return false;
    insert(start, stop);
    at = stop - 8;
  }
  return true;
}

function insert(start: usize, stop: usize): void {
  for (let at = start + 8; at < stop; at += 8) {
    const bits = load<u64>(at);
    const key = keyOf(bits);
    let to = at;
    while (to > start && keyOf(load<u64>(to - 8)) > key) {
      store<u64>(to, load<u64>(to - 8));
      to -= 8;
    }
    store<u64>(to, bits);
  }
}
