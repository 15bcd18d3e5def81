/** Fewer values than this are sorted sooner by comparing them. */
const FEW = 1500;

const BITS = 11;
const DIGITS = 1 << BITS;
/** Neighbours with the same upper 32 bits are put in order by insertion, up to this many of them. */
const SHORT_RUN = 24;

/**
 * Sorts finite numbers ascending, in place. A radix sort by the upper 32 bits of each double (sign, exponent and 20 bits
 * of the fraction, mapped so that they ascend with the values), then by comparison where these are equal: two to four
 * times as fast as comparing all.
 */
export function sortNumbers(values: Float64Array): void {
  const { length } = values;
  if (length < FEW) {
    values.sort();
    return;
  }
  const scratch = new Float64Array(length);
  const words = new Int32Array(values.buffer, values.byteOffset, length * 2);
  const low = new Uint32Array(DIGITS);
  const middle = new Uint32Array(DIGITS);
  const high = new Uint32Array(DIGITS);
  for (let i = 0; i < length; i++) {
    const key = keyOf(words[2 * i + 1] as number);
    low[key & (DIGITS - 1)] = (low[key & (DIGITS - 1)] as number) + 1;
    middle[(key >>> BITS) & (DIGITS - 1)] = (middle[(key >>> BITS) & (DIGITS - 1)] as number) + 1;
    high[key >>> (2 * BITS)] = (high[key >>> (2 * BITS)] as number) + 1;
  }
  let from: Float64Array = values;
  let to: Float64Array = scratch;
  for (const [shift, counts] of [
    [0, low],
    [BITS, middle],
    [2 * BITS, high],
  ] as const) {
    if (isOneDigit(counts, length)) continue;
    starts(counts);
    distribute(from, to, counts, shift);
    [from, to] = [to, from];
  }
  if (from !== values) values.set(from);
  orderRuns(values, words);
}

/** Upper word of a double as a number that ascends with it. */
function keyOf(word: number): number {
  return (word ^ ((word >> 31) | 0x80000000)) >>> 0;
}

function isOneDigit(counts: Uint32Array, length: number): boolean {
  for (const count of counts) if (count !== 0) return count === length;
  return true;
}

/** Turns counts into the places of the first value of each digit. */
function starts(counts: Uint32Array): void {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] as number;
    counts[i] = sum;
    sum += count;
  }
}

function distribute(from: Float64Array, to: Float64Array, places: Uint32Array, shift: number): void {
  const words = new Int32Array(from.buffer, from.byteOffset, from.length * 2);
  for (let i = 0; i < from.length; i++) {
    const digit = (keyOf(words[2 * i + 1] as number) >>> shift) & (DIGITS - 1);
    const place = places[digit] as number;
    places[digit] = place + 1;
    to[place] = from[i] as number;
  }
}

/** Puts values in order whose upper words are the same. */
function orderRuns(values: Float64Array, words: Int32Array): void {
  const { length } = values;
  for (let i = 1; i < length; i++) {
    const x = values[i] as number;
    if (x >= (values[i - 1] as number)) continue;
    const word = words[2 * i + 1] as number;
    let start = i;
    while (start > 0 && words[2 * start - 1] === word) start--;
    let end = i + 1;
    while (end < length && words[2 * end + 1] === word) end++;
    if (end - start > SHORT_RUN) values.subarray(start, end).sort();
    else insert(values, start, end);
    i = end - 1;
  }
}

function insert(values: Float64Array, start: number, end: number): void {
  for (let i = start + 1; i < end; i++) {
    const x = values[i] as number;
    let j = i - 1;
    while (j >= start && (values[j] as number) > x) {
      values[j + 1] = values[j] as number;
      j--;
    }
    values[j + 1] = x;
  }
}
