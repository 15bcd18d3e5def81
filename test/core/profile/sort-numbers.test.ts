import assert from 'node:assert/strict';

import fc from 'fast-check';

import { sortNumbers } from '../../../src/core/profile/sort-numbers.js';

/** More values than are sorted by comparing them. */
const MANY = 2000;

function isSorted(values: Float64Array): void {
  const expected = values.slice().sort();
  const own = values.slice();
  sortNumbers(own);
  assert.deepEqual(own, expected);
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
  });
});
