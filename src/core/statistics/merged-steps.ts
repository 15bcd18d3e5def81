import type { Steps } from '../profile/numeric-profile.js';
import { CompensatedSum } from './compensated-sum.js';

/** One distinct value of two samples: how many rows of each lie below it, and on it. */
export type VisitValue = (x: number, belowA: number, hereA: number, belowB: number, hereB: number) => void;

/** Calls `visit` for each distinct value of either sample, ascending. */
export function forEachValue(a: Steps, b: Steps, visit: VisitValue): void {
  let i = 0;
  let j = 0;
  let belowA = 0;
  let belowB = 0;
  while (i < a.at.length || j < b.at.length) {
    const x = Math.min(a.at[i] ?? Infinity, b.at[j] ?? Infinity);
    let hereA = 0;
    let hereB = 0;
    if (a.at[i] === x) hereA = (a.cumulative[i++] as number) - belowA;
    if (b.at[j] === x) hereB = (b.cumulative[j++] as number) - belowB;
    visit(x, belowA, hereA, belowB, hereB);
    belowA += hereA;
    belowB += hereB;
  }
}

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

/** `∫ of(F_a − F_b) dx` over two step functions, each scaled to end at 1; `of(0)` must be 0. */
export function integrateGap(a: Steps, b: Steps, of: (gap: number) => number): number {
  const totalA = a.cumulative.at(-1) ?? NaN;
  const totalB = b.cumulative.at(-1) ?? NaN;
  const area = new CompensatedSum();
  let gap = 0;
  let before = 0;
  forEachValue(a, b, (x, belowA, hereA, belowB, hereB) => {
    if (gap !== 0) area.add(of(gap) * (x - before));
    gap = (belowA + hereA) / totalA - (belowB + hereB) / totalB;
    before = x;
  });
  return area.value;
}
