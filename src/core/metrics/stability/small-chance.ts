import { remember } from '../../profile/remember.js';
import type { NumericProfile, Steps } from '../../profile/numeric-profile.js';
import { compareCodePoints } from '../../profile/category-counts.js';
import type { CategoricalColumn } from '../../profile/profiles.js';
import { forEachValue } from '../../statistics/merged-steps.js';
import { seeded } from '../../statistics/random.js';
import { nthLargest } from '../../statistics/nth-largest.js';
import { resampledP, rowDrawer } from '../../statistics/resample.js';
import { OWN_BINS, type Binned } from './bins.js';
import { chanceKey, LEAST_EXPECTED, type ChanceKey } from './chance.js';

/*
 * The laws behind the p-values hold for many rows. On few they call chance a shift: of fifty columns of thirty rows
 * without any shift, one alerted in up to nine chunks of ten (docs/simulation.md). There, where a law speaks of a shift,
 * the rows of both sides are drawn anew without regard to their side, and what comes out as far as what was seen is
 * counted. It leaves the p-value as it is defined, and can only keep a check from alerting.
 */

/** A law is asked for a second opinion when its p-value is not above this. */
const SUSPICIOUS = 0.05;

/** Bins hold few rows where less than this is expected in one of them, and the smaller side is no larger than that. */
const FEW_EXPECTED = 10;
const FEW_IN_BINS = 1000;

/** Of more values than this the choice of bins is taken as given: each draw would take too long. */
const CHOSEN_ANEW = 2000;

/** The tests of means and of cumulative distributions are off below so many rows, most where values are tied or skewed. */
const FEW_VALUES = 200;

/**
 * p-value of the chance key of `binned` by drawing rows anew; undefined where its law holds or speaks of no shift, or
 * where no draw was as far out. Where the reference chose the bins from its own values, each draw's reference chooses
 * them: that choice is part of the chance.
 */
export const drawnChance = remember((binned: Binned): number | undefined => {
  const { pValue } = chanceKey(binned);
  const { reference, current, nReference, nCurrent } = binned;
  const smaller = Math.min(nReference, nCurrent);
  const all = nReference + nCurrent;
  if (pValue > SUSPICIOUS || smaller >= FEW_IN_BINS || smaller < 1) return undefined;
  const sides = reference.map((rows, i) => rows + (current[i] as number));
  if (sides.every((rows) => (rows * smaller) / all >= FEW_EXPECTED)) return undefined;
  const values =
    binned.chosenFrom === undefined || nCurrent > nReference ? null : valueTotals(...binned.chosenFrom);
  const chosen = values !== null && values.length <= CHOSEN_ANEW;
  const totals = chosen ? values : sides;
  // The p-value in the seed: columns must not share their luck.
  const draw = rowDrawer(totals, seeded('chance key', nReference, nCurrent, pValue));
  const picked = new Int32Array(smaller);
  const counts = new Float64Array(totals.length);
  const measure = tableGap(totals, all, smaller, chosen);
  const found = resampledP(evenly(chanceKey(binned)), () => {
    draw(picked);
    counts.fill(0);
    for (const value of picked) counts[value] = (counts[value] as number) + 1;
    return measure(counts);
  });
  return found ?? undefined;
});

/** Rows of both sides of each value, in the order of the values. */
function valueTotals(reference: CategoricalColumn, current: CategoricalColumn): Float64Array {
  const totals = new Map<string, number>();
  for (const { counts } of [reference, current])
    for (const [value, rows] of counts) totals.set(value, (totals.get(value) ?? 0) + rows);
  return Float64Array.from(
    [...totals].sort((a, b) => compareCodePoints(a[0], b[0])),
    ([, rows]) => rows,
  );
}

/**
 * The statistic of the chance key of what was drawn (`counts` of the smaller side, of the values of `totals`). With
 * `choose`, the other side has its 255 most frequent values as bins, the rest in `other`, and what it has not in `unseen`.
 */
function tableGap(
  totals: Float64Array,
  all: number,
  smaller: number,
  choose: boolean,
): (counts: Float64Array) => number {
  const larger = all - smaller;
  const expectedOf = (total: number): number => (total * smaller) / all;
  const weightOf = (total: number): number => 1 / expectedOf(total) + 1 / ((total * larger) / all);
  const expected = totals.map(expectedOf);
  const weights = totals.map(weightOf);
  const left = new Float64Array(totals.length);
  return (counts) => {
    let least = 0;
    // Values as frequent as the last one that gets a bin: the first of them get what is left.
    let atLeast = Infinity;
    if (choose && totals.length > OWN_BINS) {
      for (let i = 0; i < totals.length; i++) left[i] = (totals[i] as number) - (counts[i] as number);
      least = nthLargest(left, OWN_BINS);
      atLeast = OWN_BINS;
      for (const rest of left) if (rest > least) atLeast--;
    }
    let [statistic, bins] = [0, 0];
    let [pool, pooled, other, inOther, unseen] = [0, 0, 0, 0, 0];
    const add = (total: number, count: number, expectedRows: number, weight: number): void => {
      if (expectedRows < LEAST_EXPECTED) {
        pool += total;
        pooled += count;
      } else {
        bins++;
        statistic += (count - expectedRows) ** 2 * weight;
      }
    };
    for (let i = 0; i < totals.length; i++) {
      const [total, count] = [totals[i] as number, counts[i] as number];
      const rest = total - count;
      if (choose && rest === 0) unseen += count;
      else if (choose && (rest < least || (rest === least && --atLeast < 0))) {
        other += total;
        inOther += count;
      } else add(total, count, expected[i] as number, weights[i] as number);
    }
    if (other > 0) add(other, inOther, expectedOf(other), weightOf(other));
    if (unseen > 0) add(unseen, unseen, expectedOf(unseen), weightOf(unseen));
    if (pool > 0) {
      bins++;
      statistic += (pooled - expectedOf(pool)) ** 2 * weightOf(pool);
    }
    return evenly({ statistic, degreesOfFreedom: bins - 1 });
  };
}

/** A χ² statistic on a scale that is the same for all degrees of freedom (Wilson and Hilferty 1931). */
function evenly({ statistic, degreesOfFreedom }: Pick<ChanceKey, 'statistic' | 'degreesOfFreedom'>): number {
  if (degreesOfFreedom < 1) return -Infinity;
  const spread = 2 / (9 * degreesOfFreedom);
  return (Math.cbrt(statistic / degreesOfFreedom) - (1 - spread)) / Math.sqrt(spread);
}

/** What a draw of rows is measured by; larger is farther from chance. */
export type DrawnStatistic = 'difference of means' | 'Cramér-von Mises' | 'Anderson-Darling';

/**
 * p-value of a test of two samples of numbers by drawing rows anew; undefined where both sides are large, its own
 * `pValue` speaks of no shift, or no draw was as far out.
 */
export function drawnNumeric(
  reference: NumericProfile,
  current: NumericProfile,
  statistic: DrawnStatistic,
  pValue: number | null,
): number | undefined {
  const smaller = Math.min(reference.count, current.count);
  if (pValue === null || pValue > SUSPICIOUS || smaller >= FEW_VALUES || smaller < 2) return undefined;
  const pool = poolOf(reference.steps(), current.steps());
  const seen = new Int32Array(smaller);
  const side = current.count <= reference.count ? pool.current : pool.reference;
  for (let i = 0, k = 0; i < side.length; i++) for (let n = side[i] as number; n > 0; n--) seen[k++] = i;
  const measure = statistic === 'difference of means' ? meanGap(pool) : areaGap(pool, statistic);
  const draw = rowDrawer(pool.totals, seeded(statistic, reference.count, current.count, pValue));
  const picked = new Int32Array(smaller);
  const found = resampledP(measure(seen), () => {
    draw(picked);
    return measure(picked.sort());
  });
  return found ?? undefined;
}

/** The distinct values of both sides, ascending, and their rows. */
interface Pool {
  readonly values: Float64Array;
  readonly reference: Float64Array;
  readonly current: Float64Array;
  readonly totals: Float64Array;
}

function poolOf(reference: Steps, current: Steps): Pool {
  const most = reference.at.length + current.at.length;
  const pool = {
    values: new Float64Array(most),
    reference: new Float64Array(most),
    current: new Float64Array(most),
    totals: new Float64Array(most),
  };
  let i = 0;
  forEachValue(reference, current, (x, _belowR, hereR, _belowC, hereC) => {
    pool.values[i] = x;
    pool.reference[i] = hereR;
    pool.current[i] = hereC;
    pool.totals[i++] = hereR + hereC;
  });
  return {
    values: pool.values.subarray(0, i),
    reference: pool.reference.subarray(0, i),
    current: pool.current.subarray(0, i),
    totals: pool.totals.subarray(0, i),
  };
}

/** Welch's statistic of the rows picked against all the others, without its sign. */
function meanGap({ values, totals }: Pool): (picked: Int32Array) => number {
  let [all, sum] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    all += totals[i] as number;
    sum += (totals[i] as number) * (values[i] as number);
  }
  const middle = sum / all;
  let squares = 0;
  for (let i = 0; i < values.length; i++)
    squares += (totals[i] as number) * ((values[i] as number) - middle) ** 2;
  return (picked) => {
    const n = picked.length;
    const rest = all - n;
    let [first, second] = [0, 0];
    for (const i of picked) {
      const x = (values[i] as number) - middle;
      first += x;
      second += x * x;
    }
    const variance = Math.max(0, second - (first * first) / n) / (n - 1) / n;
    const others = Math.max(0, squares - second - (first * first) / rest) / Math.max(1, rest - 1) / rest;
    const gap = Math.abs(first / n + first / rest);
    return gap === 0 ? 0 : gap / Math.sqrt(variance + others);
  };
}

/**
 * Squared gap between the cumulative distribution of the rows picked (ascending) and that of all, summed over all
 * rows; for Anderson-Darling each weighted by what it varies. Running sums make it as fast as there are rows picked.
 */
function areaGap({ totals }: Pool, statistic: DrawnStatistic): (picked: Int32Array) => number {
  const size = totals.length;
  let all = 0;
  for (const rows of totals) all += rows;
  const [weight, first, second] = [
    new Float64Array(size + 1),
    new Float64Array(size + 1),
    new Float64Array(size + 1),
  ];
  for (let i = 0, below = 0; i < size; i++) {
    below += totals[i] as number;
    const share = below / all;
    const spread = statistic === 'Anderson-Darling' ? share * (1 - share) : 1;
    const w = below >= all ? 0 : (totals[i] as number) / all / spread;
    weight[i + 1] = (weight[i] as number) + w;
    first[i + 1] = (first[i] as number) + w * share;
    second[i + 1] = (second[i] as number) + w * share * share;
  }
  return (picked) => {
    const n = picked.length;
    let gap = second[size] as number;
    for (let k = 1; k <= n; k++) {
      const [from, to] = [picked[k - 1] as number, k < n ? (picked[k] as number) : size];
      const share = k / n;
      gap += share * share * ((weight[to] as number) - (weight[from] as number));
      gap -= 2 * share * ((first[to] as number) - (first[from] as number));
    }
    return gap;
  };
}
