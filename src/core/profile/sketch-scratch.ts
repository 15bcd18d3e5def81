import { BLOCK } from './block.js';
import { DROPPED, KEYS, lowerEdge, type Buckets } from './sketch-buckets.js';

/** Numbers kept of each bucket while it fills, side by side so that one value touches one cache line. */
const FIELDS = 4;
const COUNT = 0;
const SUM = 1;
const FIRST = 2;
const MIXED = 3;

/** Bits of the upper word of a double that are all set in NaN and in the infinities, and in no number. */
const EXPONENT = 0x7ff00000;

/** The bucket of -0, which belongs to 0. */
const MINUS_ZERO = 0x7fffffff >>> DROPPED;
const ZERO = 0x80000000 >>> DROPPED;

/** What some values came to. */
export interface Bucketed {
  readonly buckets: Buckets;
  /** NaN. */
  readonly missing: number;
  /** Infinities. */
  readonly nonFinite: number;
}

/** Counted while buckets fill: buckets in use, NaN, infinities, the first and the last word of `#used` that is in use. */
type Tally = [touched: number, missing: number, nonFinite: number, first: number, last: number];

/** Working space for sketching, one for each thread: dense buckets, emptied after each use. */
export class SketchScratch {
  readonly #fields = new Float64Array(KEYS * FIELDS);
  /** A bit for each bucket in use: they are visited in order without sorting. */
  readonly #used = new Uint32Array(KEYS / 32);

  /** Buckets of `values[from, to)`. */
  bucket(values: Float64Array, from: number, to: number): Bucketed {
    const words = new Int32Array(values.buffer, values.byteOffset, values.length * 2);
    const tally: Tally = [0, 0, 0, this.#used.length, -1];
    for (let start = from; start < to; start += BLOCK) {
      fill(values, words, start, Math.min(start + BLOCK, to), this.#fields, this.#used, tally);
    }
    return { buckets: this.#take(tally), missing: tally[1], nonFinite: tally[2] };
  }

  #take([touched, , , first, last]: Tally): Buckets {
    const fields = this.#fields;
    const used = this.#used;
    const marks = new Uint32Array(touched);
    const counts = new Uint32Array(touched);
    const means = new Float64Array(touched);
    let n = 0;
    for (let word = first; word <= last; word++) {
      let bits = used[word] as number;
      if (bits === 0) continue;
      used[word] = 0;
      while (bits !== 0) {
        const lowest = bits & -bits;
        const key = word * 32 + (31 - Math.clz32(lowest));
        bits ^= lowest;
        const at = key * FIELDS;
        const count = fields[at + COUNT] as number;
        const mixed = fields[at + MIXED] as number;
        marks[n] = key * 2 + mixed;
        counts[n] = count;
        means[n] =
          mixed === 0 ? (fields[at + FIRST] as number) : meanOf(fields[at + SUM] as number, count, key);
        fields[at + COUNT] = 0;
        n++;
      }
    }
    return { marks, counts, means };
  }
}

/** Adds `values[from, to)` to their buckets. */
function fill(
  values: Float64Array,
  words: Int32Array,
  from: number,
  to: number,
  fields: Float64Array,
  used: Uint32Array,
  tally: Tally,
): void {
  let [touched, missing, nonFinite, first, last] = tally;
  for (let i = from; i < to; i++) {
    const x = (values[i] as number) + 0;
    // The high word, mapped so that keys ascend with the values. Keys do not depend on the data: sketches merge.
    const high = words[2 * i + 1] as number;
    if ((high & EXPONENT) === EXPONENT) {
      if (x !== x) missing++;
      else nonFinite++;
      continue;
    }
    let key = (high ^ ((high >> 31) | 0x80000000)) >>> DROPPED;
    if (key === MINUS_ZERO && x === 0) key = ZERO;
    const at = key * FIELDS;
    const before = fields[at] as number;
    fields[at] = before + 1;
    if (before === 0) {
      touched++;
      const word = key >>> 5;
      used[word] = (used[word] as number) | (1 << (key & 31));
      if (word < first) first = word;
      if (word > last) last = word;
      fields[at + SUM] = x;
      fields[at + FIRST] = x;
      fields[at + MIXED] = 0;
    } else {
      fields[at + SUM] = (fields[at + SUM] as number) + x;
      if (x !== fields[at + FIRST]) fields[at + MIXED] = 1;
    }
  }
  [tally[0], tally[1], tally[2], tally[3], tally[4]] = [touched, missing, nonFinite, first, last];
}

/** The mean of a bucket; where the sum is beyond the doubles, its smaller edge will do. */
function meanOf(sum: number, count: number, key: number): number {
  return Number.isFinite(sum) ? sum / count : lowerEdge(key * 2);
}
