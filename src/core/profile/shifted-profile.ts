import { mergeNumeric } from './merge-parts.js';
import { mergeMoments, NO_MOMENTS, type Moments } from './moments.js';
import type { NumericProfile, Steps } from './numeric-profile.js';
import { SketchProfile } from './sketch-profile.js';

/**
 * A sketch of the distances from a fixed value. Buckets are narrow near zero: values that lie close together far from
 * it (years, kelvins, prices around 1 000) are told apart by how far they are from one of them.
 */
export class ShiftedProfile implements NumericProfile {
  readonly exact = false;
  readonly count: number;
  readonly moments: Moments;
  #steps: Steps | null = null;

  /** `inner` is the sketch of the values minus `offset`. */
  constructor(
    readonly inner: SketchProfile,
    readonly offset: number,
  ) {
    const { mean, min, max, ...rest } = inner.moments;
    this.count = inner.count;
    this.moments = { ...rest, mean: mean + offset, min: min + offset, max: max + offset };
  }

  cdfAt(x: number): number {
    return this.inner.cdfAt(x - this.offset);
  }

  quantile(p: number): number {
    return this.inner.quantile(p) + this.offset;
  }

  countsOn(edges: Float64Array): Float64Array {
    return this.inner.countsOn(edges.map((edge) => edge - this.offset));
  }

  steps(): Steps {
    const { at, cumulative } = this.inner.steps();
    this.#steps ??= { at: at.map((x) => x + this.offset), cumulative };
    return this.#steps;
  }

  merge(other: NumericProfile): NumericProfile {
    if (!(other instanceof ShiftedProfile) || other.offset !== this.offset) {
      throw new TypeError('Sketches around different values do not merge.');
    }
    const merged = this.inner.merge(other.inner);
    return merged === this.inner ? this : new ShiftedProfile(merged, this.offset);
  }
}

/** More of the rows than this in one bucket, and ranks are too coarse to compare. */
const COARSE = 0.005;

/**
 * The value around which the values of these sketches should be sketched anew: null where the buckets already tell them
 * apart, or no value would help (they lie on both sides of zero, or as far apart as they are large).
 */
export function betterOffset(profiles: readonly SketchProfile[]): number | null {
  const { mean, min, max } = profiles.map((profile) => profile.moments).reduce(mergeMoments, NO_MOMENTS);
  const narrow = max - min < Math.min(Math.abs(min), Math.abs(max)) / 2;
  const offset = Math.fround(mean);
  if (!narrow || min > 0 !== max > 0 || !Number.isFinite(offset)) return null;
  const whole = mergeNumeric(profiles);
  return whole instanceof SketchProfile && whole.largestMixedShare() > COARSE ? offset : null;
}
