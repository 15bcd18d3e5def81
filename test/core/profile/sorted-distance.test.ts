import { ExactProfile } from '../../../src/core/profile/exact-profile.js';
import { sortedDistance } from '../../../src/core/profile/sorted-distance.js';
import { integrateGap, largestGap } from '../../../src/core/statistics/merged-steps.js';
import { close } from '../../close.js';

/** Values with ties, a point mass and heavy tails; the same for the same seed. */
function values(n: number, seed: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    const u = ((i + 1) * 0.6180339887498949 + seed * 0.2360679774997897) % 1;
    if (u < 0.3) return 0;
    return u < 0.6 ? Math.round(u * 40) : Math.tan(Math.PI * (u - 0.5 + seed / 100));
  });
}

describe('distance of sorted values', () => {
  const pairs: [string, Float64Array, Float64Array][] = [
    ['of one size', values(500, 1), values(600, 2)],
    ['a small sample against a large one', values(37, 3), values(20_000, 4)],
    ['a large one against a small one', values(20_000, 4), values(37, 3)],
    ['one value against many', Float64Array.from([0.5]), values(5000, 5)],
    ['wholly below', values(50, 1).map((x) => x - 1e9), values(5000, 5)],
    ['wholly above', values(50, 1).map((x) => x + 1e9), values(5000, 5)],
    ['all the same value', new Float64Array(10).fill(2), new Float64Array(1000).fill(2)],
  ];
  for (const [name, x, y] of pairs) {
    it(`${name}: as by the steps of both`, () => {
      const [a, b] = [ExactProfile.of(x.slice()), ExactProfile.of(y.slice())];
      const { gap, area } = sortedDistance(a, b);
      close(gap, largestGap(a.steps(), b.steps()), 1e-12);
      close(area, integrateGap(a.steps(), b.steps(), Math.abs), 1e-10);
    });
  }
});
