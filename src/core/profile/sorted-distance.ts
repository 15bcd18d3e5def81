import type { Distance } from './distance.js';
import type { ExactProfile } from './exact-profile.js';
import { remember } from './remember.js';
import { unevenDistances } from './uneven-distance.js';

/** From this ratio of their sizes on, the larger of two samples is searched rather than walked through. */
const UNEVEN = 8;

/** Distance of two exact profiles that have values. */
export function sortedDistance(a: ExactProfile, b: ExactProfile): Distance {
  const [small, large] = a.count < b.count ? [a, b] : [b, a];
  return isPart(small, large)
    ? (distancesOfParts([small], large)[0] as Distance)
    : distance(a.sorted, b.sorted);
}

/** Whether a profile is so much smaller than another that it is looked up in it. */
export function isPart(small: ExactProfile, large: ExactProfile): boolean {
  return small.count * UNEVEN < large.count;
}

/** Distances of many such profiles from the same larger one: it is gone through once for all. */
export function distancesOfParts(smalls: readonly ExactProfile[], large: ExactProfile): Distance[] {
  return unevenDistances(
    smalls.map(({ sorted }) => sorted),
    large.sorted,
    sumsBelow(large),
  );
}

/** `sums[k]` = sum of the `k` smallest values. */
const sumsBelow = remember(({ sorted }: ExactProfile): Float64Array => {
  const sums = new Float64Array(sorted.length + 1);
  let sum = 0;
  for (let k = 0; k < sorted.length; k++) {
    sum += sorted[k] as number;
    sums[k + 1] = sum;
  }
  return sums;
});

function distance(a: Float64Array, b: Float64Array): Distance {
  const [m, n] = [a.length, b.length];
  const [stepA, stepB] = [1 / m, 1 / n];
  let i = 0;
  let j = 0;
  let gap = 0;
  let area = 0;
  let before = Math.min(a[0] as number, b[0] as number);
  while (i < m && j < n) {
    const [left, right] = [a[i] as number, b[j] as number];
    const x = left < right ? left : right;
    const difference = Math.abs(i * stepA - j * stepB);
    if (difference > gap) gap = difference;
    area += difference * (x - before);
    if (left === x) while (i < m && a[i] === x) i++;
    if (right === x) while (j < n && b[j] === x) j++;
    before = x;
  }
  const difference = Math.abs(i * stepA - j * stepB);
  if (difference > gap) gap = difference;
  // One side is used up: the rest of the other closes the gap.
  const [rest, from, step] = i < m ? [a, i, stepA] : [b, j, stepB];
  for (let k = from; k < rest.length; k++) {
    const x = rest[k] as number;
    area += (rest.length - k) * step * (x - before);
    before = x;
  }
  return { gap, area };
}
