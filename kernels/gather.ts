/** Sum of `rows` marks, a byte of 0 or 1 each. */
export function countMarks(marks: usize, rows: u32): u32 {
  const end = marks + rows;
  let count: u32 = 0;
  for (let at = marks; at < end; at++) count += load<u8>(at);
  return count;
}

/** The largest of `count` whole numbers without a sign; 0 of none. */
export function largestOf(numbers: usize, count: u32): u32 {
  const end = numbers + (count << 2);
  let largest: u32 = 0;
  for (let at = numbers; at < end; at += 4) largest = max(largest, load<u32>(at));
  return largest;
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
