import { BLOCK } from './block.js';

/** Mergeable first moments of a set of numbers: `m2` is the sum of squared deviations from the mean. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  readonly m2: number;
  readonly min: number;
  readonly max: number;
}

export const NO_MOMENTS: Moments = { count: 0, mean: 0, m2: 0, min: Infinity, max: -Infinity };

/**
 * Moments of `values[from, to)` in two passes: the mean by a compensated (Neumaier) sum, so that the
 * result does not depend on magnitudes, then the squared deviations with the usual correction term.
 */
export function momentsOf(values: Float64Array, from = 0, to = values.length): Moments {
  const count = to - from;
  if (count === 0) return NO_MOMENTS;
  let sum = 0;
  let carry = 0;
  let min = Infinity;
  let max = -Infinity;
  for (let i = from; i < to; i++) {
    const x = values[i] as number;
    const next = sum + x;
    carry += Math.abs(sum) >= Math.abs(x) ? sum - next + x : x - next + sum;
    sum = next;
    if (x < min) min = x;
    if (x > max) max = x;
  }
  const mean = Number.isFinite(sum) ? (sum + carry) / count : scaledMean(values, from, to);
  let m2 = 0;
  let residual = 0;
  for (let i = from; i < to; i++) {
    const d = (values[i] as number) - mean;
    m2 += d * d;
    residual += d;
  }
  return { count, mean, m2: m2 - (residual * residual) / count, min, max };
}

/** Moments of the `count` numbers among `values[from, to)` whose mean is known up to rounding: one pass, which corrects it. */
export function momentsAround(
  about: number,
  values: Float64Array,
  from: number,
  to: number,
  count: number,
): Moments {
  if (count === 0) return NO_MOMENTS;
  const sums: Sums = [0, 0, Infinity, -Infinity];
  const add = count === to - from ? addDeviations : addDeviationsOfNumbers;
  for (let start = from; start < to; start += BLOCK) {
    add(values, start, Math.min(start + BLOCK, to), about, sums);
  }
  const [m2, residual, min, max] = sums;
  const shift = residual / count;
  return { count, mean: about + shift, m2: m2 - residual * shift, min: min + 0, max: max + 0 };
}

/** Sum of squares and sum of deviations, smallest and largest value. */
type Sums = [m2: number, residual: number, min: number, max: number];

/** Adds the deviations of `values[from, to)` to `sums`, and their extremes. Two sums of each: neither waits for the other. */
function addDeviations(values: Float64Array, from: number, to: number, about: number, sums: Sums): void {
  let [evenSquares, even, oddSquares, odd] = [0, 0, 0, 0];
  let [min, max] = [sums[2], sums[3]];
  let i = from;
  for (; i + 1 < to; i += 2) {
    const x = values[i] as number;
    const y = values[i + 1] as number;
    const d = x - about;
    const e = y - about;
    evenSquares += d * d;
    even += d;
    oddSquares += e * e;
    odd += e;
    if (x < min) min = x;
    if (x > max) max = x;
    if (y < min) min = y;
    if (y > max) max = y;
  }
  sums[0] += evenSquares + oddSquares;
  sums[1] += even + odd;
  sums[2] = min;
  sums[3] = max;
  if (i < to) addDeviationsOfNumbers(values, i, to, about, sums);
}

/** The same where some are no numbers. */
function addDeviationsOfNumbers(
  values: Float64Array,
  from: number,
  to: number,
  about: number,
  sums: Sums,
): void {
  let [m2, residual, min, max] = sums;
  for (let i = from; i < to; i++) {
    const x = values[i] as number;
    if (x - x !== 0) continue;
    const d = x - about;
    m2 += d * d;
    residual += d;
    if (x < min) min = x;
    if (x > max) max = x;
  }
  [sums[0], sums[1], sums[2], sums[3]] = [m2, residual, min, max];
}

/** Mean of values whose sum is beyond the doubles. */
function scaledMean(values: Float64Array, from: number, to: number): number {
  let mean = 0;
  for (let i = from; i < to; i++) mean += (values[i] as number) / (to - from);
  return mean;
}

/** Moments of the union of two disjoint sets (Chan, Golub and LeVeque 1979). */
export function mergeMoments(a: Moments, b: Moments): Moments {
  if (a.count === 0) return b;
  if (b.count === 0) return a;
  const count = a.count + b.count;
  const delta = b.mean - a.mean;
  return {
    count,
    mean: (a.count * a.mean + b.count * b.mean) / count,
    m2: a.m2 + b.m2 + (delta * delta * a.count * b.count) / count,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
  };
}

/** Sample variance (ddof 1); NaN for fewer than two values. */
export function sampleVariance(moments: Moments): number {
  return moments.count < 2 ? NaN : moments.m2 / (moments.count - 1);
}

/** Folds a stream of numbers into moments in blocks, in the order in which they come. */
export class MomentsAccumulator {
  readonly #buffer = new Float64Array(4096);
  #length = 0;
  #folded = NO_MOMENTS;

  add(x: number): void {
    if (this.#length === this.#buffer.length) this.#fold();
    this.#buffer[this.#length++] = x;
  }

  finish(): Moments {
    this.#fold();
    return this.#folded;
  }

  #fold(): void {
    this.#folded = mergeMoments(this.#folded, momentsOf(this.#buffer, 0, this.#length));
    this.#length = 0;
  }
}
