/** A byte of 1 for each in eight. */
const ONES: u64 = 0x0101010101010101;

/** Sum of `rows` marks, a byte of 0 or 1 each. */
export function countMarks(marks: usize, rows: u32): u32 {
  const end = marks + rows;
  let count: u32 = 0;
  let at = marks;
  for (; at + 7 < end; at += 8) count += ((load<u64>(at) * ONES) >> 56) as u32;
  for (; at < end; at++) count += load<u8>(at);
  return count;
}

/** Turns each of `rows` marks into the other; 7 more may be turned. */
export function invertMarks(marks: usize, rows: u32): void {
  for (let at = marks, end = marks + rows; at < end; at += 8) store<u64>(at, load<u64>(at) ^ ONES);
}

/** Adds to each of `count` marks the bits that its code has in `found`: first those of -1, then of 0, 1, … */
export function markCodes(codes: usize, count: u32, found: usize, marks: usize): void {
  const end = codes + (count << 2);
  const first = found + 1;
  for (let code = codes, mark = marks; code < end; code += 4, mark++)
    store<u8>(mark, load<u8>(mark) | load<u8>(first + (load<i32>(code) as usize)));
}

/** Counts `count` codes in one of two tables of words, which are added up: first -1, then 0, 1, … */
export function countCodes(codes: usize, count: u32, even: usize, odd: usize): void {
  const end = codes + (count << 2);
  let code = codes;
  for (; code + 4 < end; code += 8) {
    // Neighbours are often the same: in one table each would wait for the one before.
    const a = even + ((load<i32>(code) as usize) << 2);
    const b = odd + ((load<i32>(code, 4) as usize) << 2);
    store<u32>(a, load<u32>(a, 4) + 1, 4);
    store<u32>(b, load<u32>(b, 4) + 1, 4);
  }
  if (code < end) {
    const a = even + ((load<i32>(code) as usize) << 2);
    store<u32>(a, load<u32>(a, 4) + 1, 4);
  }
}

/** Writes the doubles at `count` places of `dictionary`, which has all of them. */
export function gatherDoubles(dictionary: usize, places: usize, count: u32, out: usize): void {
  const end = places + (count << 2);
  let to = out;
  for (let place = places; place < end; place += 4, to += 8)
    store<f64>(to, load<f64>(dictionary + (load<u32>(place) << 3)));
}

/** The same of numbers of 32 bits. */
export function gatherIntegers(dictionary: usize, places: usize, count: u32, out: usize): void {
  const end = places + (count << 2);
  let to = out;
  for (let place = places; place < end; place += 4, to += 4)
    store<i32>(to, load<i32>(dictionary + (load<u32>(place) << 2)));
}

/** Moves the first of `values` to the rows with a mark, of which there are `count`; NaN in the others. */
export function spreadDoubles(values: usize, marks: usize, rows: u32, count: u32): void {
  // From the end, so that nothing is written over before it is moved.
  let from = values + (count << 3);
  let to = values + (rows << 3);
  for (let mark = marks + rows; mark > marks;) {
    to -= 8;
    if (load<u8>(--mark) === 0) store<f64>(to, NaN);
    else {
      from -= 8;
      store<f64>(to, load<f64>(from));
    }
  }
}

/** The same of numbers of 32 bits; -1 in the others. */
export function spreadIntegers(values: usize, marks: usize, rows: u32, count: u32): void {
  let from = values + (count << 2);
  let to = values + (rows << 2);
  for (let mark = marks + rows; mark > marks;) {
    to -= 4;
    if (load<u8>(--mark) === 0) store<i32>(to, -1);
    else {
      from -= 4;
      store<i32>(to, load<i32>(from));
    }
  }
}
