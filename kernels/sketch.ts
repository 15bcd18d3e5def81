/*
 * Sketches of numbers: into which of 2²⁰ buckets each falls, by the upper bits of its double. Four doubles stand for a bucket
 * while it fills, side by side so that one value touches one cache line: how many values, their sum, the first of them, and 1
 * where they differ.
 */
const COUNT: usize = 0;
const SUM: usize = 8;
const FIRST: usize = 16;
const MIXED: usize = 24;
const BUCKET: usize = 32;

/** Bits of the upper word of a double that name no bucket. */
const DROPPED: u32 = 12;

/** Bits of the upper word that are all set in NaN and in the infinities, and in no number. */
const EXPONENT: u32 = 0x7ff00000;

/** The bucket of -0, which belongs to 0. */
const MINUS_ZERO: u32 = 0x7fffffff >>> DROPPED;
const ZERO: u32 = 0x80000000 >>> DROPPED;

/**
 * Adds `count` doubles to their buckets. `used` has a bit for each bucket, set where it holds a value. `tally`: buckets in use,
 * NaN, infinities, the first and the last word of `used` that is not zero; it is added to.
 */
export function fillBuckets(values: usize, count: u32, buckets: usize, used: usize, tally: usize): void {
  let touched = load<u32>(tally);
  let missing = load<u32>(tally, 4);
  let nonFinite = load<u32>(tally, 8);
  let first = load<i32>(tally, 12);
  let last = load<i32>(tally, 16);
  const end = values + (count << 3);
  for (let value = values; value < end; value += 8) {
    const x = load<f64>(value) + 0.0;
    // The high word, mapped so that keys ascend with the values. Keys do not depend on the data: sketches merge.
    const high = load<u32>(value, 4);
    if ((high & EXPONENT) === EXPONENT) {
      if (x !== x) missing++;
      else nonFinite++;
      continue;
    }
    let key = (high ^ ((((high as i32) >> 31) as u32) | 0x80000000)) >>> DROPPED;
    if (key === MINUS_ZERO && x === 0) key = ZERO;
    const bucket = buckets + key * BUCKET;
    const before = load<f64>(bucket, COUNT);
    store<f64>(bucket, before + 1, COUNT);
    if (before === 0) {
      touched++;
      const word = (key >>> 5) as i32;
      const bits = used + (word << 2);
      store<u32>(bits, load<u32>(bits) | ((1 as u32) << (key & 31)));
      if (word < first) first = word;
      if (word > last) last = word;
      store<f64>(bucket, x, SUM);
      store<f64>(bucket, x, FIRST);
      store<f64>(bucket, 0, MIXED);
    } else {
      store<f64>(bucket, load<f64>(bucket, SUM) + x, SUM);
      if (x !== load<f64>(bucket, FIRST)) store<f64>(bucket, 1, MIXED);
    }
  }
  store<u32>(tally, touched);
  store<u32>(tally, missing, 4);
  store<u32>(tally, nonFinite, 8);
  store<i32>(tally, first, 12);
  store<i32>(tally, last, 16);
}

/**
 * Writes the buckets in use in ascending order and empties them: `marks` (twice its number, plus one where its values differ),
 * `counts` (32 bits each) and `means`. `tally` as `fillBuckets` left it.
 */
export function takeBuckets(
  buckets: usize,
  used: usize,
  tally: usize,
  marks: usize,
  counts: usize,
  means: usize,
): void {
  const first = load<i32>(tally, 12);
  const last = load<i32>(tally, 16);
  let n: usize = 0;
  for (let word = first; word <= last; word++) {
    const place = used + (word << 2);
    let bits = load<u32>(place);
    if (bits === 0) continue;
    store<u32>(place, 0);
    while (bits !== 0) {
      const key = ((word as u32) << 5) + ctz(bits);
      bits &= bits - 1;
      const bucket = buckets + key * BUCKET;
      const count = load<f64>(bucket, COUNT);
      const mixed = load<f64>(bucket, MIXED) !== 0;
      store<u32>(marks + (n << 2), (key << 1) | (mixed ? 1 : 0));
      store<u32>(counts + (n << 2), count as u32);
      store<f64>(
        means + (n << 3),
        mixed ? meanOf(load<f64>(bucket, SUM), count, key) : load<f64>(bucket, FIRST),
      );
      store<f64>(bucket, 0, COUNT);
      n++;
    }
  }
}

/** The mean of a bucket; where the sum is beyond the doubles, its smaller edge will do. */
function meanOf(sum: f64, count: f64, key: u32): f64 {
  if (sum - sum === 0) return sum / count;
  const mapped = key << DROPPED;
  const below = ((1 as u32) << DROPPED) - 1;
  // Below zero the doubles descend as their bits ascend.
  if (mapped >= 0x80000000) return reinterpret<f64>(((mapped ^ 0x80000000) as u64) << 32);
  return reinterpret<f64>((((~(mapped | below) | below) as u64) << 32) | 0xffffffff);
}
