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
  const { nReference, nCurrent } = binned;
  const all = nReference + nCurrent;
  const smaller = Math.min(nReference, nCurrent);
  const kept: { reference: number; current: number }[] = [];
  let poolReference = 0;
  let poolCurrent = 0;
  let pooled = false;
  for (const bin of binned.bins) {
    if (((bin.reference + bin.current) * smaller) / all < LEAST_EXPECTED) {
      poolReference += bin.reference;
      poolCurrent += bin.current;
      pooled = true;
    } else kept.push(bin);
  }
  if (poolReference + poolCurrent > 0) kept.push({ reference: poolReference, current: poolCurrent });
  if (kept.length < 2) return { pValue: 1, statistic: 0, degreesOfFreedom: 0, n: all, pooled };
  let statistic = 0;
  for (const bin of kept) {
    const margin = (bin.reference + bin.current) / all;
    statistic += (bin.reference - margin * nReference) ** 2 / (margin * nReference);
    statistic += (bin.current - margin * nCurrent) ** 2 / (margin * nCurrent);
  }
  const degreesOfFreedom = kept.length - 1;
  const pValue = chiSquaredUpperTail(statistic, degreesOfFreedom);
  return { pValue, statistic, degreesOfFreedom, n: all, pooled };
});
