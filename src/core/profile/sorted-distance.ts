import type { Distance } from './distance.js';
import type { ExactProfile } from './exact-profile.js';
import { remember } from './remember.js';
import { unevenDistances } from './uneven-distance.js';
import { workingRoom } from './working-room.js';

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
  const { run, buffer, at } = workingRoom(16 + a.byteLength + b.byteLength);
  const [from, to] = [at + 16, at + 16 + a.byteLength];
  new Float64Array(buffer, from, a.length).set(a);
  new Float64Array(buffer, to, b.length).set(b);
  run.walkBoth(from, a.length, to, b.length, at);
  const [gap = 0, area = 0] = new Float64Array(buffer, at, 2);
  return { gap, area };
}
