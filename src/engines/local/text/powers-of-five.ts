import type { Kernels } from '../../../core/profile/kernels.js';

/** Powers from -FAR to FAR; the same as in `kernels/text/number.ts`. */
const FAR = 80;
const HALF = (1n << 64n) - 1n;

/**
 * Gives the kernels the first 128 bits of the powers of five that they read numbers with. Those of the first negative powers are
 * rounded up, all others cut (Lemire 2021, section 5).
 */
export function givePowersOfFive({ run, buffer }: Kernels): void {
  const words = new BigUint64Array(buffer, run.powersOfFive(), 2 * (2 * FAR + 1));
  for (let power = -FAR; power <= FAR; power++) {
    const five = 5n ** BigInt(Math.abs(power));
    const bits =
      power >= 0
        ? firstBits(five)
        : firstBits((1n << (2n * bitsOf(five) + 128n)) / five) + (power >= -27 ? 1n : 0n);
    words[2 * (power + FAR)] = bits >> 64n;
    words[2 * (power + FAR) + 1] = bits & HALF;
  }
}

function firstBits(value: bigint): bigint {
  const excess = bitsOf(value) - 128n;
  return excess > 0n ? value >> excess : value << -excess;
}

function bitsOf(value: bigint): bigint {
  return BigInt(value.toString(2).length);
}
