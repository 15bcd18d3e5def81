import { Kernels } from './kernels.js';
import { momentsFrom, NO_MOMENTS, type Moments } from './moments.js';
import { KEYS, type Buckets } from './sketch-buckets.js';

/** Bytes of a bucket while it fills (`kernels/sketch.ts`). */
const BUCKET_BYTES = 32;

/** Most values that are copied to the kernels at once. */
const PIECE = 131_072;

/** What some values came to. */
export interface Bucketed {
  readonly buckets: Buckets;
  /** NaN. */
  readonly missing: number;
  /** Infinities. */
  readonly nonFinite: number;
  /** Of the numbers. */
  readonly moments: Moments;
}

/** Working space for sketching, one for each thread: dense buckets, emptied after each use. */
export class SketchScratch {
  readonly #kernels = new Kernels();
  readonly #values = this.#kernels.reserve(PIECE * 8);
  readonly #sums = this.#kernels.reserve(32);
  readonly #tally = this.#kernels.reserve(20);
  readonly #used = this.#kernels.reserve(KEYS / 8);
  readonly #buckets = this.#kernels.reserve(KEYS * BUCKET_BYTES);
  #found = 0;
  #foundBytes = 0;

  /** Buckets and moments of `values[from, to)`. */
  bucket(values: Float64Array, from: number, to: number): Bucketed {
    const tally = new Int32Array(this.#kernels.buffer, this.#tally, 5);
    tally.set([0, 0, 0, KEYS / 32, -1]);
    for (let start = from; start < to; start += PIECE) {
      const count = this.#copy(values, start, to);
      this.#kernels.run.fillBuckets(this.#values, count, this.#buckets, this.#used, this.#tally);
    }
    const [touched = 0, missing = 0, nonFinite = 0] = tally;
    const buckets = this.#take(touched);
    return {
      buckets,
      missing,
      nonFinite,
      moments: this.#moments(buckets, values, from, to, missing + nonFinite),
    };
  }

  /** Of the values that were just bucketed; so many of them are no numbers. */
  #moments(buckets: Buckets, values: Float64Array, from: number, to: number, others: number): Moments {
    const count = to - from - others;
    if (count === 0) return NO_MOMENTS;
    const about = meanOf(buckets, count);
    const sums = new Float64Array(this.#kernels.buffer, this.#sums, 4);
    sums.set([0, 0, Infinity, -Infinity]);
    for (let start = from; start < to; start += PIECE) {
      // Few are where they were copied to.
      const size = to - from <= PIECE ? to - from : this.#copy(values, start, to);
      this.#kernels.run.addDeviations(this.#values, size, about, this.#sums, others > 0);
    }
    const [squares = 0, sum = 0, min = 0, max = 0] = sums;
    return momentsFrom(about, count, { squares, sum, min, max });
  }

  /** Copies the first of `values[from, to)`; gives how many. */
  #copy(values: Float64Array, from: number, to: number): number {
    const count = Math.min(PIECE, to - from);
    new Float64Array(this.#kernels.buffer, this.#values, count).set(values.subarray(from, from + count));
    return count;
  }

  #take(touched: number): Buckets {
    const room = touched * 16 + 8;
    if (room > this.#foundBytes) {
      this.#foundBytes = room * 2;
      this.#found = this.#kernels.reserve(this.#foundBytes);
    }
    const means = this.#found;
    const marks = means + touched * 8;
    const counts = marks + touched * 4;
    this.#kernels.run.takeBuckets(this.#buckets, this.#used, this.#tally, marks, counts, means);
    const { buffer } = this.#kernels;
    return {
      marks: new Uint32Array(buffer.slice(marks, counts)),
      counts: new Uint32Array(buffer.slice(counts, counts + touched * 4)),
      means: new Float64Array(buffer.slice(means, marks)),
    };
  }
}

/** The mean of all values, from those of the buckets. */
function meanOf({ counts, means }: Buckets, rows: number): number {
  let mean = 0;
  for (let i = 0; i < counts.length; i++) mean += (means[i] as number) * ((counts[i] as number) / rows);
  return mean;
}
