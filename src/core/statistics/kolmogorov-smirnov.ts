import { ExactProfile } from '../profile/exact-profile.js';
import type { NumericProfile, Steps } from '../profile/numeric-profile.js';
import { rememberPair } from '../profile/remember.js';
import { sortedDistance } from '../profile/sorted-distance.js';
import { kolmogorovUpperTail } from './kolmogorov.js';

/** The two-sample Kolmogorov-Smirnov statistic and Stephens' approximation of its p-value. */
export function ksTest(
  reference: NumericProfile,
  current: NumericProfile,
): { value: number; pValue: number } {
  return compared(reference, current, null);
}

const compared = rememberPair((reference: NumericProfile, current: NumericProfile, _: null) => {
  const value =
    reference instanceof ExactProfile && current instanceof ExactProfile
      ? sortedDistance(reference, current, null).gap
      : largestGap(reference.steps(), current.steps());
  const effective = (reference.count * current.count) / (reference.count + current.count);
  const root = Math.sqrt(effective);
  return { value, pValue: kolmogorovUpperTail((root + 0.12 + 0.11 / root) * value) };
});

/** Largest absolute difference of two step functions, each scaled to end at 1. */
export function largestGap(a: Steps, b: Steps): number {
  const totalA = a.cumulative.at(-1) ?? NaN;
  const totalB = b.cumulative.at(-1) ?? NaN;
  let i = 0;
  let j = 0;
  let largest = 0;
  let shareA = 0;
  let shareB = 0;
  while (i < a.at.length && j < b.at.length) {
    const left = a.at[i] as number;
    const right = b.at[j] as number;
    if (left <= right) shareA = (a.cumulative[i++] as number) / totalA;
    if (right <= left) shareB = (b.cumulative[j++] as number) / totalB;
    const gap = Math.abs(shareA - shareB);
    if (gap > largest) largest = gap;
  }
  return largest;
}
