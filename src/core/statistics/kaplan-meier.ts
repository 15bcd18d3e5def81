import type { Steps } from '../profile/numeric-profile.js';
import { Z95 } from './normal.js';

/** A quantile of times of which some are only known to be longer. */
export interface SurvivalQuantile {
  /** The smallest time at which so many have happened; null where that is never seen. */
  readonly at: number | null;
  /** 95 % interval; null where one of its ends is never seen. */
  readonly interval: readonly [number, number] | null;
  /** Share that has not happened by the longest time seen, 0..1. */
  readonly left: number;
}

/** Products of many shares round: a share of exactly 1 − p must not be missed. */
const ROUNDING = 1e-12;

/**
 * The quantile `p` of a time by Kaplan and Meier (1958): `happened` are the times of those it happened to, `waiting` how
 * long the others have waited without it. The interval is where the log-log interval of the survival function holds 1 − p
 * (Brookmeyer and Crowley 1982, variance of Greenwood 1926).
 */
export function survivalQuantile(happened: Steps, waiting: Steps, p: number): SurvivalQuantile {
  const total = (happened.cumulative.at(-1) ?? 0) + (waiting.cumulative.at(-1) ?? 0);
  const target = 1 - p + ROUNDING;
  let [survival, greenwood, left, before] = [1, 0, 0, 0];
  let at: number | null = null;
  let low: number | null = null;
  let high: number | null = null;
  for (let i = 0; i < happened.at.length; i++) {
    const time = happened.at[i] as number;
    while (left < waiting.at.length && (waiting.at[left] as number) < time) left++;
    const atRisk = total - before - (waiting.cumulative[left - 1] ?? 0);
    const events = (happened.cumulative[i] as number) - before;
    before += events;
    survival *= 1 - events / atRisk;
    greenwood += events / (atRisk * (atRisk - events));
    if (at === null && survival <= target) at = time;
    if (survival > 0) {
      const spread = (Z95 * Math.sqrt(greenwood)) / Math.log(survival);
      if (low === null && survival ** Math.exp(-spread) <= target) low = time;
      if (high === null && survival ** Math.exp(spread) <= target) high = time;
    }
  }
  return { at, interval: low === null || high === null ? null : [low, high], left: survival };
}
