/*
 * The union of many sketches. A bit for each bucket that one of them has, in words of which the first is the word `first`, tells
 * where a bucket goes: behind those before its word and those below it in its word.
 */

/** Sets the bits of `count` buckets with these marks (twice the number, plus one where values differ). */
export function noteUsed(marks: usize, count: u32, used: usize, first: u32): void {
  const end = marks + (count << 2);
  for (let at = marks; at < end; at += 4) {
    const key = load<u32>(at) >>> 1;
    const word = used + (((key >>> 5) - first) << 2);
    store<u32>(word, load<u32>(word) | ((1 as u32) << (key & 31)));
  }
}

/** Writes the number of buckets before each word; gives that of all. */
export function countUsed(used: usize, words: u32, before: usize): u32 {
  let size: u32 = 0;
  for (let i: usize = 0, end = (words as usize) << 2; i < end; i += 4) {
    store<u32>(before + i, size);
    size += popcnt(load<u32>(used + i));
  }
  return size;
}

/** Adds the `count` buckets of a part to those of the union, whose counts are 0 where nothing was added yet. */
export function addBuckets(
  marks: usize,
  counts: usize,
  means: usize,
  count: u32,
  used: usize,
  before: usize,
  first: u32,
  allMarks: usize,
  allCounts: usize,
  allMeans: usize,
): void {
  for (let i: u32 = 0; i < count; i++) {
    const mark = load<u32>(marks + (i << 2));
    const rows = load<u32>(counts + (i << 2));
    const mean = load<f64>(means + (i << 3));
    const word = ((mark >>> 6) - first) << 2;
    const below = load<u32>(used + word) & (((1 as u32) << ((mark >>> 1) & 31)) - 1);
    const place = (load<u32>(before + word) + popcnt(below)) << 2;
    const known = load<u32>(allCounts + place);
    store<u32>(allCounts + place, known + rows);
    if (known === 0) {
      store<u32>(allMarks + place, mark);
      store<f64>(allMeans + (place << 1), mean);
      continue;
    }
    const own = load<f64>(allMeans + (place << 1));
    if (own === mean) {
      store<u32>(allMarks + place, load<u32>(allMarks + place) | (mark & 1));
      continue;
    }
    store<u32>(allMarks + place, mark | 1);
    store<f64>(
      allMeans + (place << 1),
      own + (mean - own) * ((rows as f64) / ((known as f64) + (rows as f64))),
    );
  }
}
