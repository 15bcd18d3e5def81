import { momentsOf, type Moments } from './moments.js';
import type { NumericProfile, Steps } from './numeric-profile.js';
import { sortedNumbers } from './sort-numbers.js';
import { sortedUnion } from './sorted-union.js';

/** Every value kept, sorted: all answers are exact. */
export class ExactProfile implements NumericProfile {
  readonly exact = true;
  readonly count: number;

  #steps: Steps | null = null;

  /** `sorted` ascends; `moments` are its own. */
  constructor(
    readonly sorted: Float64Array,
    readonly moments: Moments,
  ) {
    this.count = sorted.length;
  }

  /** Of finite values, which stay as they are. Moments are of the sorted ones: their order in the log makes no difference. */
  static of(values: Float64Array): ExactProfile {
    const { sorted, moments } = sortedNumbers([values]);
    return new ExactProfile(sorted, moments);
  }

  /** Profile of the union of many. */
  static union(profiles: readonly ExactProfile[]): ExactProfile {
    const [first, second] = profiles;
    if (first !== undefined && second === undefined) return first;
    if (first !== undefined && second !== undefined && profiles.length === 2) {
      const sorted = mergeSorted(first.sorted, second.sorted);
      return new ExactProfile(sorted, momentsOf(sorted));
    }
    const sorted = sortedUnion(profiles.map((profile) => profile.sorted));
    return new ExactProfile(sorted, momentsOf(sorted));
  }

  cdfAt(x: number): number {
    return this.count === 0 ? NaN : upperBound(this.sorted, x) / this.count;
  }

  quantile(p: number): number {
    if (this.count === 0) return NaN;
    return interpolate((this.count - 1) * p, (index) => this.sorted[index] as number);
  }

  countsOn(edges: Float64Array): Float64Array {
    const counts = new Float64Array(Math.max(0, edges.length - 1));
    let below = lowerBound(this.sorted, edges[0] as number);
    for (let i = 0; i < counts.length; i++) {
      const next = edges[i + 1] as number;
      // The last bin ends at +Infinity inclusive: finite values never reach it.
      const above = lowerBound(this.sorted, next);
      counts[i] = above - below;
      below = above;
    }
    return counts;
  }

  steps(): Steps {
    this.#steps ??= stepsOf(this.sorted);
    return this.#steps;
  }

  merge(other: NumericProfile): NumericProfile {
    if (!(other instanceof ExactProfile)) throw new TypeError('Exact and sketched profiles do not merge.');
    return ExactProfile.union([this, other]);
  }
}

function stepsOf(sorted: Float64Array): Steps {
  const at = new Float64Array(sorted.length);
  const cumulative = new Float64Array(sorted.length);
  let distinct = 0;
  let last = NaN;
  for (let i = 0; i < sorted.length; i++) {
    const x = sorted[i] as number;
    if (x !== last) {
      at[distinct++] = x;
      last = x;
    }
    cumulative[distinct - 1] = i + 1;
  }
  return { at: at.subarray(0, distinct), cumulative: cumulative.subarray(0, distinct) };
}

function mergeSorted(a: Float64Array, b: Float64Array): Float64Array {
  const merged = new Float64Array(a.length + b.length);
  let i = 0;
  let j = 0;
  let n = 0;
  while (i < a.length && j < b.length) {
    const left = a[i] as number;
    const right = b[j] as number;
    if (left <= right) {
      merged[n++] = left;
      i++;
    } else {
      merged[n++] = right;
      j++;
    }
  }
  if (i < a.length) merged.set(a.subarray(i), n);
  else merged.set(b.subarray(j), n);
  return merged;
}

/**
 * Value at the fractional position `h` between order statistics, with numpy's arithmetic for
 * `method="linear"` (definitions.md, section 2), so that edges equal numpy's to the last bit.
 */
export function interpolate(h: number, orderStatistic: (index: number) => number): number {
  const j = Math.floor(h);
  const g = h - j;
  const low = orderStatistic(j);
  if (g === 0) return low;
  const high = orderStatistic(j + 1);
  const step = high - low;
  return g < 0.5 ? low + g * step : high - (1 - g) * step;
}

/** Number of elements of the ascending `sorted` that are `< x`. */
export function lowerBound(sorted: Float64Array, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Number of elements of the ascending `sorted` that are `<= x`. */
export function upperBound(sorted: Float64Array, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}
