import { mergeMoments, momentsOf, type Moments } from './moments.js';
import type { NumericProfile, Steps } from './numeric-profile.js';

/** Every value kept, sorted: all answers are exact. */
export class ExactProfile implements NumericProfile {
  readonly exact = true;
  readonly count: number;

  private constructor(
    private readonly sorted: Float64Array,
    readonly moments: Moments,
  ) {
    this.count = sorted.length;
  }

  /** Takes ownership of `values` (finite, non-missing) and sorts them in place. */
  static of(values: Float64Array): ExactProfile {
    const moments = momentsOf(values);
    values.sort();
    return new ExactProfile(values, moments);
  }

  /** Profile of the union of many: cheaper than merging two by two. */
  static union(profiles: readonly ExactProfile[]): ExactProfile {
    const first = profiles[0];
    if (profiles.length === 1 && first !== undefined) return first;
    const all = new Float64Array(profiles.reduce((sum, profile) => sum + profile.count, 0));
    let offset = 0;
    let moments = momentsOf(all, 0, 0);
    for (const profile of profiles) {
      all.set(profile.sorted, offset);
      offset += profile.count;
      moments = mergeMoments(moments, profile.moments);
    }
    return new ExactProfile(all.sort(), moments);
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
    const at = new Float64Array(this.count);
    const cumulative = new Float64Array(this.count);
    let distinct = 0;
    for (let i = 0; i < this.count; i++) {
      const x = this.sorted[i] as number;
      if (distinct === 0 || x !== at[distinct - 1]) at[distinct++] = x;
      cumulative[distinct - 1] = i + 1;
    }
    return { at: at.subarray(0, distinct), cumulative: cumulative.subarray(0, distinct) };
  }

  merge(other: NumericProfile): NumericProfile {
    if (!(other instanceof ExactProfile)) throw new TypeError('Exact and sketched profiles do not merge.');
    return ExactProfile.union([this, other]);
  }
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
