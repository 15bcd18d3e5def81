import assert from 'node:assert/strict';

import fc from 'fast-check';

import { markOf, type Buckets } from '../../../../src/core/profile/sketch-buckets.js';
import { unionOfBuckets } from '../../../../src/core/profile/sketch-union.js';

/** Buckets of one sketch: some values, each a bucket of its own or one that holds others too. */
const part = fc
  .uniqueArray(
    fc.record({
      value: fc.oneof(
        fc.constantFrom(0, 1, 2, -1, 1e300, -1e300, 5e-324, 1.5),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
      ),
      rows: fc.integer({ min: 1, max: 1e6 }),
      mixed: fc.boolean(),
    }),
    { selector: ({ value }) => markOf(value), maxLength: 60 },
  )
  .map((found): Buckets => {
    const sorted = found.sort((a, b) => markOf(a.value) - markOf(b.value));
    return {
      marks: Uint32Array.from(sorted, ({ value, mixed }) => markOf(value) + Number(mixed)),
      counts: Uint32Array.from(sorted, ({ rows }) => rows),
      means: Float64Array.from(sorted, ({ value }) => value + 0),
    };
  });

/** One bucket after the other, as they come. */
function plainly(parts: readonly Buckets[]): [mark: number, rows: number, mean: number][] {
  const found = new Map<number, [mark: number, rows: number, mean: number]>();
  for (const { marks, counts, means } of parts) {
    for (const [i, mark] of marks.entries()) {
      const [rows, mean] = [counts[i] as number, means[i] as number];
      const own = found.get(mark >>> 1);
      if (own === undefined) found.set(mark >>> 1, [mark, rows, mean]);
      else {
        const all = own[1] + rows;
        own[0] |= own[2] === mean ? mark & 1 : 1;
        if (own[2] !== mean) own[2] += (mean - own[2]) * (rows / all);
        own[1] = all;
      }
    }
  }
  return [...found.values()].sort(([a], [b]) => a - b);
}

describe('the union of sketches in the kernels', () => {
  it('has each bucket once, with the rows and the mean of all', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const { marks, counts, means } = unionOfBuckets(parts);
        const found = [...marks].map((mark, i) => [mark, counts[i], means[i]]);
        assert.deepEqual(found, plainly(parts));
      }),
    );
  });
});
