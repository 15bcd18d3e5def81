import { gammaP, gammaQ, logGamma } from './gamma.js';

/** Upper tail of the χ² distribution with `df` degrees of freedom. */
export function chiSquaredUpperTail(x: number, df: number): number {
  return gammaQ(df / 2, x / 2);
}

/**
 * Distribution function of the non-central χ²(df, λ): a Poisson(λ/2) mixture of central ones, summed outwards
 * from its heaviest term with recurrences (Benton and Krishnamoorthy 2003).
 */
export function noncentralChiSquaredCdf(x: number, df: number, lambda: number): number {
  if (x <= 0) return 0;
  if (lambda === 0) return gammaP(df / 2, x / 2);
  const mean = lambda / 2;
  const half = x / 2;
  const start = Math.floor(mean);
  const weight0 = Math.exp(start * Math.log(mean) - mean - logGamma(start + 1));
  const shape0 = df / 2 + start;
  const gamma0 = gammaP(shape0, half);
  // P(a + 1) = P(a) - x^a e^-x / Γ(a + 1)
  const step0 = Math.exp(shape0 * Math.log(half) - half - logGamma(shape0 + 1));
  let sum = weight0 * gamma0;

  let weight = weight0;
  let gamma = gamma0;
  let step = step0;
  for (let j = start + 1; j < start + 100_000; j++) {
    weight *= mean / j;
    gamma = Math.max(0, gamma - step);
    step *= half / (df / 2 + j);
    const term = weight * gamma;
    sum += term;
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
    if (weight < 1e-18) break;
  }
  return Math.min(1, Math.max(0, sum));
}

/**
 * The non-centrality λ at which `x` is the `p` point of χ²(df, λ): the distribution function falls in λ, so
 * it is 0 where even λ = 0 lies below `p`.
 */
export function noncentralityAt(x: number, df: number, p: number): number {
  if (noncentralChiSquaredCdf(x, df, 0) <= p) return 0;
  let low = 0;
  let high = Math.max(1, x - df);
  while (noncentralChiSquaredCdf(x, df, high) > p) {
    low = high;
    high *= 2;
  }
  let atLow = noncentralChiSquaredCdf(x, df, low) - p;
  let atHigh = noncentralChiSquaredCdf(x, df, high) - p;
  // Illinois variant of the false position: safe as bisection, fast as the secant.
  for (let i = 0; i < 100 && high - low > 1e-10 * Math.max(1, high); i++) {
    const middle = high - (atHigh * (high - low)) / (atHigh - atLow);
    const at = noncentralChiSquaredCdf(x, df, middle) - p;
    if (Math.abs(at) < 1e-14) return middle;
    if (at > 0) {
      low = middle;
      atLow = at;
      atHigh /= 2;
    } else {
      high = middle;
      atHigh = at;
      atLow /= 2;
    }
  }
  return (low + high) / 2;
}
