import { normals } from './random.js';

/** Draws counts from uniform numbers; large ones by the normal approximation. */
export interface Draws {
  poisson(mean: number): number;
  binomial(n: number, p: number): number;
}

/** From so many expected on, the normal approximation does. */
const MANY = 30;

export function drawsFrom(uniform: () => number): Draws {
  const normal = normals(uniform);
  const poisson = (mean: number): number => {
    if (mean > MANY) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    const limit = Math.exp(-mean);
    let [count, product] = [0, uniform()];
    while (product > limit) {
      count++;
      product *= uniform();
    }
    return count;
  };
  return {
    poisson,
    binomial: (n, p) => {
      if (p <= 0 || n === 0) return 0;
      if (p >= 1) return n;
      if (n <= MANY) {
        let count = 0;
        for (let i = 0; i < n; i++) if (uniform() < p) count++;
        return count;
      }
      const rare = Math.min(p, 1 - p) * n;
      if (rare < MANY / 3) return p < 0.5 ? Math.min(n, poisson(rare)) : n - Math.min(n, poisson(rare));
      return Math.min(n, Math.max(0, Math.round(n * p + Math.sqrt(n * p * (1 - p)) * normal())));
    },
  };
}

/** The quantile `p` of numbers, in place: the nearest order statistic. */
export function drawnQuantile(sorted: Float64Array, p: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(p * (sorted.length - 1))))] as number;
}
