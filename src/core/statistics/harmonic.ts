/** Up to here sums are made term by term; above, the asymptotic series is as exact. */
const DIRECT = 1000;
const EULER = 0.5772156649015329;

/** `1 + 1/2 + … + 1/n`. */
export function harmonic(n: number): number {
  if (n <= DIRECT) {
    let sum = 0;
    for (let i = n; i >= 1; i--) sum += 1 / i;
    return sum;
  }
  return Math.log(n) + EULER + 1 / (2 * n) - 1 / (12 * n ** 2) + 1 / (120 * n ** 4);
}

/** `1 + 1/4 + … + 1/n²`. */
export function harmonicOfSquares(n: number): number {
  if (n <= DIRECT) {
    let sum = 0;
    for (let i = n; i >= 1; i--) sum += 1 / (i * i);
    return sum;
  }
  return Math.PI ** 2 / 6 - 1 / n + 1 / (2 * n ** 2) - 1 / (6 * n ** 3) + 1 / (30 * n ** 5);
}
