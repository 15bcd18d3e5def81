import { rememberPair } from './remember.js';
import type { ExactProfile } from './exact-profile.js';

/** How far apart two empirical distributions are. */
export interface SortedDistance {
  /** `sup |F − G|`. */
  readonly gap: number;
  /** `∫ |F − G| dx`. */
  readonly area: number;
}

/** Distance of two exact profiles that have values: one pass over both, once for each pair. */
export const sortedDistance = rememberPair((a: ExactProfile, b: ExactProfile, _: null): SortedDistance =>
  distance(a.sorted, b.sorted),
);

function distance(a: Float64Array, b: Float64Array): SortedDistance {
  const [stepA, stepB] = [1 / a.length, 1 / b.length];
  let i = 0;
  let j = 0;
  let gap = 0;
  let area = 0;
  let before = Math.min(a[0] as number, b[0] as number);
  while (i < a.length && j < b.length) {
    const x = Math.min(a[i] as number, b[j] as number);
    const difference = Math.abs(i * stepA - j * stepB);
    if (difference > gap) gap = difference;
    area += difference * (x - before);
    while (a[i] === x) i++;
    while (b[j] === x) j++;
    before = x;
  }
  const difference = Math.abs(i * stepA - j * stepB);
  if (difference > gap) gap = difference;
  // One side is used up: the rest of the other closes the gap.
  const [rest, from, step] = i < a.length ? [a, i, stepA] : [b, j, stepB];
  for (let k = from; k < rest.length; k++) {
    const x = rest[k] as number;
    area += (rest.length - k) * step * (x - before);
    before = x;
  }
  return { gap, area };
}
