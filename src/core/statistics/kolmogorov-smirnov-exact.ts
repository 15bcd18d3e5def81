import { kolmogorovUpperTail } from './kolmogorov.js';

/** Below this the asymptotic tail stands: the exact one is as small, and costs the most where it is. */
const NEGLIGIBLE = 1e-15;

/**
 * Exact two-sided p-value of the two-sample Kolmogorov-Smirnov distance `gap` of `m` and `n` distinct values, as
 * `scipy.stats.ks_2samp(method="exact")`: the share of the orders of the m + n values whose distance is at least
 * `gap`, along the lattice paths that stay inside the band (Hodges 1958).
 */
export function exactKs(gap: number, m: number, n: number): number {
  const common = divisor(m, n);
  const [a, b] = [m / common, n / common];
  // Distances are whole multiples of 1 / lcm(m, n).
  const h = Math.round(gap * a * n);
  if (h === 0) return 1;
  const root = Math.sqrt((m * n) / (m + n));
  const tail = kolmogorovUpperTail((root + 0.12 + 0.11 / root) * gap);
  if (tail < NEGLIGIBLE) return tail;
  // outside[j]: chance that a random order of i of the one and j of the other has left the band |i b − j a| < h.
  const outside = new Float64Array(n + 1);
  let lastHigh = -1;
  for (let i = 0; i <= m; i++) {
    const low = Math.max(0, Math.floor((i * b - h) / a) + 1);
    const high = Math.min(n, Math.ceil((i * b + h) / a) - 1);
    if (low > high) return 1;
    let before = 1;
    for (let j = low; j <= high; j++) {
      const beside = j > lastHigh ? 1 : (outside[j] as number);
      before = i + j === 0 ? 0 : (i * beside + j * before) / (i + j);
      outside[j] = before;
    }
    lastHigh = high;
  }
  return Math.min(1, Math.max(0, outside[n] as number));
}

function divisor(m: number, n: number): number {
  let [a, b] = [m, n];
  while (b > 0) [a, b] = [b, a % b];
  return a;
}
