import assert from 'node:assert/strict';

import { AccumulatorFactory } from '../../../src/core/profile/accumulate.js';
import type { NumericProfile } from '../../../src/core/profile/numeric-profile.js';
import { betterOffset, ShiftedProfile } from '../../../src/core/profile/shifted-profile.js';
import { SketchProfile } from '../../../src/core/profile/sketch-profile.js';
import { areaBetween } from '../../../src/core/metrics/stability/area-between.js';
import { ksTest } from '../../../src/core/statistics/kolmogorov-smirnov.js';

const N = 60_000;

/** Evenly spread in [0, 1), in an order that looks random. */
function unit(i: number, irrational: number): number {
  return ((i + 1) * irrational) % 1;
}

const GOLDEN = 0.6180339887498949;
const SILVER = 0.4142135623730951;

/** Hard columns, and the same a little moved. */
const HARD: Record<string, (i: number, moved: number) => number> = {
  'heavy tails': (i, moved) => Math.tan(Math.PI * (unit(i, GOLDEN) - 0.5)) * (1 + moved),
  'very heavy tails': (i, moved) => Math.exp(20 * unit(i, GOLDEN)) * (1 + moved),
  'a mass of zeros': (i, moved) => (unit(i, GOLDEN) < 0.6 - moved ? 0 : unit(i, SILVER) * 10),
  ties: (i, moved) => Math.round((unit(i, GOLDEN) + moved) * 24) / 4,
  'huge whole numbers': (i, moved) => Math.floor((unit(i, GOLDEN) + moved) * 2 ** 60),
  subnormals: (i, moved) => (unit(i, GOLDEN) + moved) * 1e-310,
  'far from zero': (i, moved) => 1e9 + unit(i, GOLDEN) * 1000 * (1 + moved),
  years: (i, moved) => 1990 + unit(i, GOLDEN) * 30 + moved * 10,
  kelvins: (i, moved) => 290 + unit(i, GOLDEN) * 6 + moved * 3,
  'below zero': (i, moved) => -5000 - unit(i, GOLDEN) * 20 - moved * 9,
  'both signs': (i, moved) => (unit(i, GOLDEN) - 0.4 + moved) ** 3,
};

type Column = (i: number, moved: number) => number;

function profileOf(of: Column, moved: number, exact: boolean): NumericProfile {
  const accumulator = new AccumulatorFactory(exact).create();
  for (let i = 0; i < N; i++) accumulator.add(of(i, moved));
  return accumulator.finish().values;
}

/** Sketches as the engine makes them: around a value of the reference where its own buckets are too wide. */
function sketches(of: Column, moved: number): { reference: NumericProfile; current: NumericProfile } {
  const plain = { reference: profileOf(of, 0, false), current: profileOf(of, moved, false) };
  assert.ok(plain.reference instanceof SketchProfile);
  const offset = betterOffset([plain.reference]);
  if (offset === null) return plain;
  const around = (side: number): NumericProfile => {
    const inner = profileOf((i) => of(i, side) - offset, 0, false);
    assert.ok(inner instanceof SketchProfile);
    return new ShiftedProfile(inner, offset);
  };
  return { reference: around(0), current: around(moved) };
}

/** Largest share of rows in a bucket that holds different values: what a rank can be off by. */
function fullest(profile: NumericProfile): number {
  const inner = profile instanceof ShiftedProfile ? profile.inner : profile;
  assert.ok(inner instanceof SketchProfile);
  return inner.largestMixedShare();
}

describe('what a sketch may be off by, against the exact numbers', () => {
  for (const [name, of] of Object.entries(HARD)) {
    it(`${name}: ranks by a bucket's share, values by 1/256, areas by 1/256 of the spread`, () => {
      const exact = { reference: profileOf(of, 0, true), current: profileOf(of, 0.03, true) };
      const sketch = sketches(of, 0.03);
      const bound = fullest(sketch.reference) + fullest(sketch.current);
      // Subnormals differ in bits that buckets do not look at: there the bound says that nothing is known.
      if (name !== 'subnormals') assert.ok(bound < 0.03, `a bucket holds ${bound} of the rows`);

      const ks = ksTest(exact.reference, exact.current).value;
      assert.ok(Math.abs(ksTest(sketch.reference, sketch.current).value - ks) <= bound + 1e-12, 'ks');

      const edges = Float64Array.from([
        -Infinity,
        ...new Set([1, 2, 3, 4, 5, 6, 7, 8, 9].map((k) => exact.reference.quantile(k / 10))),
        Infinity,
      ]);
      const [counts, wanted] = [sketch.current.countsOn(edges), exact.current.countsOn(edges)];
      for (const [i, count] of counts.entries()) {
        assert.ok(Math.abs(count - (wanted[i] as number)) <= 2 * bound * N + 1e-9, `bin ${i}`);
      }

      for (const p of [0, 0.01, 0.1, 0.5, 0.9, 0.99, 1]) {
        const x = exact.current.quantile(p);
        const off = Math.abs(sketch.current.quantile(p) - x);
        assert.ok(off <= Math.abs(x) / 256 + Number.MIN_VALUE * 2 ** 44, `quantile ${p}: ${off} of ${x}`);
      }

      const area = areaBetween(exact.reference, exact.current);
      const scale = (profile: NumericProfile): number =>
        Math.max(Math.abs(profile.quantile(0.999)), Math.abs(profile.quantile(0.001)));
      const spread = Math.max(scale(exact.reference), scale(exact.current));
      const off = Math.abs(areaBetween(sketch.reference, sketch.current) - area);
      assert.ok(off <= (area + bound * spread) / 128, `area ${area}, off by ${off}`);
    });
  }
});
