import type { Steps } from '../profile/numeric-profile.js';
import { scaledBesselK } from './bessel.js';
import { CompensatedSum } from './compensated-sum.js';
import { logGamma } from './gamma.js';
import { forEachValue } from './merged-steps.js';

/** Beyond this the upper tail is below 1e-16. */
const FAR = 8;

/**
 * Two-sample Cramér-von Mises statistic T with midranks and its asymptotic p-value, as
 * `scipy.stats.cramervonmises_2samp(method='asymptotic')` (Anderson 1962). Both samples have values.
 */
export function cramerVonMises(a: Steps, b: Steps): { statistic: number; pValue: number } {
  const m = a.cumulative.at(-1) ?? NaN;
  const n = b.cumulative.at(-1) ?? NaN;
  const all = m + n;
  const product = m * n;
  const sum = new CompensatedSum();
  forEachValue(a, b, (_x, belowA, hereA, belowB, hereB) => {
    // Sums of (midrank in both − rank in its own sample)² over the equal values of each sample.
    const inA = hereA * (belowB + hereB / 2) ** 2 + (hereA * (hereA ** 2 - 1)) / 12;
    const inB = hereB * (belowA + hereA / 2) ** 2 + (hereB * (hereB ** 2 - 1)) / 12;
    sum.add(inA / n);
    sum.add(inB / m);
  });
  const statistic = sum.value / all - (4 * product - 1) / (6 * all);
  const mean = (1 + 1 / all) / 6;
  const variance =
    ((all + 1) * (4 * product * all - 3 * (m * m + n * n) - 2 * product)) / (45 * all * all * 4 * product);
  // One value a side has one outcome only.
  if (!(variance > 0)) return { statistic, pValue: 1 };
  const standardised = 1 / 6 + (statistic - mean) / Math.sqrt(45 * variance);
  return { statistic, pValue: cramerVonMisesUpperTail(standardised) };
}

/** Upper tail of the limit distribution of the Cramér-von Mises statistic (Csörgő and Faraway 1996, 1.2). */
export function cramerVonMisesUpperTail(x: number): number {
  if (x < 0.003) return 1;
  if (!(x < FAR)) return 0;
  let cdf = 0;
  for (let k = 0; k < 1000; k++) {
    const y = 4 * k + 1;
    const q = (y * y) / (16 * x);
    const weight = Math.exp(logGamma(k + 0.5) - logGamma(k + 1)) / (Math.PI ** 1.5 * Math.sqrt(x));
    const term = weight * Math.sqrt(y) * Math.exp(-2 * q) * scaledBesselK(0.25, q);
    cdf += term;
    if (term < 1e-17) break;
  }
  return Math.min(1, Math.max(0, 1 - cdf));
}
