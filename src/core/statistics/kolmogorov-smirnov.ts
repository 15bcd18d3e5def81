import type { NumericProfile } from '../profile/numeric-profile.js';
import { distanceBetween } from './distance.js';
import { kolmogorovUpperTail } from './kolmogorov.js';

/** The two-sample Kolmogorov-Smirnov statistic and Stephens' approximation of its p-value. */
export function ksTest(
  reference: NumericProfile,
  current: NumericProfile,
): { value: number; pValue: number } {
  const value = distanceBetween(reference, current).gap;
  const effective = (reference.count * current.count) / (reference.count + current.count);
  const root = Math.sqrt(effective);
  return { value, pValue: kolmogorovUpperTail((root + 0.12 + 0.11 / root) * value) };
}
