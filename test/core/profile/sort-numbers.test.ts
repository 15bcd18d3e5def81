import assert from 'node:assert/strict';

import fc from 'fast-check';

import { sortNumbers } from '../../../src/core/profile/sort-numbers.js';
import { random } from '../../random.js';

/** More values than are sorted by comparing them. */
const MANY = 2000;

/** -0 is told apart from 0. */
function bitsOf({ buffer }: Float64Array): BigUint64Array {
  return new BigUint64Array(buffer);
}

function isSorted(values: Float64Array): void {
  const expected = values.slice().sort();
  const own = values.slice();
  sortNumbers(own);
  assert.deepEqual(bitsOf(own), bitsOf(expected));
}

describe('sorting numbers by their bits', () => {
  it('gives the order of comparing them, whatever finite numbers they are', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0);
    fc.assert(
      fc.property(fc.array(number, { minLength: MANY, maxLength: MANY + 200 }), (values) =>
        isSorted(Float64Array.from(values)),
      ),
      { numRuns: 20 },
    );
  });

  it('tells numbers apart whose upper halves are the same: years in milliseconds, subnormals, ties', () => {
    const of = (make: (i: number) => number): Float64Array =>
      Float64Array.from({ length: MANY }, (_, i) => make(i));
    const mixed = (i: number): number => (i * 7919) % MANY;
    isSorted(of((i) => 1.7e12 + mixed(i)));
    isSorted(of((i) => 5e-324 * (mixed(i) - MANY / 2) + 0));
    isSorted(of((i) => (i % 2 === 0 ? 0 : mixed(i) % 5)));
    isSorted(of(() => 3));
    isSorted(of((i) => -1 - mixed(i) * 2 ** -50));
    isSorted(of((i) => (mixed(i) % 2 === 0 ? 1 : -1) * (1e300 + (mixed(i) % 40) * 2 ** 948)));
    isSorted(of((i) => (mixed(i) % 3 === 0 ? -0 : 0)));
    isSorted(of((i) => (i % 500 === 0 ? 5e-324 : i % 2 === 0 ? -Number.MAX_VALUE : Number.MAX_VALUE)));
  });

  it('sorts few and many, one after the other', () => {
    const next = random(7);
    for (const length of [0, 1, 1499, 1500, 40_000, 300_000, 2000, 262_144, 262_145]) {
      isSorted(Float64Array.from({ length }, () => Math.round(next() * 1e7) / 1000 - 3000));
      isSorted(Float64Array.from({ length }, () => 1.7e12 + Math.floor(next() * 1e6)));
    }
  });
});
