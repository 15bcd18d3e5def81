import { gammaP, gammaQ, logGamma } from './gamma.js';

/** Upper tail of the χ² distribution with `df` degrees of freedom. */
export function chiSquaredUpperTail(x: number, df: number): number {
  return gammaQ(df / 2, x / 2);
}

/** Distribution function of the non-central χ²(df, λ). */
export function noncentralChiSquaredCdf(x: number, df: number, lambda: number): number {
  if (x <= 0) return 0;
  return lambda === 0 ? gammaP(df / 2, x / 2) : mixture(x, df, lambda).cdf;
}

/**
 * Distribution function of χ²(df, λ) at `x` and its slope in λ (both above 0): a Poisson(λ/2) mixture of central ones,
 * summed outwards from its heaviest term with recurrences (Benton and Krishnamoorthy 2003).
 */
function mixture(x: number, df: number, lambda: number): { cdf: number; slope: number } {
  const mean = lambda / 2;
  const half = x / 2;
  const start = Math.floor(mean);
  const weight0 = Math.exp(start * Math.log(mean) - mean - logGamma(start + 1));
  const shape0 = df / 2 + start;
  const gamma0 = gammaP(shape0, half);
  // P(a + 1) = P(a) - x^a e^-x / Γ(a + 1)
  const step0 = Math.exp(shape0 * Math.log(half) - half - logGamma(shape0 + 1));
  let sum = weight0 * gamma0;
  let steps = weight0 * step0;

  let weight = weight0;
  let gamma = gamma0;
  let step = step0;
  for (let j = start + 1; j < start + 100_000; j++) {
    weight *= mean / j;
    gamma = Math.max(0, gamma - step);
    step *= half / (df / 2 + j);
    const term = weight * gamma;
    sum += term;
    steps += weight * step;
    if (term < 1e-18 && j > mean) break;
  }
  weight = weight0;
  gamma = gamma0;
  step = step0;
  for (let j = start; j > 0; j--) {
    weight *= j / mean;
    step *= (df / 2 + j) / half;
    gamma = Math.min(1, gamma + step);
    const term = weight * gamma;
    sum += term;
    steps += weight * step;
    if (weight < 1e-18) break;
  }
  // Each weight's slope is half the difference of the weight before it and its own.
  return { cdf: Math.min(1, Math.max(0, sum)), slope: -steps / 2 };
}

/**
 * The non-centrality λ at which `x` is the `p` point of χ²(df, λ): the distribution function falls in λ, so
 * it is 0 where even λ = 0 lies below `p`.
 */
export function noncentralityAt(x: number, df: number, p: number): number {
  if (noncentralChiSquaredCdf(x, df, 0) <= p) return 0;
  let low = 0;
  let high = Infinity;
  let lambda = roughNoncentrality(x, df, p);
  // Newton's steps, halved into the bracket where they leave it.
  for (let i = 0; i < 100; i++) {
    const { cdf, slope } = mixture(x, df, lambda);
    if (cdf > p) low = lambda;
    else high = lambda;
    const next = lambda - (cdf - p) / slope;
    // The error falls with the square of the step.
    if (Math.abs(next - lambda) <= 1e-8 * lambda) return next;
    if (next > low && next < high) lambda = next;
    else lambda = high === Infinity ? 2 * lambda : (low + high) / 2;
  }
  return lambda;
}

/** λ by the normal approximation of χ²(df, λ): mean df + λ, variance 2(df + 2λ). */
function roughNoncentrality(x: number, df: number, p: number): number {
  const z = Math.log(p / (1 - p)) / 1.7;
  const root = Math.sqrt(Math.max(0, 2 * z * z + 2 * x - df)) - Math.SQRT2 * z;
  return Math.max((root * root - df) / 2, x / 100);
}
