import type { Distance } from './distance.js';
import { lowerBound, type ExactProfile } from './exact-profile.js';
import { remember } from './remember.js';

/** From this ratio of their sizes on, the larger of two samples is searched rather than walked through. */
const UNEVEN = 8;

/** Distance of two exact profiles that have values. */
export function sortedDistance(a: ExactProfile, b: ExactProfile): Distance {
  const [small, large] = a.count < b.count ? [a, b] : [b, a];
  return small.count * UNEVEN < large.count
    ? unevenDistance(small.sorted, large.sorted, sumsBelow(large))
    : distance(a.sorted, b.sorted);
}

/** `sums[k]` = sum of the `k` smallest values. */
const sumsBelow = remember(({ sorted }: ExactProfile): Float64Array => {
  const sums = new Float64Array(sorted.length + 1);
  for (let k = 0; k < sorted.length; k++) sums[k + 1] = (sums[k] as number) + (sorted[k] as number);
  return sums;
});

/**
 * The same with the work of the smaller sample: between two of its neighbours its distribution stands still and the
 * larger one's only rises, so that they cross at most once there, and the area on both sides follows from sums.
 */
function unevenDistance(small: Float64Array, large: Float64Array, sums: Float64Array): Distance {
  const [m, n] = [small.length, large.length];
  const [first, last] = [small[0] as number, small[m - 1] as number];
  let below = lowerBound(large, first);
  let gap = below / n;
  let area = lead(sums, first, 0, below) / n;
  for (let i = 0; i < m;) {
    const from = small[i] as number;
    while (i < m && small[i] === from) i++;
    const share = i / m;
    const start = gallop(large, below, from, true);
    gap = Math.max(gap, Math.abs(share - start / n));
    if (i === m) {
      area -= lead(sums, last, start, n) / n;
      break;
    }
    const to = small[i] as number;
    const end = gallop(large, start, to, false);
    gap = Math.max(gap, Math.abs(share - end / n));
    const level = Math.floor(share * n);
    const turn = Math.min(Math.max(level, start), end);
    const middle = level < start ? from : turn < end ? (large[turn] as number) : to;
    area += share * (middle - from) - (start * (middle - from) + lead(sums, middle, start, turn)) / n;
    area += (turn * (to - middle) + lead(sums, to, turn, end)) / n - share * (to - middle);
    below = end;
  }
  return { gap, area };
}

/** Σ (x − value) over the values `p … q − 1`. */
function lead(sums: Float64Array, x: number, p: number, q: number): number {
  return (q - p) * x - ((sums[q] as number) - (sums[p] as number));
}

/** Number of values `< x` (or `<= x`), which is at least `from`: near it as a rule. */
function gallop(sorted: Float64Array, from: number, x: number, inclusive: boolean): number {
  let low = from;
  let step = 1;
  while (low + step <= sorted.length && isBelow(sorted[low + step - 1] as number, x, inclusive)) {
    low += step;
    step *= 2;
  }
  let high = Math.min(sorted.length, low + step);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBelow(sorted[middle] as number, x, inclusive)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBelow(value: number, x: number, inclusive: boolean): boolean {
  return value < x || (inclusive && value === x);
}

function distance(a: Float64Array, b: Float64Array): Distance {
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
