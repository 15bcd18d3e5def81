import { interpolate, lowerBound, upperBound } from './exact-profile.js';
import { mergeMoments, momentsOf, NO_MOMENTS, type Moments } from './moments.js';
import type { NumericProfile, Steps } from './numeric-profile.js';

/** Bits of a double that name its bucket: sign, 11 of exponent, 8 of mantissa (width 1/256 of a power of 2). */
const KEY_BITS = 20;
const DROPPED = 32 - KEY_BITS;

/**
 * Bucket of a value, from the high word of its double: ascending with the value. The buckets do not
 * depend on the data, so sketches of different files merge without loss.
 */
function keyOf(highWord: number): number {
  return (highWord ^ ((highWord >> 31) | 0x80000000)) >>> DROPPED;
}

/** Largest double in a bucket: the fixed point at which sketches of different data are compared. */
function upperEdge(key: number): number {
  const words = new Uint32Array(2);
  const mapped = (key << DROPPED) >>> 0;
  if (mapped >= 0x80000000) {
    words[1] = (mapped ^ 0x80000000) | ((1 << DROPPED) - 1);
    words[0] = 0xffffffff;
  } else {
    words[1] = ~(mapped | ((1 << DROPPED) - 1));
    words[0] = 0;
  }
  return new Float64Array(words.buffer)[0] as number;
}

/** Non-empty buckets in ascending order. */
interface Buckets {
  readonly keys: Uint32Array;
  readonly counts: Float64Array;
  readonly lows: Float64Array;
  readonly highs: Float64Array;
}

const EMPTY: Buckets = {
  keys: new Uint32Array(0),
  counts: new Float64Array(0),
  lows: new Float64Array(0),
  highs: new Float64Array(0),
};

/**
 * Counts in fixed buckets with the smallest and largest value of each: constant in the number of rows.
 * A bucket that holds one distinct value (zeros, small integers) is known exactly. A rank is off by at most
 * the mass of the bucket it falls in, a value by at most 1/256 of itself.
 */
export class SketchProfile implements NumericProfile {
  readonly exact = false;
  readonly count: number;
  /** `before[i]` = values in the buckets below bucket `i`. */
  readonly #before: Float64Array;

  private constructor(
    private readonly buckets: Buckets,
    readonly moments: Moments,
  ) {
    const { counts } = buckets;
    this.#before = new Float64Array(counts.length + 1);
    for (let i = 0; i < counts.length; i++) {
      this.#before[i + 1] = (this.#before[i] as number) + (counts[i] as number);
    }
    this.count = this.#before[counts.length] as number;
  }

  static readonly empty = new SketchProfile(EMPTY, NO_MOMENTS);

  /** Sketch of `values[0, length)` (finite, non-missing), using `scratch` as working space. */
  static of(values: Float64Array, length: number, scratch: SketchScratch): SketchProfile {
    return new SketchProfile(scratch.bucket(values, length), momentsOf(values, 0, length));
  }

  cdfAt(x: number): number {
    if (this.count === 0) return NaN;
    return this.#countBelow(x, true) / this.count;
  }

  quantile(p: number): number {
    if (this.count === 0) return NaN;
    return interpolate((this.count - 1) * p, (index) => this.#orderStatistic(index));
  }

  countsOn(edges: Float64Array): Float64Array {
    const counts = new Float64Array(Math.max(0, edges.length - 1));
    let below = this.#countBelow(edges[0] as number, false);
    for (let i = 0; i < counts.length; i++) {
      const above = this.#countBelow(edges[i + 1] as number, false);
      counts[i] = above - below;
      below = above;
    }
    return counts;
  }

  steps(): Steps {
    return {
      at: Float64Array.from(this.buckets.keys, upperEdge),
      cumulative: this.#before.subarray(1),
    };
  }

  merge(other: NumericProfile): NumericProfile {
    if (!(other instanceof SketchProfile)) throw new TypeError('Exact and sketched profiles do not merge.');
    if (other.count === 0) return this;
    if (this.count === 0) return other;
    return new SketchProfile(
      mergeBuckets(this.buckets, other.buckets),
      mergeMoments(this.moments, other.moments),
    );
  }

  /** Values `< x` (or `<= x`), spread evenly between the ends of the bucket that `x` falls in. */
  #countBelow(x: number, inclusive: boolean): number {
    const { counts, lows, highs } = this.buckets;
    // Buckets whose largest value is below x count whole.
    const index = inclusive ? upperBound(highs, x) : lowerBound(highs, x);
    const below = this.#before[index] as number;
    const low = lows[index];
    if (low === undefined || x < low || (!inclusive && x === low)) return below;
    const high = highs[index] as number;
    const others = (counts[index] as number) - 1;
    // The smallest is below x for sure; at x = high (exclusive) the largest is not.
    return below + Math.min(others, 1 + Math.floor(others * ((x - low) / (high - low))));
  }

  #orderStatistic(index: number): number {
    const bucket = upperBound(this.#before, index) - 1;
    const low = this.buckets.lows[bucket] as number;
    const high = this.buckets.highs[bucket] as number;
    const count = this.buckets.counts[bucket] as number;
    if (count === 1 || low === high) return low;
    return low + (high - low) * ((index - (this.#before[bucket] as number)) / (count - 1));
  }
}

/** Working space for sketching, one per run: dense buckets, emptied after each use. */
export class SketchScratch {
  readonly #counts = new Uint32Array(1 << KEY_BITS);
  readonly #lows = new Float64Array(1 << KEY_BITS);
  readonly #highs = new Float64Array(1 << KEY_BITS);
  readonly #touched = new Uint32Array(1 << KEY_BITS);

  /** Buckets of `values[0, length)`. */
  bucket(values: Float64Array, length: number): Buckets {
    const words = new Int32Array(values.buffer, values.byteOffset, length * 2);
    let touched = 0;
    for (let i = 0; i < length; i++) {
      const x = values[i] as number;
      const key = keyOf(words[2 * i + 1] as number);
      const before = this.#counts[key] as number;
      this.#counts[key] = before + 1;
      if (before === 0) {
        this.#touched[touched++] = key;
        this.#lows[key] = x;
        this.#highs[key] = x;
      } else {
        if (x < (this.#lows[key] as number)) this.#lows[key] = x;
        if (x > (this.#highs[key] as number)) this.#highs[key] = x;
      }
    }
    const keys = this.#touched.slice(0, touched).sort();
    const buckets: Buckets = {
      keys,
      counts: Float64Array.from(keys, (key) => this.#counts[key] as number),
      lows: Float64Array.from(keys, (key) => this.#lows[key] as number),
      highs: Float64Array.from(keys, (key) => this.#highs[key] as number),
    };
    for (const key of keys) this.#counts[key] = 0;
    return buckets;
  }
}

function mergeBuckets(a: Buckets, b: Buckets): Buckets {
  const room = a.keys.length + b.keys.length;
  const keys = new Uint32Array(room);
  const counts = new Float64Array(room);
  const lows = new Float64Array(room);
  const highs = new Float64Array(room);
  let i = 0;
  let j = 0;
  let n = 0;
  while (i < a.keys.length || j < b.keys.length) {
    const left = a.keys[i] ?? Infinity;
    const right = b.keys[j] ?? Infinity;
    const key = Math.min(left, right);
    keys[n] = key;
    lows[n] = Infinity;
    highs[n] = -Infinity;
    for (const [buckets, index, mine] of [
      [a, i, left === key],
      [b, j, right === key],
    ] as const) {
      if (!mine) continue;
      counts[n] = (counts[n] as number) + (buckets.counts[index] as number);
      lows[n] = Math.min(lows[n] as number, buckets.lows[index] as number);
      highs[n] = Math.max(highs[n] as number, buckets.highs[index] as number);
    }
    if (left === key) i++;
    if (right === key) j++;
    n++;
  }
  return {
    keys: keys.slice(0, n),
    counts: counts.slice(0, n),
    lows: lows.slice(0, n),
    highs: highs.slice(0, n),
  };
}
