import type { Distance } from './distance.js';
import { workingRoom } from './working-room.js';

/** Values of the large sample that are gone through at a time by all walks, so that they stay at hand. */
const BLOCK = 16_384;

/** Bytes of the state of a walk (`kernels/walk.ts`). */
const STATE = 32;

/**
 * Distances of small samples from one much larger, each with the work of the small one; all are sorted and have values,
 * and `sums[k]` is the sum of the `k` smallest of the large one.
 */
export function unevenDistances(
  smalls: readonly Float64Array[],
  large: Float64Array,
  sums: Float64Array,
): Distance[] {
  const n = large.length;
  const values = smalls.reduce((sum, { length }) => sum + length, n + sums.length);
  const { run, buffer, at } = workingRoom(smalls.length * STATE + values * 8);
  let end = at + smalls.length * STATE;
  const copy = (sample: Float64Array): number => {
    new Float64Array(buffer, end, sample.length).set(sample);
    end += sample.byteLength;
    return end - sample.byteLength;
  };
  const [own, below] = [copy(large), copy(sums)];
  const walks = smalls.map((sample, i) => {
    const m = sample.length;
    // Strides that make the fewest steps in all, whatever the values are: n / stride, and about stride for each of m.
    const stride = Math.max(1, Math.round(Math.sqrt((2 * n) / m)));
    const [small, state] = [copy(sample), at + i * STATE];
    run.beginWalk(small, own, n, below, stride, state);
    return { small, m, stride, state };
  });
  for (let next = BLOCK; next < n + BLOCK; next += BLOCK) {
    const bound = large[next] ?? Infinity;
    for (const { small, m, stride, state } of walks)
      run.walkOn(small, m, own, n, below, stride, bound, state);
  }
  return walks.map(({ state }) => {
    const [gap = 0, area = 0] = new Float64Array(buffer, state, 2);
    return { gap, area };
  });
}
