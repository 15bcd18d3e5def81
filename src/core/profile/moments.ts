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

/** What some numbers deviate from one: sum of squares and sum; and the smallest and the largest of them. */
export interface Deviations {
  readonly squares: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
}

/** Moments of `count` numbers from how they deviate from their mean, which need be known only up to rounding: it is corrected. */
export function momentsFrom(about: number, count: number, { squares, sum, min, max }: Deviations): Moments {
  const shift = sum / count;
  return { count, mean: about + shift, m2: squares - sum * shift, min: min + 0, max: max + 0 };
}

/** Mean of values whose sum is beyond the doubles. */
export function scaledMean(values: Float64Array, from: number, to: number): number {
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

  /** Adds the first `count` values, as `add` would one by one. */
  addRange(values: Float64Array, count: number): void {
    for (let at = 0; at < count;) {
      if (this.#length === this.#buffer.length) this.#fold();
      const part = Math.min(count - at, this.#buffer.length - this.#length);
      this.#buffer.set(values.subarray(at, at + part), this.#length);
      this.#length += part;
      at += part;
    }
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
