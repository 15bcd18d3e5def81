import assert from 'node:assert/strict';
import { seeded } from '../../../src/core/statistics/random.js';
import { resampledP, rowDrawer } from '../../../src/core/statistics/resample.js';

/** log n! by summing, for numbers as small as here. */
function logFactorial(n: number): number {
  let sum = 0;
  for (let k = 2; k <= n; k++) sum += Math.log(k);
  return sum;
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/** Chance that of `n` rows drawn at least `seen` are of the `marked` ones among `all`: the hypergeometric tail. */
function tail(seen: number, marked: number, all: number, n: number): number {
  let sum = 0;
  for (let k = seen; k <= Math.min(n, marked); k++)
    sum += Math.exp(logChoose(marked, k) + logChoose(all - marked, n - k) - logChoose(all, n));
  return sum;
}

describe('rows drawn anew', () => {
  for (const [all, marked, n, seen] of [
    [40, 12, 15, 8],
    [500, 50, 30, 6],
    [80_000, 20_000, 40, 17],
  ] as const) {
    it(`gives the hypergeometric tail: ${seen} of ${n} rows, ${marked} of ${all} are marked`, () => {
      const draw = rowDrawer([all - marked, marked], seeded('test', all));
      const picked = new Int32Array(n);
      const count = (): number => {
        draw(picked);
        return picked.reduce((sum, value) => sum + value, 0);
      };
      const exact = tail(seen, marked, all, n);
      // Ten hits tell a share to about a third, and one standard error is on top.
      const ps = Array.from({ length: 40 }, () => resampledP(seen, count) ?? 0);
      const mean = ps.reduce((sum, p) => sum + p, 0) / ps.length;
      assert.ok(mean > exact && mean < 1.8 * exact, `${mean} of ${exact}`);
      assert.ok(ps.filter((p) => p >= exact).length >= 28, String(ps));
    });
  }

  it('draws each row once', () => {
    const draw = rowDrawer([1, 0, 2, 1], seeded('once'));
    const picked = new Int32Array(4);
    for (let i = 0; i < 20; i++) {
      draw(picked);
      assert.deepEqual([...picked].sort(), [0, 2, 2, 3]);
    }
  });

  it('says nothing where no draw is as far out, and 1 where all are', () => {
    const values = [0.1, 0.2];
    let i = 0;
    assert.equal(
      resampledP(5, () => values[i++ % 2] ?? 0),
      null,
    );
    assert.equal(
      resampledP(0, () => 0),
      1,
    );
  });
});
