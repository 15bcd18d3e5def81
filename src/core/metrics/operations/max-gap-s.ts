import { lowerBound } from '../../profile/exact-profile.js';
import type { MinuteSeries } from '../../profile/extra/minutes.js';
import { formatInstant } from '../../report/instants.js';
import { absoluteMetric } from '../describe.js';
import { noValue } from '../values.js';
import { firstFrom, minutesOf } from './minute-series.js';
import { counted } from './role-column.js';

/** A stretch of time without a row, ms since the epoch. */
interface Gap {
  readonly from: number;
  readonly to: number;
}

/** The longest time without a request. */
export const maxGapS = absoluteMetric({
  id: 'max_gap_s',
  name: 'Longest gap',
  family: 'operations',
  needs: ['timestamp'],
  reads: ['minutes'],
  worse: 'higher',
  range: [0, Infinity],
  unit: 's',
  countsRows: true,
  definition:
    'longest time between two rows of the window that follow each other, counted in the chunk that it ends in; above the exact limit to the second',
  formula: 'max (tᵢ − tᵢ₋₁)',
  source: 'the log itself',
  use: 'A service or a log that stood still and came back.',
  avoid: 'A log that never came back, which has no gap that ends: freshness_s. Services that rest at night.',
  compute: (input) => {
    const found = minutesOf(input);
    if ('problem' in found) return found.problem;
    const { own, all } = found;
    const exact = own.instants !== null && all.instants !== null;
    const gap = exact ? exactGap(own.instants, all.instants) : gapBySeconds(own, all);
    const current = input.current.rows;
    if (gap === null) {
      return noValue('unknown', 'There is one instant only: nothing comes before it.', { current, exact });
    }
    return {
      ...counted((gap.to - gap.from) / 1000, current),
      exact,
      because: `It ends at ${formatInstant(gap.to)}.`,
    };
  },
});

function exactGap(own: Float64Array, all: Float64Array): Gap | null {
  let longest: Gap | null = null;
  let at = lowerBound(all, own[0] as number);
  for (const to of own) {
    while (at < all.length && (all[at] as number) < to) at++;
    const from = all[at - 1];
    if (from !== undefined && (longest === null || to - from > longest.to - longest.from))
      longest = { from, to };
  }
  return longest;
}

function gapBySeconds(own: MinuteSeries, all: MinuteSeries): Gap | null {
  let longest: Gap | null = null;
  let i = 0;
  const start = firstFrom(all.minutes, own.minutes[0] as number);
  let before = start === 0 ? null : lastSecond(all, start - 1);
  for (let at = start; i < own.minutes.length && at < all.minutes.length; at++) {
    const minute = all.minutes[at] as number;
    const ours = own.minutes[i] === minute;
    for (let second = 0; second < 60; second++) {
      if (!hasSecond(all, at, second)) continue;
      const to = (minute * 60 + second) * 1000;
      if (
        before !== null &&
        ours &&
        hasSecond(own, i, second) &&
        (longest === null || to - before > longest.to - longest.from)
      ) {
        longest = { from: before, to };
      }
      before = to;
    }
    if (ours) i++;
  }
  return longest;
}

function hasSecond({ firstHalf, secondHalf }: MinuteSeries, at: number, second: number): boolean {
  const half = second < 30 ? (firstHalf[at] as number) : (secondHalf[at] as number);
  return ((half >>> (second % 30)) & 1) === 1;
}

function lastSecond(series: MinuteSeries, at: number): number | null {
  for (let second = 59; second >= 0; second--) {
    if (hasSecond(series, at, second)) return ((series.minutes[at] as number) * 60 + second) * 1000;
  }
  return null;
}
