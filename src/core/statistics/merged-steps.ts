import type { Steps } from '../profile/numeric-profile.js';

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
