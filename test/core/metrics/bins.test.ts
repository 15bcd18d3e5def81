import assert from 'node:assert/strict';

import { binColumns, edgesOf, nextUp } from '../../../src/core/metrics/stability/bins.js';
import { ExactProfile } from '../../../src/core/profile/exact-profile.js';
import { psi } from '../../../src/core/metrics/stability/psi.js';
import { ks } from '../../../src/core/metrics/stability/ks.js';
import { unseenShare } from '../../../src/core/metrics/quality/unseen-share.js';
import { categorical, metricInput, numeric } from '../../metric-input.js';

describe('bins', () => {
  it('a value that several tenths share gets a bin of its own', () => {
    const reference = ExactProfile.of(
      Float64Array.from([...Array<number>(50).fill(0), ...Array.from({ length: 50 }, (_, i) => i + 1)]),
    );
    const edges = [...edgesOf(reference, { kind: 'quantile', count: 10 })];
    assert.deepEqual(edges.slice(0, 3), [-Infinity, 0, Number.MIN_VALUE]);
    assert.equal(new Set(edges).size, edges.length);
  });
  it('equal widths have an outer bin on each side, the largest value inside', () => {
    const reference = ExactProfile.of(Float64Array.from([0, 1, 2, 3, 4]));
    assert.deepEqual(
      [...edgesOf(reference, { kind: 'width', count: 2 })],
      [-Infinity, 0, 2, nextUp(4), Infinity],
    );
  });
  it('a constant column has a bin for its value', () => {
    const binned = binColumns(
      numeric(new Float64Array(20).fill(5)),
      numeric(Float64Array.from([4, 5, 5, 6])),
      null,
    );
    assert.deepEqual(
      binned?.bins.map((_, i) => [binned.reference[i], binned.current[i]]),
      [
        [0, 1],
        [20, 2],
        [0, 1],
      ],
    );
    assert.equal(binned?.bins[1]?.label, '5');
  });
  it('categories: the 255 most frequent, other, unseen; ties in the order of their bytes', () => {
    const reference = Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [`v${String(i).padStart(3, '0')}`, i < 10 ? 50 : 1]),
    );
    const binned = binColumns(categorical(reference), categorical({ v000: 5, v299: 3, new: 2 }), null);
    assert.equal(binned?.bins.length, 257);
    assert.deepEqual(
      binned?.bins.map((bin, i) => [bin.label, binned.reference[i], binned.current[i]]).slice(-2),
      [
        ['other', 45, 3],
        ['unseen', 0, 2],
      ],
    );
    assert.equal(binned?.bins[254]?.label, 'v254');
  });
  it('missing is no bin', () => {
    const binned = binColumns(categorical({ a: 10 }, 90), categorical({ a: 5 }, 5), null);
    assert.equal(binned?.nReference, 10);
    assert.equal(binned?.bins.length, 1);
  });
});

describe('stability metrics say what they cannot tell', () => {
  const column = numeric(Float64Array.from([1, 2, 3]));
  it('a column gone from the current log is an error', () => {
    const value = psi.compute(metricInput({ reference: column, current: null }));
    assert.equal(value.verdict, 'error');
    assert.match(value.because ?? '', /x is gone/);
  });
  it('a column that the reference lacks is an error', () => {
    assert.match(psi.compute(metricInput({ reference: null, current: column })).because ?? '', /reference/);
  });
  it('a column of missing values is an error, not a pass', () => {
    const value = ks.compute(metricInput({ reference: column, current: numeric(new Float64Array(0), 40) }));
    assert.equal(value.verdict, 'error');
    assert.match(value.because ?? '', /no usable value in the current rows: all 40/);
  });
  it('columns that changed their kind are an error', () => {
    assert.equal(
      psi.compute(metricInput({ reference: column, current: categorical({ a: 3 }) })).verdict,
      'error',
    );
  });
  it('unseen values are counted and named', () => {
    const value = unseenShare.compute(
      metricInput({ reference: categorical({ a: 10, b: 5 }), current: categorical({ a: 6, z: 3, y: 1 }) }),
    );
    assert.equal(value.value, 0.4);
    assert.match(value.because ?? '', /2 values are new, the most frequent z, y/);
  });
});
