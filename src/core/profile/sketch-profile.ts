import { interpolate, upperBound } from './exact-profile.js';
import { mergeMoments, NO_MOMENTS, type Moments } from './moments.js';
import type { NumericProfile, Steps } from './numeric-profile.js';
import {
  isPoint,
  lowerEdge,
  markOf,
  mergeBuckets,
  NO_BUCKETS,
  upperEdge,
  upperEdges,
  type Buckets,
} from './sketch-buckets.js';
import { unionOfBuckets } from './sketch-union.js';

/**
 * Places among the values of a bucket that are this near are one: an edge that is a quantile is the place of a value, and
 * rounding must not decide on which side of it that lies.
 */
const SAME_PLACE = 1e-6;

/**
 * Counts and means in fixed buckets: constant in the number of rows. A bucket that holds one distinct value (zeros,
 * small integers) is known exactly. A rank is off by at most the mass of the bucket it falls in, a value by at most
 * 1/256 of itself.
 */
export class SketchProfile implements NumericProfile {
  readonly exact = false;
  readonly count: number;
  #before: Float64Array | null = null;
  #steps: Steps | null = null;

  /** `moments` are those of the same values. */
  constructor(
    readonly buckets: Buckets,
    readonly moments: Moments,
  ) {
    this.count = moments.count;
  }

  static readonly empty = new SketchProfile(NO_BUCKETS, NO_MOMENTS);

  /** Profile of the union of many. */
  static union(profiles: readonly SketchProfile[]): SketchProfile {
    const filled = profiles.filter(({ count }) => count > 0);
    const [first, second] = filled;
    if (first === undefined) return SketchProfile.empty;
    if (second === undefined) return first;
    if (filled.length === 2) return first.merge(second);
    return new SketchProfile(
      unionOfBuckets(filled.map(({ buckets }) => buckets)),
      filled.map(({ moments }) => moments).reduce(mergeMoments),
    );
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
    this.#steps ??= {
      at: upperEdges(this.buckets.marks),
      cumulative: this.#below().subarray(1),
    };
    return this.#steps;
  }

  /** Largest share of the rows in a bucket that holds different values: what a rank may be off by, 0..1. */
  largestMixedShare(): number {
    const { marks, counts } = this.buckets;
    let most = 0;
    for (let i = 0; i < marks.length; i++) {
      if (!isPoint(marks[i] as number)) most = Math.max(most, counts[i] as number);
    }
    return this.count === 0 ? 0 : most / this.count;
  }

  merge(other: NumericProfile): SketchProfile {
    if (!(other instanceof SketchProfile)) throw new TypeError('Exact and sketched profiles do not merge.');
    if (other.count === 0) return this;
    if (this.count === 0) return other;
    return new SketchProfile(
      mergeBuckets(this.buckets, other.buckets),
      mergeMoments(this.moments, other.moments),
    );
  }

  /** Values in the buckets below each, and those of all: many sketches are merged, and never asked. */
  #below(): Float64Array {
    if (this.#before === null) {
      const { counts } = this.buckets;
      const before = new Float64Array(counts.length + 1);
      let below = 0;
      for (let i = 0; i < counts.length; i++) {
        below += counts[i] as number;
        before[i + 1] = below;
      }
      this.#before = before;
    }
    return this.#before;
  }

  /** Values `< x` (or `<= x`). */
  #countBelow(x: number, inclusive: boolean): number {
    if (x === Infinity) return this.count;
    if (!(x > -Infinity)) return 0;
    const { marks, counts } = this.buckets;
    const wanted = markOf(x);
    const index = firstAtLeast(marks, wanted);
    const below = this.#below()[index] as number;
    const mark = marks[index];
    if (mark === undefined || mark >>> 1 !== wanted >>> 1) return below;
    const count = counts[index] as number;
    const [low, high] = this.#endsOf(index);
    if (x < low || (!inclusive && x === low)) return below;
    if (x > high || (inclusive && x === high)) return below + count;
    const place = (count - 1) * ((x - low) / (high - low));
    const inside = inclusive ? 1 + Math.floor(place + SAME_PLACE) : Math.ceil(place - SAME_PLACE);
    // The smallest is below x for sure; at x = high (exclusive) the largest is not.
    return below + Math.min(count - 1, Math.max(1, inside));
  }

  /** Smallest and largest value that a bucket is taken to hold: as far apart as its width and its mean allow. */
  #endsOf(index: number): [number, number] {
    const mark = this.buckets.marks[index] as number;
    const mean = this.buckets.means[index] as number;
    if (isPoint(mark)) return [mean, mean];
    const { min, max } = this.moments;
    const half = halfWidth(mean, lowerEdge(mark), upperEdge(mark), min, max);
    return [mean - half, mean + half];
  }

  #orderStatistic(index: number): number {
    if (index === 0) return this.moments.min;
    if (index === this.count - 1) return this.moments.max;
    const before = this.#below();
    const bucket = upperBound(before, index) - 1;
    const [low, high] = this.#endsOf(bucket);
    const count = this.buckets.counts[bucket] as number;
    if (count === 1 || low === high) return low;
    return low + (high - low) * ((index - (before[bucket] as number)) / (count - 1));
  }
}

/**
 * How far the values of a bucket are taken to reach from their mean: its nearer edge, or the nearer end of all values.
 * Which one is nearer cannot be foreseen, so nothing branches on it.
 */
export function halfWidth(mean: number, lower: number, upper: number, min: number, max: number): number {
  const from = lower > min ? lower : min;
  const to = upper < max ? upper : max;
  const half = (to - from - Math.abs(mean - from - (to - mean))) / 2;
  return half > 0 ? half : 0;
}

/** Position of the first mark of the bucket that `wanted` names, or of the next one. */
function firstAtLeast(marks: Uint32Array, wanted: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((marks[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
