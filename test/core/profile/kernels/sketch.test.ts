import assert from 'node:assert/strict';

import { MOST_AT_ONCE, SketchScratch } from '../../../../src/core/profile/sketch-scratch.js';
import { random } from '../../../random.js';

const next = random(20_240_101);
const normal = (): number => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());

/** Each as a rule for one value. */
const DATA: Readonly<Record<string, (i: number) => number>> = {
  normal,
  'a heavy tail of both signs': () => Math.sinh(normal() * 40),
  'ties and both zeros': (i) => [0, -0, 3, 3, -2, 0.1, -0.1][i % 7] as number,
  'missing and infinite among others': () =>
    next() < 0.2 ? NaN : next() < 0.1 ? -Infinity : next() < 0.1 ? Infinity : normal(),
  'nothing but missing': () => NaN,
  'sums beyond the doubles': (i) => (i % 3 === 0 ? -1 : 1) * 1.7e308 * next(),
  subnormals: () => 5e-324 * Math.round(1e6 * normal()),
  'neighbouring doubles': (i) => 1 + (i % 5) * 2 ** -52,
  'the ends of the doubles': (i) => (i % 2 === 0 ? 1 : -1) * (i % 4 < 2 ? Number.MAX_VALUE : 5e-324),
};

interface Plain {
  count: number;
  sum: number;
  first: number;
  mixed: boolean;
}

/** The same one value after the other, in an object for each bucket. */
function plainly(values: readonly number[]): {
  buckets: [mark: number, count: number, mean: number][];
  missing: number;
  nonFinite: number;
} {
  const found = new Map<number, Plain>();
  const view = new DataView(new ArrayBuffer(8));
  const kept = values.filter((x) => Number.isFinite(x)).map((x) => x + 0);
  for (const x of kept) {
    view.setFloat64(0, x);
    const bits = view.getUint32(0);
    const key = (bits < 0x80000000 ? bits + 0x80000000 : 0xffffffff - bits) >>> 12;
    const bucket = found.get(key) ?? { count: 0, sum: 0, first: x, mixed: false };
    if (bucket.count === 0) found.set(key, bucket);
    bucket.sum = bucket.count === 0 ? x : bucket.sum + x;
    bucket.count++;
    bucket.mixed ||= x !== bucket.first;
  }
  const buckets = [...found].sort(([a], [b]) => a - b);
  return {
    buckets: buckets.map(([key, { count, sum, first, mixed }]) => [
      2 * key + (mixed ? 1 : 0),
      count,
      !mixed ? first : Number.isFinite(sum) ? sum / count : smallestOf(key, view),
    ]),
    missing: values.filter((x) => Number.isNaN(x)).length,
    nonFinite: values.filter((x) => Math.abs(x) === Infinity).length,
  };
}

function smallestOf(key: number, view: DataView): number {
  const positive = key >= 0x80000;
  view.setUint32(0, positive ? key * 4096 - 0x80000000 : 0xffffffff - key * 4096);
  view.setUint32(4, positive ? 0 : 0xffffffff);
  return view.getFloat64(0);
}

/** Sums of squares and of deviations as the kernels add them: blocks of 512, evens and odds apart where all are numbers. */
function deviations(values: readonly number[], about: number): [squares: number, sum: number] {
  const total: [number, number] = [0, 0];
  const gaps = values.some((x) => !Number.isFinite(x));
  for (let from = 0; from < values.length; from += 512) {
    const block = values.slice(from, from + 512);
    const parts = gaps ? 0 : block.length - (block.length % 2);
    const [evens, odds] = [0, 1].map((rest) =>
      block
        .slice(0, parts)
        .filter((_, i) => i % 2 === rest)
        .reduce<[number, number]>(([s, d], x) => [s + (x - about) ** 2, d + (x - about)], [0, 0]),
    ) as [[number, number], [number, number]];
    total[0] += evens[0] + odds[0];
    total[1] += evens[1] + odds[1];
    for (const x of block.slice(parts).filter((one) => Number.isFinite(one))) {
      total[0] += (x - about) ** 2;
      total[1] += x - about;
    }
  }
  return total;
}

/** The mean of the numbers as the kernels add it up: even and odd places apart. */
function meanOf(values: readonly number[], count: number): number {
  const [evens, odds] = [0, 1].map((rest) =>
    values
      .filter((x, i) => i % 2 === rest && Number.isFinite(x))
      .reduce((sum, x) => sum + x * (1 / count), 0),
  ) as [number, number];
  return evens + odds;
}

describe('bucketing in the kernels', () => {
  const scratch = new SketchScratch();
  const owner = { leave: (): void => undefined };
  for (const [name, make] of Object.entries(DATA)) {
    it(`gives what one value after the other comes to: ${name}`, () => {
      // As many as go at once, and fewer than a pair.
      for (const length of [0, 1, 2, 511, 513, 20_000, MOST_AT_ONCE]) {
        const values = Array.from({ length }, (_, i) => make(i));
        const all = Float64Array.from([NaN, 7, ...values, 8]);
        const table = scratch.tableOf(owner);
        const { missing, nonFinite, moments } = table.add(all, 2, length + 2, null);
        const buckets = table.finish();
        const expected = plainly(values);
        assert.deepEqual([missing, nonFinite], [expected.missing, expected.nonFinite]);
        assert.deepEqual(
          [...buckets.marks],
          expected.buckets.map(([mark]) => mark),
        );
        assert.deepEqual(
          [...buckets.counts],
          expected.buckets.map(([, count]) => count),
        );
        assert.deepEqual(
          [...buckets.means],
          expected.buckets.map(([, , mean]) => mean),
        );

        const count = length - missing - nonFinite;
        const about = meanOf(values, count);
        const [squares, sum] = deviations(values, about);
        const kept = values.filter((x) => Number.isFinite(x)).map((x) => x + 0);
        const shift = sum / count;
        assert.deepEqual(
          moments,
          count === 0
            ? { count: 0, mean: 0, m2: 0, min: Infinity, max: -Infinity }
            : {
                count,
                mean: about + shift,
                m2: squares - sum * shift,
                min: kept.reduce((a, b) => Math.min(a, b)),
                max: kept.reduce((a, b) => Math.max(a, b)),
              },
        );
      }
    });
  }

  it('adds to what is in a table already, and gives a table of another when all are taken', () => {
    const values = Array.from({ length: 40_000 }, () => Math.exp(normal()));
    const all = Float64Array.from(values);
    const left: number[] = [];
    const owners = [0, 1, 2, 3, 4].map((i) => ({ leave: () => void left.push(i) }));
    for (const one of owners.slice(0, 4)) {
      const table = scratch.tableOf(one);
      table.add(all, 0, 20_000, null);
      table.add(all, 20_000, 40_000, null);
      assert.equal(table.count, 40_000);
    }
    scratch.tableOf(owners[0] as (typeof owners)[0]);
    assert.deepEqual(left, []);
    const { marks, counts, means } = scratch.tableOf(owners[0] as (typeof owners)[0]).finish();
    const expected = plainly(values).buckets;
    assert.deepEqual(
      [...marks].map((mark, i) => [mark, counts[i], means[i]]),
      expected,
    );
    scratch.tableOf(owners[4] as (typeof owners)[0]);
    assert.deepEqual(left, [1]);
  });
});
