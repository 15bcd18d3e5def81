import { gammaQ } from './gamma.js';

/** The 97.5 % point of the standard normal: half the width of a 95 % interval in standard errors. */
export const Z95 = 1.959963984540054;

/** Upper tail of the standard normal, P(Z > z). */
export function normalUpperTail(z: number): number {
  const half = 0.5 * gammaQ(0.5, (z * z) / 2);
  return z >= 0 ? half : 1 - half;
}

/** `mean ± 1.96 se`, clipped to `range`; null when the standard error is not a positive number. */
export function normalInterval(
  mean: number,
  standardError: number,
  range: readonly [number, number],
): [number, number] | null {
  if (!(standardError > 0)) return null;
  return [Math.max(range[0], mean - Z95 * standardError), Math.min(range[1], mean + Z95 * standardError)];
}
