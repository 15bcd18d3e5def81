import assert from 'node:assert/strict';

import { judge } from '../../../src/core/checks/judge.js';
import { metricById } from '../../../src/core/metrics/registry.js';
import type { MetricInput, MetricValue } from '../../../src/core/metrics/metric.js';
import type { NumericColumn } from '../../../src/core/profile/profiles.js';
import type { FileFacts } from '../../../src/core/profile/log-facts.js';
import { wilsonInterval } from '../../../src/core/statistics/wilson.js';
import { categorical, metricInput, numeric } from '../../metric-input.js';

function measure(id: string, input: MetricInput): MetricValue {
  const metric = metricById(id);
  assert.ok(metric, id);
  return metric.compute(input);
}

const numbers = (...values: number[]): NumericColumn => numeric(Float64Array.from(values));

describe('non_finite_share', () => {
  it('counts infinities of all rows, with Wilson’s interval', () => {
    const current = { ...numbers(1, 2, 3, 4), missing: 3, nonFinite: 3 };
    const input = metricInput({ reference: numbers(1), current });
    const rows = { ...input, current: { ...input.current, rows: 10 } };
    const value = measure('non_finite_share', rows);
    assert.equal(value.value, 0.3);
    assert.deepEqual(value.interval, wilsonInterval(3, 10));
  });
});

describe('out_of_range_share', () => {
  it('is of the current values; the ends of the reference are inside', () => {
    const value = measure(
      'out_of_range_share',
      metricInput({ reference: numbers(-1, 0, 10), current: numbers(-1, 10, 10.000000000000002, -5) }),
    );
    assert.equal(value.value, 0.5);
    assert.equal(value.nReference, 3);
    assert.match(value.because ?? '', /from −1 to 10; these rows go from −5 to 10/);
  });
  it('is 0 on the reference itself, and an error without a usable value', () => {
    const column = numbers(3, 1, 2);
    assert.equal(measure('out_of_range_share', metricInput({ reference: column, current: column })).value, 0);
    const empty = numeric(new Float64Array(0), 9);
    assert.equal(
      measure('out_of_range_share', metricInput({ reference: column, current: empty })).verdict,
      'error',
    );
  });
});

describe('constant', () => {
  it('is 1 where the reference varied and one value is left', () => {
    const stuck = measure('constant', metricInput({ reference: numbers(1, 2, 3), current: numbers(7, 7) }));
    assert.equal(stuck.value, 1);
    assert.match(stuck.because ?? '', /Every row has 7/);
    const text = { reference: categorical({ a: 3, b: 1 }), current: categorical({ b: 4 }) };
    assert.equal(measure('constant', metricInput(text)).value, 1);
  });
  it('is 0 where it always was constant, or still varies', () => {
    for (const [reference, current] of [
      [numbers(5, 5), numbers(5, 5)],
      [numbers(5, 5), numbers(6, 6)],
      [numbers(1, 2), numbers(3, 4)],
    ] as const)
      assert.equal(measure('constant', metricInput({ reference, current })).value, 0);
  });
});

describe('type_mismatch_share', () => {
  const file = (cells: number, kind: 'numeric' | 'categorical' = 'numeric'): FileFacts => ({
    path: `${cells}.csv`,
    bytes: 1,
    unfinished: 0,
    rows: 10,
    fingerprint: '',
    columns: [{ name: 'x', kind, type: 'DOUBLE', integer: false }],
    malformed: { count: 0, lines: [], reason: null },
    mismatched: cells === 0 ? new Map() : new Map([['x', cells]]),
  });
  const inputOf = (files: FileFacts[]): MetricInput => {
    const input = metricInput({ reference: numbers(1, 2), current: numbers(1, 2, 3, 4, 5, 6) });
    return { ...input, facts: { ...input.facts, currentLog: { ...input.facts.currentLog, files } } };
  };
  it('counts cells of all files beside the values that parse, and names the worst file', () => {
    const value = measure('type_mismatch_share', inputOf([file(1), file(3), file(0)]));
    assert.equal(value.value, 0.4);
    assert.deepEqual(value.interval, wilsonInterval(4, 10));
    assert.match(value.because ?? '', /3\.csv \(3 cells\)/);
  });
  it('a column that is text as a whole in one file is an error, not a share', () => {
    const value = measure('type_mismatch_share', inputOf([file(0), file(0, 'categorical')]));
    assert.equal(value.verdict, 'error');
    assert.match(value.because ?? '', /text as a whole, or empty, in 0\.csv and numeric in the reference/);
  });
});

describe('row_count_change', () => {
  const inputOf = (rows: number, usual: number[], inChunk = true): MetricInput => {
    const input = metricInput({ reference: numbers(1), current: numbers(1) });
    return {
      ...input,
      inChunk,
      current: { ...input.current, rows },
      facts: { ...input.facts, referenceChunkRows: usual },
    };
  };
  it('is against the median chunk of the reference', () => {
    assert.equal(measure('row_count_change', inputOf(50, [90, 1000, 100])).value, -0.5);
    assert.equal(measure('row_count_change', inputOf(300, [100, 200])).value, 1);
    assert.equal(measure('row_count_change', inputOf(0, [100])).value, -1);
  });
  it('compares its absolute value, however few rows there are', () => {
    const metric = metricById('row_count_change');
    assert.ok(metric);
    const limits = { warn: { outside: [-0.5, 0.5] }, alert: { outside: [-0.8, 0.8] } } as const;
    const verdict = (rows: number): string =>
      judge(metric, metric.compute(inputOf(rows, [100])), null, limits, {
        minRows: 30,
        falseDiscoveryRate: 0.05,
      }).verdict;
    assert.deepEqual([0, 10, 20, 50, 150, 170, 500].map(verdict), [
      'alert', 'alert', 'warn', 'pass', 'pass', 'warn', 'alert',
    ]); // prettier-ignore
  });
  it('says what it cannot tell: no chunks to compare with, and no chunk to look at', () => {
    assert.equal(measure('row_count_change', inputOf(5, [])).verdict, 'unknown');
    assert.equal(measure('row_count_change', inputOf(5, [0, 0, 7])).verdict, 'unknown');
    assert.equal(measure('row_count_change', inputOf(5, [10], false)).verdict, 'info');
  });
});
