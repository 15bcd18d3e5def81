import assert from 'node:assert/strict';

import { AccumulatorFactory } from '../../../src/core/profile/accumulate.js';
import { ExactProfile } from '../../../src/core/profile/exact-profile.js';
import { mergeNumeric } from '../../../src/core/profile/merge-parts.js';
import { mergeMoments, momentsOf, sampleVariance } from '../../../src/core/profile/moments.js';
import type { NumericProfile } from '../../../src/core/profile/numeric-profile.js';
import { close } from '../../close.js';

function profileOf(values: readonly number[], exact: boolean): NumericProfile {
  const accumulator = new AccumulatorFactory(exact).create();
  for (const value of values) accumulator.add(value);
  return accumulator.finish().values;
}

/** A fixed sequence in [0, 1) that looks random. */
function sequence(n: number, irrational = 0.6180339887498949): number[] {
  return Array.from({ length: n }, (_, i) => ((i + 1) * irrational) % 1);
}

describe('moments', () => {
  it('hold against cancellation: a variance of 1/12 beside a mean of a billion', () => {
    const values = Float64Array.from(sequence(10_000), (u) => 1e9 + u);
    close(sampleVariance(momentsOf(values)), 1 / 12, 1e-3);
  });
  it('merge in any order to the same', () => {
    const values = sequence(1000).map((u) => Math.exp(10 * u));
    const parts = [values.slice(0, 100), values.slice(100, 101), values.slice(101)].map((part) =>
      momentsOf(Float64Array.from(part)),
    );
    const [a, b, c] = parts;
    assert.ok(a && b && c);
    const whole = momentsOf(Float64Array.from(values));
    for (const merged of [mergeMoments(mergeMoments(a, b), c), mergeMoments(c, mergeMoments(b, a))]) {
      close(merged.mean, whole.mean, 1e-12);
      close(merged.m2, whole.m2, 1e-12);
      assert.equal(merged.min, whole.min);
      assert.equal(merged.max, whole.max);
    }
  });
});

describe('accumulator', () => {
  for (const exact of [true, false]) {
    it(`${exact ? 'exact' : 'sketch'}: counts NaN as missing, infinities apart, and -0 as 0`, () => {
      const accumulator = new AccumulatorFactory(exact).create();
      for (const value of [1, NaN, Infinity, -Infinity, -0, 0, 2]) accumulator.add(value);
      const column = accumulator.finish();
      assert.equal(column.missing, 1);
      assert.equal(column.nonFinite, 2);
      assert.equal(column.values.count, 4);
      assert.equal(column.values.quantile(0), 0);
      assert.ok(Object.is(column.values.quantile(0), 0));
      assert.deepEqual(
        [...column.values.countsOn(Float64Array.from([-Infinity, 0, Number.MIN_VALUE, Infinity]))],
        [0, 2, 2],
      );
    });
  }
});

describe('exact and sketched profiles', () => {
  const hard: Record<string, number[]> = {
    'heavy tails': sequence(40_000).map((u) => Math.tan(Math.PI * (u - 0.5))),
    'a mass of zeros': sequence(40_000).map((u, i) => (i % 3 === 0 ? u : 0)),
    'small whole numbers': sequence(40_000).map((u) => Math.floor(u * 24)),
    'huge whole numbers': sequence(40_000).map((u) => Math.floor(u * 2 ** 60)),
    subnormals: sequence(2000).map((u) => u * 1e-310),
    'both signs': sequence(40_000).map((u) => (u - 0.4) ** 3),
  };
  for (const [name, values] of Object.entries(hard)) {
    it(`agree on ${name} within a bucket`, () => {
      const exact = profileOf(values, true);
      const sketch = profileOf(values, false);
      assert.equal(sketch.count, exact.count);
      assert.equal(exact.exact, true);
      assert.equal(sketch.exact, false);
      for (const p of [0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1]) {
        const x = exact.quantile(p);
        // A bucket is 1/256 of a power of two wide; the rank is off by at most a bucket's mass.
        const off = Math.abs(sketch.quantile(p) - x);
        assert.ok(off <= Math.abs(x) / 128 + 1e-300, `p ${p}: ${sketch.quantile(p)} for ${x}`);
        assert.ok(Math.abs(sketch.cdfAt(x) - exact.cdfAt(x)) < 0.01, `cdf at ${x}`);
      }
      assert.equal(sketch.quantile(0), exact.quantile(0));
      assert.equal(sketch.quantile(1), exact.quantile(1));
    });
  }
  it('small whole numbers are known exactly even in a sketch', () => {
    const values = sequence(30_000).map((u) => Math.floor(u * 200));
    const edges = Float64Array.from([-Infinity, 20, 40, 41, 100, Infinity]);
    assert.deepEqual(
      [...profileOf(values, false).countsOn(edges)],
      [...profileOf(values, true).countsOn(edges)],
    );
  });
  it('parts merge to the whole', () => {
    const values = sequence(50_000).map((u) => Math.log(u));
    for (const exact of [true, false]) {
      const whole = profileOf(values, exact);
      const merged = mergeNumeric([
        profileOf(values.slice(0, 17_000), exact),
        profileOf(values.slice(17_000), exact),
      ]);
      assert.ok(merged);
      assert.equal(merged.count, whole.count);
      assert.deepEqual(merged.steps().cumulative, whole.steps().cumulative);
    }
  });
  it('of different make do not merge', () => {
    assert.throws(() => profileOf([1], true).merge(profileOf([2], false)), TypeError);
  });
  it('steps end at the count, each value once', () => {
    const { at, cumulative } = ExactProfile.of(Float64Array.from([3, 1, 1, 2])).steps();
    assert.deepEqual([...at], [1, 2, 3]);
    assert.deepEqual([...cumulative], [2, 3, 4]);
  });
});
