import { upperBound } from '../profile/exact-profile.js';

/** Draws made before it is taken that hardly any is as far out as what was seen. */
const MOST_DRAWS = 5000;

/** So many draws as far out as what was seen tell the share well enough (Besag and Clifford 1991). */
const ENOUGH = 10;

/** Up to so many rows the pool is shuffled; beyond, a row drawn twice is too rare to matter. */
const SHUFFLED = 65_536;

/**
 * Draws `rows` rows without regard to the side they came from. `totals[i]` is how many rows of both sides have the
 * `i`-th value; `picked` is filled with the numbers of the values drawn.
 */
export function rowDrawer(totals: ArrayLike<number>, uniform: () => number): (picked: Int32Array) => void {
  const cumulative = new Float64Array(totals.length);
  let all = 0;
  for (let i = 0; i < totals.length; i++) cumulative[i] = all += totals[i] as number;
  if (all > SHUFFLED) {
    return (picked) => {
      for (let k = 0; k < picked.length; k++) picked[k] = upperBound(cumulative, uniform() * all);
    };
  }
  const pool = new Int32Array(all);
  for (let i = 0, row = 0; i < totals.length; i++) while (row < (cumulative[i] as number)) pool[row++] = i;
  return (picked) => {
    // The start of a shuffle by Fisher and Yates; that the pool is in disorder from the last draw does not matter.
    for (let k = 0; k < picked.length; k++) {
      const other = k + Math.floor(uniform() * (all - k));
      const value = pool[other] as number;
      pool[other] = pool[k] as number;
      pool[k] = value;
      picked[k] = value;
    }
  };
}

/**
 * How often chance alone is as far out as `seen`, by drawing anew: `draw` gives the statistic of one draw, larger is
 * farther out. One standard error is added, so that the luck of the drawing makes nothing look less like chance. In
 * (0, 1], or null when none of 5 000 draws was as far out: then it is below what so many draws can tell.
 */
export function resampledP(seen: number, draw: () => number): number | null {
  const least = seen - Math.abs(seen) * 1e-9;
  let asFar = 0;
  for (let made = 1; made <= MOST_DRAWS; made++) {
    if (draw() < least) continue;
    asFar++;
    if (asFar === ENOUGH) return share(asFar, made);
  }
  return asFar === 0 ? null : share(asFar, MOST_DRAWS);
}

function share(asFar: number, made: number): number {
  return Math.min(1, (asFar + 1 + Math.sqrt(asFar + 1)) / (made + 1));
}
