import { interpolate, lowerBound, upperBound } from './exact-profile.js';
import { mergeMoments, momentsOf, NO_MOMENTS, type Moments } from './moments.js';
import type { NumericProfile, Steps } from './numeric-profile.js';
import {
  isPoint,
  lowerEdge,
  mergeBuckets,
  NO_BUCKETS,
  upperEdge,
  type Buckets,
  type SketchScratch,
} from './sketch-buckets.js';

/**
 * Counts and means in fixed buckets: constant in the number of rows. A bucket that holds one distinct value (zeros,
 * small integers) is known exactly. A rank is off by at most the mass of the bucket it falls in, a value by at most
 * 1/256 of itself.
 */
export class SketchProfile implements NumericProfile {
  readonly exact = false;
  readonly count: number;
  /** `before[i]` = values in the buckets below bucket `i`. */
  readonly #before: Float64Array;
  #steps: Steps | null = null;
  #ends: Ends | null = null;

  constructor(
    readonly buckets: Buckets,
    readonly moments: Moments,
  ) {
    const { counts } = buckets;
    this.#before = new Float64Array(counts.length + 1);
    let below = 0;
    for (let i = 0; i < counts.length; i++) {
      below += counts[i] as number;
      this.#before[i + 1] = below;
    }
    this.count = below;
  }

  static readonly empty = new SketchProfile(NO_BUCKETS, NO_MOMENTS);

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
    this.#steps ??= {
      at: Float64Array.from(this.buckets.marks, upperEdge),
      cumulative: this.#before.subarray(1),
    };
    return this.#steps;
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

  /** Smallest and largest value that each bucket is taken to hold: its values are spread evenly in between. */
  ends(): Ends {
    this.#ends ??= endsOf(this.buckets, this.moments);
    return this.#ends;
  }

  /** Values `< x` (or `<= x`). */
  #countBelow(x: number, inclusive: boolean): number {
    const { counts } = this.buckets;
    const { lows, highs } = this.ends();
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
    if (index === 0) return this.moments.min;
    if (index === this.count - 1) return this.moments.max;
    const bucket = upperBound(this.#before, index) - 1;
    const { lows, highs } = this.ends();
    const low = lows[bucket] as number;
    const high = highs[bucket] as number;
    const count = this.buckets.counts[bucket] as number;
    if (count === 1 || low === high) return low;
    return low + (high - low) * ((index - (this.#before[bucket] as number)) / (count - 1));
  }
}

/** For each bucket, ascending. */
export interface Ends {
  readonly lows: Float64Array;
  readonly highs: Float64Array;
}

function endsOf({ marks, means }: Buckets, { min, max }: Moments): Ends {
  const lows = new Float64Array(marks.length);
  const highs = new Float64Array(marks.length);
  for (let i = 0; i < marks.length; i++) {
    const mark = marks[i] as number;
    const mean = means[i] as number;
    // As wide as the bucket and the known mean allow: an even spread around the mean.
    const half = isPoint(mark)
      ? 0
      : Math.max(0, Math.min(mean - Math.max(lowerEdge(mark), min), Math.min(upperEdge(mark), max) - mean));
    lows[i] = mean - half;
    highs[i] = mean + half;
  }
  return { lows, highs };
}
