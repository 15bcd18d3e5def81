import { kolmogorovUpperTail } from './kolmogorov.js';

/** Up to this many values the exact matrix, beyond it the series in 1/√n. */
const MATRIX = 140;
/** Up to here Smirnov's sum has few enough terms. */
const SUMMED = 100_000;

/**
 * Upper tail P(D > d) of the one-sample Kolmogorov distance of `n` values, as `scipy.stats.kstwo.sf` (to 1e-7): by
 * Marsaglia, Tsang and Wang (2003) for small n, Pelz and Good (1976) for large, and twice the one-sided tail
 * (Miller 1956) far out.
 */
export function kolmogorovOneSample(d: number, n: number): number {
  if (d <= 0) return 1;
  if (d >= 1 || n < 1) return 0;
  const square = n * d * d;
  if (square >= 370) return 0;
  if (square >= 4 && n <= SUMMED) return Math.min(1, 2 * oneSided(d, n));
  return 1 - (n <= MATRIX ? matrixCdf(d, n) : pelzGoodCdf(d, n));
}

/** P(D⁺ > d), Smirnov's sum, with its terms in logarithms. */
function oneSided(d: number, n: number): number {
  let sum = 0;
  let logBinomial = 0;
  for (let j = 0; j <= Math.floor(n * (1 - d)); j++) {
    if (j > 0) logBinomial += Math.log((n - j + 1) / j);
    const rest = 1 - d - j / n;
    const power = n === j ? 0 : (n - j) * Math.log(rest);
    if (rest > 0) sum += Math.exp(logBinomial + power + (j - 1) * Math.log(d + j / n));
  }
  return d * sum;
}

/** Exact distribution function: a power of a matrix of 2k − 1 rows, k = ⌈n d⌉. */
function matrixCdf(d: number, n: number): number {
  const k = Math.floor(n * d) + 1;
  const size = 2 * k - 1;
  const h = k - n * d;
  const matrix = Array.from({ length: size }, (_, i) =>
    Float64Array.from({ length: size }, (_unused, j) => (i - j + 1 < 0 ? 0 : 1)),
  );
  const at = (i: number, j: number): number => matrix[i]?.[j] ?? 0;
  const set = (i: number, j: number, x: number): void => {
    const row = matrix[i];
    if (row !== undefined) row[j] = x;
  };
  for (let i = 0; i < size; i++) {
    set(i, 0, at(i, 0) - h ** (i + 1));
    set(size - 1, i, at(size - 1, i) - h ** (size - i));
  }
  set(size - 1, 0, at(size - 1, 0) + (2 * h - 1 > 0 ? (2 * h - 1) ** size : 0));
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      if (i - j + 1 > 0) for (let g = 1; g <= i - j + 1; g++) set(i, j, at(i, j) / g);
  // n! / n^n a step at a time, so that nothing overflows.
  let row = Float64Array.from({ length: size }, (_, j) => (j === k - 1 ? 1 : 0));
  for (let step = 1; step <= n; step++) {
    row = Float64Array.from({ length: size }, (_, j) => {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += (row[i] ?? 0) * at(i, j);
      return (sum * step) / n;
    });
  }
  return Math.min(1, Math.max(0, row[k - 1] ?? 0));
}

/** Distribution function by the first four terms of its series in 1/√n. */
function pelzGoodCdf(d: number, n: number): number {
  const z = Math.sqrt(n) * d;
  const [z2, z4, z6] = [z ** 2, z ** 4, z ** 6];
  const pi2 = Math.PI ** 2;
  const root = Math.sqrt(2 * Math.PI);
  let [first, second, third] = [0, 0, 0];
  for (let k = 0; k < 60; k++) {
    const m2 = (k + 0.5) ** 2;
    const term = Math.exp((-m2 * pi2) / (2 * z2));
    first += (pi2 * m2 - z2) * term;
    second += (6 * z6 + 2 * z4 + pi2 * (2 * z4 - 5 * z2) * m2 + pi2 ** 2 * (1 - 2 * z2) * m2 ** 2) * term;
    third +=
      (-30 * z6 -
        90 * z ** 8 +
        pi2 * (135 * z4 - 96 * z6) * m2 +
        pi2 ** 2 * (212 * z4 - 60 * z2) * m2 ** 2 +
        pi2 ** 3 * m2 ** 3 * (5 - 30 * z2)) *
      term;
  }
  // The series over whole k.
  let [secondWhole, thirdWhole] = [0, 0];
  for (let k = 1; k < 60; k++) {
    const m2 = k * k;
    const term = Math.exp((-m2 * pi2) / (2 * z2));
    secondWhole += m2 * term;
    thirdWhole += (3 * pi2 * z2 * m2 - pi2 ** 2 * m2 ** 2) * term;
  }
  const k1 = (root / (6 * z4)) * first;
  const k2 = (root / (72 * z ** 7)) * second - (root * pi2 * secondWhole) / (36 * z ** 3);
  const k3 = (root / (6480 * z ** 10)) * third + (root * thirdWhole) / (216 * z6);
  return 1 - kolmogorovUpperTail(z) + k1 / Math.sqrt(n) + k2 / n + k3 / n ** 1.5;
}
