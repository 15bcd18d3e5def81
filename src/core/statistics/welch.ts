import { sampleVariance, type Moments } from '../profile/moments.js';
import { betaI } from './beta.js';

/** Two-sided p-value of Student's t with `df` degrees of freedom, not necessarily whole. */
export function studentTwoSided(t: number, df: number): number {
  const sum = df + t * t;
  return betaI(df / sum, df / 2, 0.5, (t * t) / sum);
}

/** The value that |t| exceeds with probability 0.05 (0 < df), by bisection. */
export function student95(df: number): number {
  let low = 0;
  let high = 2;
  while (studentTwoSided(high, df) > 0.05) high *= 2;
  for (let i = 0; i < 200 && high - low > 1e-14 * high; i++) {
    const middle = (low + high) / 2;
    if (studentTwoSided(middle, df) > 0.05) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Welch's test of two means. */
export interface Welch {
  /** Standard error of the difference. */
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
}

/** Welch's unequal-variances t test (Welch 1947); null where a side has fewer than two values or neither varies. */
export function welch(a: Moments, b: Moments): Welch | null {
  if (a.count < 2 || b.count < 2) return null;
  const partA = sampleVariance(a) / a.count;
  const partB = sampleVariance(b) / b.count;
  const variance = partA + partB;
  if (!(variance > 0) || !Number.isFinite(variance)) return null;
  // Shares, not squares of the parts: these can underflow.
  const [shareA, shareB] = [partA / variance, partB / variance];
  const degreesOfFreedom = 1 / (shareA ** 2 / (a.count - 1) + shareB ** 2 / (b.count - 1));
  const standardError = Math.sqrt(variance);
  const pValue = studentTwoSided((b.mean - a.mean) / standardError, degreesOfFreedom);
  return { standardError, degreesOfFreedom, pValue };
}
