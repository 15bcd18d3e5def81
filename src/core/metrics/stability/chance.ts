import { remember } from '../../profile/remember.js';
import { chiSquaredUpperTail } from '../../statistics/chi-squared.js';
import type { Binned } from './bins.js';

/** Expected counts below this are pooled (definitions.md, section 3, "Chance key"). */
export const LEAST_EXPECTED = 2;

/** The chance key of a binned metric. */
export interface ChanceKey {
  readonly pValue: number;
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  /** Rows of both sides. */
  readonly n: number;
  /** Whether some bin's expected count in the smaller sample was too small to stand alone. */
  readonly pooled: boolean;
}

/**
 * Pearson's χ² on the 2×k table of the bins, those with too small an expected count in the smaller sample
 * pooled into one by the pooled margin; p = 1 when one bin is left. Both sides must have rows.
 */
export const chanceKey = remember((binned: Binned): ChanceKey => {
  const { reference, current, nReference, nCurrent } = binned;
  const all = nReference + nCurrent;
  const smaller = Math.min(nReference, nCurrent);
  let statistic = 0;
  let kept = 0;
  let pool = 0;
  let poolCurrent = 0;
  let pooled = false;
  const add = (total: number, now: number): void => {
    const margin = total / all;
    statistic += (total - now - margin * nReference) ** 2 / (margin * nReference);
    statistic += (now - margin * nCurrent) ** 2 / (margin * nCurrent);
    kept++;
  };
  for (let i = 0; i < reference.length; i++) {
    const now = current[i] as number;
    const total = (reference[i] as number) + now;
    if ((total * smaller) / all < LEAST_EXPECTED) {
      pool += total;
      poolCurrent += now;
      pooled = true;
    } else add(total, now);
  }
  if (pool > 0) add(pool, poolCurrent);
  if (kept < 2) return { pValue: 1, statistic: 0, degreesOfFreedom: 0, n: all, pooled };
  const degreesOfFreedom = kept - 1;
  const pValue = chiSquaredUpperTail(statistic, degreesOfFreedom);
  return { pValue, statistic, degreesOfFreedom, n: all, pooled };
});
