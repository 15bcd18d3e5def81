/** Values whose sums are kept apart before they go to those of all. */
const BLOCK: usize = 512 << 3;

/**
 * Mean of the numbers among `size` doubles, of which there are `count`, up to rounding: each is divided before it is added, so
 * that no sum is beyond the doubles.
 */
export function meanOf(values: usize, size: u32, count: f64): f64 {
  const part: f64 = 1 / count;
  const end = values + (size << 3);
  let even: f64 = 0;
  let odd: f64 = 0;
  for (let at = values; at < end; at += 16) {
    const x = load<f64>(at);
    if (x - x === 0) even += x * part;
    if (at + 8 === end) break;
    const y = load<f64>(at, 8);
    if (y - y === 0) odd += y * part;
  }
  return max(-f64.MAX_VALUE, min(f64.MAX_VALUE, even + odd));
}

/**
 * Adds the deviations of `count` doubles from `about` to `sums`: sum of squares, sum, smallest and largest value. `gaps`: NaN and
 * infinities are among them, which are left out.
 */
export function addDeviations(values: usize, count: u32, about: f64, sums: usize, gaps: bool): void {
  const end = values + (count << 3);
  for (let from = values; from < end; from += BLOCK) {
    const to = min(from + BLOCK, end);
    if (gaps) addNumbers(from, to, about, sums);
    else addPairs(from, to, about, sums);
  }
}

/** Two sums of each: neither waits for the other. */
function addPairs(from: usize, to: usize, about: f64, sums: usize): void {
  let evenSquares: f64 = 0;
  let even: f64 = 0;
  let oddSquares: f64 = 0;
  let odd: f64 = 0;
  let smallest = load<f64>(sums, 16);
  let largest = load<f64>(sums, 24);
  let at = from;
  for (; at + 8 < to; at += 16) {
    const x = load<f64>(at);
    const y = load<f64>(at, 8);
    const d = x - about;
    const e = y - about;
    evenSquares += d * d;
    even += d;
    oddSquares += e * e;
    odd += e;
    if (x < smallest) smallest = x;
    if (x > largest) largest = x;
    if (y < smallest) smallest = y;
    if (y > largest) largest = y;
  }
  store<f64>(sums, load<f64>(sums) + (evenSquares + oddSquares));
  store<f64>(sums, load<f64>(sums, 8) + (even + odd), 8);
  store<f64>(sums, smallest, 16);
  store<f64>(sums, largest, 24);
  if (at < to) addNumbers(at, to, about, sums);
}

function addNumbers(from: usize, to: usize, about: f64, sums: usize): void {
  let squares = load<f64>(sums);
  let sum = load<f64>(sums, 8);
  let smallest = load<f64>(sums, 16);
  let largest = load<f64>(sums, 24);
  for (let at = from; at < to; at += 8) {
    const x = load<f64>(at);
    if (x - x !== 0) continue;
    const d = x - about;
    squares += d * d;
    sum += d;
    if (x < smallest) smallest = x;
    if (x > largest) largest = x;
  }
  store<f64>(sums, squares);
  store<f64>(sums, sum, 8);
  store<f64>(sums, smallest, 16);
  store<f64>(sums, largest, 24);
}

/** Puts the numbers among `count` doubles first, in their order and with 0 for -0; gives how many. `out`: NaN, infinities. */
export function keepNumbers(values: usize, count: u32, out: usize): u32 {
  const end = values + (count << 3);
  let to = values;
  let missing: u32 = 0;
  for (let at = values; at < end; at += 8) {
    const x = load<f64>(at);
    store<f64>(to, x + 0.0);
    missing += x !== x ? 1 : 0;
    to += x - x === 0 ? 8 : 0;
  }
  const kept = ((to - values) >>> 3) as u32;
  store<u32>(out, missing);
  store<u32>(out, count - kept - missing, 4);
  return kept;
}

/** Sum of numbers and what rounding lost of it (Neumaier 1974), in their order; both to `out`. */
export function sumExactly(values: usize, count: u32, out: usize): void {
  const end = values + (count << 3);
  let sum: f64 = 0;
  let carry: f64 = 0;
  for (let at = values; at < end; at += 8) {
    const x = load<f64>(at);
    const next = sum + x;
    carry += abs(sum) >= abs(x) ? sum - next + x : x - next + sum;
    sum = next;
  }
  store<f64>(out, sum);
  store<f64>(out, carry, 8);
}

/** Sum of squares of the deviations from `mean`, and their sum, in the order of the numbers; both to `out`. */
export function sumDeviations(values: usize, count: u32, mean: f64, out: usize): void {
  const end = values + (count << 3);
  let squares: f64 = 0;
  let sum: f64 = 0;
  for (let at = values; at < end; at += 8) {
    const d = load<f64>(at) - mean;
    squares += d * d;
    sum += d;
  }
  store<f64>(out, squares);
  store<f64>(out, sum, 8);
}
