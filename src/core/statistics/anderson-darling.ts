import type { Steps } from '../profile/numeric-profile.js';
import { CompensatedSum } from './compensated-sum.js';
import { harmonic, harmonicOfSquares } from './harmonic.js';
import { forEachValue } from './merged-steps.js';

/** Smallest and largest of the tabled critical values (Scholz and Stephens 1987, Table 2, two samples). */
const LEAST_CRITICAL = 0.325;
const LARGEST_CRITICAL = 6.546;
/** Quadratic through the logarithms of the significance levels 0.25 … 0.001 at those values, by least squares. */
const LOG_P = [0.01819809457411147, -1.0082265644652515, -1.077770279820484] as const;

/**
 * Two-sample Anderson-Darling statistic with midranks, standardised, and its p-value, as
 * `scipy.stats.anderson_ksamp(midrank=True)`: interpolated in the table, so never below 0.001 nor above 0.25.
 * Null for fewer than four values in all, of which it is not defined. Both samples have values.
 */
export function andersonDarling(a: Steps, b: Steps): { statistic: number; pValue: number } | null {
  const m = a.cumulative.at(-1) ?? NaN;
  const n = b.cumulative.at(-1) ?? NaN;
  const all = m + n;
  if (all < 4) return null;
  const sum = new CompensatedSum();
  forEachValue(a, b, (_x, belowA, hereA, belowB, hereB) => {
    const here = hereA + hereB;
    const middle = belowA + belowB + here / 2;
    const spread = middle * (all - middle) - (all * here) / 4;
    // One distinct value in all: nothing differs.
    if (spread <= 0) return;
    // Of two samples the gaps are equal and opposite.
    const gap = all * (belowA + hereA / 2) - middle * m;
    sum.add((((here / all) * gap * gap) / spread) * (1 / m + 1 / n));
  });
  const statistic = (sum.value * ((all - 1) / all) - 1) / Math.sqrt(varianceOf(m, n));
  return { statistic, pValue: pValueOf(statistic) };
}

/** Variance of the unstandardised statistic (Scholz and Stephens 1987, equation 4, two samples). */
function varianceOf(m: number, n: number): number {
  const all = m + n;
  const inverses = 1 / m + 1 / n;
  const h = harmonic(all - 1);
  // Σ 1 / ((N − i) j) over 1 <= i < j < N, in closed form.
  const g = harmonicOfSquares(all) - (2 * h + 1 / all) / all;
  const a = 4 * g - 6 + (10 - 6 * g) * inverses;
  const b = 4 * (2 * g - 4) + 16 * h + (2 * g - 14 * h - 4) * inverses - 8 * h + 4 * g - 6;
  const c = 4 * (6 * h + 2 * g - 2) + 2 * (4 * h - 4 * g + 6) + (2 * h - 6) * inverses + 4 * h;
  const d = 4 * (2 * h + 6) - 8 * h;
  return (a * all ** 3 + b * all ** 2 + c * all + d) / ((all - 1) * (all - 2) * (all - 3));
}

function pValueOf(statistic: number): number {
  if (statistic < LEAST_CRITICAL) return 0.25;
  if (statistic > LARGEST_CRITICAL) return 0.001;
  return Math.exp((LOG_P[0] * statistic + LOG_P[1]) * statistic + LOG_P[2]);
}
