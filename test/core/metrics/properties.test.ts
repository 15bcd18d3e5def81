import assert from 'node:assert/strict';

import type { MetricValue } from '../../../src/core/metrics/metric.js';
import { METRICS, metricById, metricOf } from '../../../src/core/metrics/registry.js';
import type { Metric } from '../../../src/core/metrics/metric.js';
import { AccumulatorFactory } from '../../../src/core/profile/accumulate.js';
import { mergeColumns } from '../../../src/core/profile/merge-columns.js';
import type { ColumnProfile } from '../../../src/core/profile/profiles.js';
import { judge } from '../../../src/core/checks/judge.js';
import { categorical, metricInput } from '../../metric-input.js';
import { random, shuffled } from '../../random.js';

/** Every metric of columns, by each definition that it has. */
const VARIANTS: readonly { name: string; metric: Metric }[] = METRICS.filter(
  ({ subject }) => subject === 'column',
).flatMap((metric) =>
  (['tidemark', 'evidently', 'nannyml'] as const).flatMap((definition) => {
    const found = metricOf({ metric: metric.id, definition });
    return found === null ? [] : [{ name: `${metric.id} (${definition})`, metric: found }];
  }),
);
const NUMERIC = VARIANTS.filter(({ metric }) => metric.kinds.includes('numeric'));

function column(values: readonly number[], exact = true): ColumnProfile {
  const accumulator = new AccumulatorFactory(exact).create();
  for (const value of values) accumulator.add(value);
  return accumulator.finish();
}

/** A column of one of several shapes, ties, point masses, missing and infinite values among them. */
function draw(next: () => number): number[] {
  const n = 1 + Math.floor(next() * 300);
  const shape = Math.floor(next() * 6);
  const scale = 10 ** Math.floor(next() * 7 - 3);
  return Array.from({ length: n }, () => {
    const u = next();
    if (next() < 0.02) return NaN;
    if (next() < 0.01) return u < 0.5 ? Infinity : -Infinity;
    if (shape === 0) return u * scale;
    if (shape === 1) return Math.floor(u * 6);
    if (shape === 2) return next() < 0.6 ? 0 : -Math.log(u) * scale;
    if (shape === 3) return Math.tan(Math.PI * (u - 0.5)) * scale;
    if (shape === 4) return 1000 + Math.floor(u * 40);
    return u < 0.5 ? -0 : 7;
  });
}

function numbersOf(value: MetricValue): (number | null)[] {
  return [value.value, value.pValue, value.size ?? null, ...(value.interval ?? [null, null]), value.nCurrent];
}

function agree(a: MetricValue, b: MetricValue, what: string, tolerance = 1e-12): void {
  const [x, y] = [numbersOf(a), numbersOf(b)];
  for (const [i, left] of x.entries()) {
    const right = y[i] ?? null;
    if (left === null || right === null) assert.equal(left, right, what);
    else {
      // A root of what cancels keeps half the digits; so the tolerance is absolute below 1.
      const scale = Math.max(1, Math.abs(left), Math.abs(right));
      assert.ok(Math.abs(left - right) <= tolerance * scale, `${what}: ${left} and ${right}`);
    }
  }
}

/** Splits the values into parts, in any order, and merges their profiles. */
function mergedInParts(values: readonly number[], next: () => number, exact: boolean): ColumnProfile {
  const parts: number[][] = Array.from({ length: 1 + Math.floor(next() * 6) }, () => []);
  for (const value of values) parts[Math.floor(next() * parts.length)]?.push(value);
  const merged = mergeColumns(shuffled(parts, next).map((part) => column(shuffled(part, next), exact)));
  assert.ok(merged);
  return merged;
}

describe('properties of the metrics of columns', () => {
  for (const exact of [true, false]) {
    it(`profiles merged in any order or split give equal metrics (${exact ? 'exact' : 'sketches'})`, () => {
      const next = random(11);
      for (let round = 0; round < (exact ? 24 : 12); round++) {
        const [r, c] = [draw(next), draw(next)];
        const whole = metricInput({ reference: column(r, exact), current: column(c, exact) });
        const merged = metricInput({
          reference: mergedInParts(r, next, exact),
          current: mergedInParts(c, next, exact),
        });
        for (const { name, metric } of NUMERIC)
          agree(metric.compute(whole), metric.compute(merged), `${name}, round ${round}`);
      }
    });
  }

  it('the order of categories changes nothing', () => {
    const next = random(12);
    for (let round = 0; round < 5; round++) {
      const counts = (): [string, number][] =>
        Array.from({ length: 1 + Math.floor(next() * 400) }, (_, i) => [`v${i}`, 1 + Math.floor(next() * 9)]);
      const [r, c] = [counts(), counts()];
      const inOrder = (entries: [string, number][]): ColumnProfile =>
        categorical(Object.fromEntries(entries));
      const one = metricInput({ reference: inOrder(r), current: inOrder(c) });
      const other = metricInput({
        reference: inOrder(shuffled(r, next)),
        current: inOrder(shuffled(c, next)),
      });
      for (const { name, metric } of VARIANTS)
        if (metric.kinds.includes('categorical'))
          agree(metric.compute(one), metric.compute(other), `${name}, round ${round}`);
    }
  });

  it('a column against itself: no distance, no shift, nothing new', () => {
    const next = random(13);
    const zero = VARIANTS.filter(
      ({ metric }) =>
        (metric.family === 'stability' && !['cramer_von_mises', 'anderson_darling'].includes(metric.id)) ||
        ['out_of_range_share', 'constant'].includes(metric.id),
    );
    for (let round = 0; round < 40; round++) {
      const same = column(draw(next));
      if (same.kind === 'numeric' && same.values.count === 0) continue;
      const input = metricInput({ reference: same, current: same });
      for (const { name, metric } of zero) {
        if (!metric.kinds.includes('numeric')) continue;
        const value = metric.compute(input);
        if (value.value === null) assert.match(value.because ?? '', /categories only/, name);
        else assert.ok(Math.abs(value.value) < 1e-7, `${name}: ${value.value}`);
      }
      for (const id of ['cramer_von_mises', 'anderson_darling'])
        assert.equal(metricById(id)?.compute(input).size ?? 0, 0, id);
    }
    const text = categorical({ a: 5, b: 7, c: 1 });
    const input = metricInput({ reference: text, current: text });
    for (const { name, metric } of zero)
      if (metric.kinds.includes('categorical'))
        assert.ok(Math.abs(metric.compute(input).value ?? NaN) < 1e-7, name);
  });

  it('another unit leaves the metrics of rank alone, and moves those in the unit with it', () => {
    const next = random(14);
    const rank = ['ks', 'cramer_von_mises', 'anderson_darling', 'psi', 'kl', 'js_distance', 'hellinger', 'tvd', 'l_infinity', 'chi2', 'cramers_v', 'wasserstein_normed', 'mean_shift']; // prettier-ignore
    for (let round = 0; round < 40; round++) {
      const [r, c] = [draw(next), draw(next)];
      // Powers of two are exact, so that no tie is made or broken.
      const factor = 2 ** Math.floor(next() * 20 - 10);
      const scaled = (values: number[]): ColumnProfile => column(values.map((x) => x * factor));
      const before = metricInput({ reference: column(r), current: column(c) });
      const after = metricInput({ reference: scaled(r), current: scaled(c) });
      for (const id of rank) {
        const metric = metricById(id);
        assert.ok(metric);
        agree(metric.compute(before), metric.compute(after), `${id}, round ${round}`, 1e-9);
      }
      const w = metricById('wasserstein');
      assert.ok(w);
      const [small, large] = [w.compute(before).value ?? 0, w.compute(after).value ?? 0];
      assert.ok(Math.abs(small * factor - large) <= 1e-12 * Math.abs(large), `wasserstein, round ${round}`);
    }
  });

  it('hard columns never give NaN, Infinity, a crash or a silent pass', () => {
    const hard: Record<string, ColumnProfile> = {
      none: column([]),
      'all missing': column([NaN, NaN, NaN]),
      'all infinite': column([Infinity, -Infinity, Infinity]),
      one: column([3]),
      'minus zero': column([-0, 0, -0]),
      constant: column(Array<number>(50).fill(5)),
      tenths: column(Array<number>(70).fill(0.1)),
      huge: column([1e308, -1e308, 1.7e308, 1e308]),
      'one huge': column([1.7976931348623157e308]),
      subnormal: column([5e-324, -5e-324, 1e-310, 0]),
      mixed: column([NaN, Infinity, -0, 1e308, 5e-324, -1, 2, 2, 2]),
      plain: column(Array.from({ length: 90 }, (_, i) => (i * 37) % 11)),
      'plain sketch': column(
        Array.from({ length: 90 }, (_, i) => (i * 37) % 11),
        false,
      ),
      'huge sketch': column([1e308, -1e308, 1.7e308, 1e308], false),
      letters: categorical({ a: 40, b: 3 }),
      'other letters': categorical({ z: 40 }),
      'no letters': categorical({}, 40),
      __proto__: categorical(JSON.parse('{"__proto__": 40, "": 2}') as Record<string, number>),
    };
    for (const [r, reference] of Object.entries(hard)) {
      for (const [c, current] of Object.entries(hard)) {
        if (r.endsWith('sketch') !== c.endsWith('sketch')) continue;
        const input = metricInput({ reference, current });
        for (const { name, metric } of VARIANTS) {
          const what = `${name}: ${c} against ${r}`;
          const value = metric.compute(input);
          for (const number of numbersOf(value))
            assert.ok(number === null || Number.isFinite(number), `${what}: ${number}`);
          if (value.pValue !== null)
            assert.ok(value.pValue >= 0 && value.pValue <= 1, `${what}: p ${value.pValue}`);
          if (value.interval !== null) assert.ok(value.interval[0] <= value.interval[1], what);
          if (value.value === null) {
            assert.ok((value.because ?? '').length > 10, `${what}: says nothing`);
            assert.ok(value.size !== undefined || ['error', 'unknown'].includes(value.verdict ?? ''), what);
          } else {
            const [low, high] = metric.range;
            assert.ok(value.value >= low && value.value <= high * (1 + 1e-12), `${what}: ${value.value}`);
          }
          const empty = [reference, current].some(
            (side) => (side.kind === 'numeric' ? side.values.count : side.counts.size) === 0,
          );
          if (metric.family === 'stability' && empty)
            assert.ok(['error', 'unknown'].includes(value.verdict ?? ''), what);
        }
      }
    }
  });

  it('all current values unseen: every binned metric is as large as it can be, and sure', () => {
    const input = metricInput({ reference: categorical({ a: 500 }), current: categorical({ z: 400 }) });
    const limits = { warn: { above: 0.1 }, alert: { above: 0.2 } };
    for (const { name, metric } of VARIANTS) {
      if (metric.family !== 'stability' || !metric.kinds.includes('categorical')) continue;
      const value = metric.compute(input);
      const options = { minRows: 30, falseDiscoveryRate: 0.05 };
      assert.equal(judge(metric, value, value.pValue, limits, options).verdict, 'alert', name);
    }
  });
});
