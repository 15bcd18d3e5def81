import assert from 'node:assert/strict';

import { nthLargest } from '../../../src/core/statistics/nth-largest.js';
import { random } from '../../random.js';

describe('the n-th largest', () => {
  it('is the one of sorted numbers, with many ties and with none', () => {
    const next = random(5);
    for (let turn = 0; turn < 2000; turn++) {
      const distinct = 1 + Math.floor(next() * 40);
      const values = Float64Array.from({ length: 1 + Math.floor(next() * 60) }, () =>
        turn % 3 === 0 ? next() : Math.floor(next() * distinct),
      );
      const n = 1 + Math.floor(next() * values.length);
      const expected = values.toSorted().at(-n);
      assert.equal(nthLargest(values, n), expected);
    }
  });

  it('is there in numbers that are in order already, and in reverse', () => {
    const up = Float64Array.from({ length: 1000 }, (_, i) => i);
    assert.equal(nthLargest(up.slice(), 255), 745);
    assert.equal(nthLargest(up.toReversed(), 1), 999);
    assert.equal(nthLargest(up.slice(), 1000), 0);
  });
});
