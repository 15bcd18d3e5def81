import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { metricById } from '../../../src/core/metrics/registry.js';
import type { MetricInput, MetricValue } from '../../../src/core/metrics/metric.js';
import { close } from '../../close.js';
import { categorical, metricInput, numeric } from '../../metric-input.js';

interface Shares {
  kl: number;
  hellinger: number;
  tvd: number;
  l_infinity: number;
  js_distance: number;
  chi2: number;
  cramers_v: number;
  chance_p: number;
}

interface Values {
  ks: number;
  ks_p: number;
  wasserstein: number;
  energy_distance: number;
  wasserstein_normed?: number;
  mean_shift?: number;
  mean_shift_p?: number;
  mean_shift_interval?: [number, number];
  cramer_von_mises?: [number, number];
  anderson_darling?: [number, number];
  binned: Shares;
}

interface Oracle {
  numeric: (Values & { name: string; reference: number[]; current: number[] })[];
  /** Counts of the values 0, 1, 2 … */
  large: Values & { reference: number[]; current: number[] };
  categories: (Shares & {
    name: string;
    reference: Record<string, number>;
    current: Record<string, number>;
  })[];
}

/** Recorded by test/oracle/stability.py from numpy and scipy (versions inside). */
const oracle = JSON.parse(readFileSync('test/oracle/stability.json', 'utf8')) as Oracle;

function measure(id: string, input: MetricInput): MetricValue {
  const metric = metricById(id);
  assert.ok(metric, id);
  return metric.compute(input);
}

function near(actual: number | null | undefined, expected: number, what: string, tolerance = 1e-10): void {
  // Square roots of what only rounding leaves over 0 have half its digits.
  if (Math.abs(expected) < 1e-7 && Math.abs(actual ?? NaN) < 1e-7) return;
  close(actual ?? NaN, expected, tolerance, what);
}

function checkShares(input: MetricInput, expected: Shares, name: string): void {
  for (const id of ['kl', 'hellinger', 'tvd', 'l_infinity', 'js_distance', 'chi2', 'cramers_v'] as const) {
    const value = measure(id, input);
    near(value.value, expected[id], `${id} of ${name}`);
    near(value.pValue, expected.chance_p, `p of ${id} of ${name}`, 1e-8);
  }
  near(measure('chi2', input).size, expected.cramers_v, `size of chi2 of ${name}`);
}

/** ±1e150 beside small numbers: numpy's mean depends on the order of the rows, ours is that of the sorted ones. */
const BEYOND_SUMS = 'subnormal to huge';

function checkValues(input: MetricInput, expected: Values, name: string): void {
  for (const id of ['ks', 'wasserstein', 'energy_distance'] as const) {
    const value = measure(id, input);
    near(value.value, expected[id], `${id} of ${name}`);
    near(value.pValue, expected.ks_p, `p of ${id} of ${name}`, 1e-8);
  }
  if (expected.wasserstein_normed !== undefined)
    near(
      measure('wasserstein_normed', input).value,
      expected.wasserstein_normed,
      `wasserstein_normed of ${name}`,
    );
  const shift = measure('mean_shift', input);
  if (expected.mean_shift !== undefined && name !== BEYOND_SUMS)
    near(shift.value, expected.mean_shift, `mean_shift of ${name}`);
  if (expected.mean_shift_p !== undefined)
    near(shift.pValue, expected.mean_shift_p, `Welch of ${name}`, 1e-8);
  for (const [i, end] of (expected.mean_shift_interval ?? []).entries())
    near(shift.interval?.[i], end, `interval of ${name}`, 1e-8);
  for (const id of ['cramer_von_mises', 'anderson_darling'] as const) {
    const pair = expected[id];
    if (pair === undefined) continue;
    const value = measure(id, input);
    near(value.value, pair[0], `${id} of ${name}`, 1e-9);
    // scipy's series for Cramér-von Mises stops at terms of 1e-7.
    assert.ok(
      Math.abs((value.pValue ?? NaN) - pair[1]) < 2e-7,
      `p of ${id} of ${name}: ${value.pValue}, ${pair[1]}`,
    );
    near(value.size, expected.ks, `size of ${id} of ${name}`);
  }
}

describe('stability metrics, against scipy', () => {
  for (const { name, reference, current, ...expected } of oracle.numeric) {
    it(`numbers: ${name}`, () => {
      const input = metricInput({
        reference: numeric(Float64Array.from(reference)),
        current: numeric(Float64Array.from(current)),
      });
      checkValues(input, expected, name);
      checkShares(input, expected.binned, name);
    });
  }
  it('350 000 rows', () => {
    const of = (counts: number[]): Float64Array =>
      Float64Array.from(counts.flatMap((n, x) => Array<number>(n).fill(x)));
    const { reference, current, ...expected } = oracle.large;
    const input = metricInput({ reference: numeric(of(reference)), current: numeric(of(current)) });
    checkValues(input, expected, 'large');
    checkShares(input, expected.binned, 'large');
  });
  for (const { name, reference, current, ...expected } of oracle.categories) {
    it(`categories: ${name}`, () => {
      checkShares(
        metricInput({ reference: categorical(reference), current: categorical(current) }),
        expected,
        name,
      );
    });
  }
});

describe('published values', () => {
  it('Anderson-Darling p .0635 (evidently tests/stattests/test_stattests.py)', () => {
    const published = oracle.numeric.find(({ name }) => name === 'published');
    assert.ok(published);
    const input = metricInput({
      reference: numeric(Float64Array.from(published.reference)),
      current: numeric(Float64Array.from(published.current)),
    });
    assert.equal(measure('anderson_darling', input).pValue?.toFixed(4), '0.0635');
  });
  it('1..6: Hellinger .06812, KL .018910, TVD .068182 (same file)', () => {
    const of = (counts: number[]): Record<string, number> =>
      Object.fromEntries(counts.map((n, i) => [String(i + 1), n]));
    const input = metricInput({
      reference: categorical(of([16, 18, 16, 14, 12, 12])),
      current: categorical(of([16, 16, 16, 16, 16, 8])),
    });
    close(measure('hellinger', input).value ?? NaN, 0.06812, 2e-4);
    assert.equal(measure('kl', input).value?.toFixed(6), '0.018910');
    assert.equal(measure('tvd', input).value?.toFixed(6), '0.068182');
  });
});
