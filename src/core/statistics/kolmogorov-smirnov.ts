import type { NumericProfile, Steps } from '../profile/numeric-profile.js';
import { kolmogorovUpperTail } from './kolmogorov.js';

/** The two-sample Kolmogorov-Smirnov statistic and Stephens' approximation of its p-value. */
export function ksTest(
  reference: NumericProfile,
  current: NumericProfile,
): { value: number; pValue: number } {
  const value = largestGap(reference.steps(), current.steps());
  const effective = (reference.count * current.count) / (reference.count + current.count);
  const root = Math.sqrt(effective);
  return { value, pValue: kolmogorovUpperTail((root + 0.12 + 0.11 / root) * value) };
}

/** Largest absolute difference of two step functions, each scaled to end at 1. */
export function largestGap(a: Steps, b: Steps): number {
  const totalA = a.cumulative.at(-1) ?? NaN;
  const totalB = b.cumulative.at(-1) ?? NaN;
  let i = 0;
  let j = 0;
  let largest = 0;
  while (i < a.at.length && j < b.at.length) {
    const x = Math.min(a.at[i] as number, b.at[j] as number);
    if (a.at[i] === x) i++;
    if (b.at[j] === x) j++;
    const shareA = i === 0 ? 0 : (a.cumulative[i - 1] as number) / totalA;
    const shareB = j === 0 ? 0 : (b.cumulative[j - 1] as number) / totalB;
    largest = Math.max(largest, Math.abs(shareA - shareB));
  }
  return largest;
}
