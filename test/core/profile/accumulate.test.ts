import assert from 'node:assert/strict';

import { AccumulatorFactory, type NumericAccumulator } from '../../../src/core/profile/accumulate.js';
import { random } from '../../random.js';

/** Heavy tails, ties, zeros and gaps: sums that depend on their order. */
function hardValues(rows: number): Float64Array {
  const next = random(11);
  return Float64Array.from({ length: rows }, (_, i) => {
    if (i % 13 === 0) return NaN;
    if (i % 997 === 0) return Infinity;
    if (i % 7 === 0) return i % 14 === 0 ? 0 : -0;
    return Math.exp(10 * next() - 5) * (i % 2 === 0 ? 1 : -1);
  });
}

/** Adds all values in pieces of these sizes, over and over. */
function inPieces(into: NumericAccumulator, values: Float64Array, sizes: readonly number[]): void {
  for (let from = 0, i = 0; from < values.length; i++) {
    const to = Math.min(values.length, from + (sizes[i % sizes.length] as number));
    into.addRange(values, from, to);
    from = to;
  }
}

describe('an accumulator', () => {
  for (const exact of [false, true]) {
    it(`gives the same to the last bit in whatever pieces the rows come, ${exact ? 'exact' : 'sketched'}`, () => {
      const factory = new AccumulatorFactory(exact);
      const values = hardValues(150_000);
      const [whole, ...others] = [[150_000], [30_720, 31_094], [1], [5_000, 40_000, 3], [8_192]].map(
        (sizes) => {
          const accumulator = factory.create();
          inPieces(accumulator, values, sizes);
          accumulator.rest();
          return accumulator.finish();
        },
      );
      for (const other of others) assert.deepEqual(other, whole);
    });
  }

  it('counts missing and non-finite values, one by one and in pieces', () => {
    const values = hardValues(40_000);
    const factory = new AccumulatorFactory(false);
    const [together, apart] = [factory.create(), factory.create()];
    together.addRange(values, 0, values.length);
    for (const x of values) apart.add(x);
    const [a, b] = [together.finish(), apart.finish()];
    assert.equal(a.missing, 3077);
    assert.equal(a.nonFinite, 37);
    assert.deepEqual([b.missing, b.nonFinite, b.values.count], [a.missing, a.nonFinite, a.values.count]);
  });
});
