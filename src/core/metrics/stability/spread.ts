import { sampleVariance, type Moments } from '../../profile/moments.js';

/** Sample standard deviation (ddof 1): exactly 0 for one distinct value, NaN for fewer than two values. */
export function sampleSd(moments: Moments): number {
  if (moments.count < 2) return NaN;
  // The mean of equal values can be off by a rounding, which must not look like spread.
  return moments.min === moments.max ? 0 : Math.sqrt(sampleVariance(moments));
}

/**
 * `difference / sd`, the difference in standard deviations of the reference; where these are none, why there is
 * no value. No difference is 0 whatever the spread.
 */
export function perSd(difference: number, reference: Moments): { value: number; because?: string } {
  if (difference === 0) return { value: 0 };
  const sd = sampleSd(reference);
  if (reference.count < 2)
    return { value: NaN, because: 'the reference has one value only, which has no spread to measure by.' };
  if (sd === 0)
    return {
      value: NaN,
      because: `every value of the reference is ${reference.min}, so it has no spread to measure by.`,
    };
  // A spread beyond the largest double must not make every difference 0.
  return { value: Number.isFinite(sd) ? difference / sd : NaN };
}
