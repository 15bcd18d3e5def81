import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import type { CheckSpec } from '../../../src/core/config/monitor.js';
import type { MetricInput, MetricValue } from '../../../src/core/metrics/metric.js';
import { METRICS, metricOf } from '../../../src/core/metrics/registry.js';
import type { ColumnProfile } from '../../../src/core/profile/profiles.js';
import { categorical, metricInput, numeric } from '../../metric-input.js';
import { random } from '../../random.js';

type Spec = [n: number, seed: number, scale: number, shift: number, power: number];
type Numbers = Record<string, number | null>;

interface Oracle {
  numeric: ({ name: string; make: string; reference: Spec; current: Spec } & Numbers)[];
  categories: ({
    name: string;
    reference: Record<string, number>;
    current: Record<string, number>;
  } & Numbers)[];
}

function read<T>(tool: string): T {
  return JSON.parse(readFileSync(`test/oracle/${tool}.json`, 'utf8')) as T;
}

/** Recorded by test/oracle/other_tools.py from the packages themselves (versions inside). */
const evidently = read<Oracle & { quality: { missing_share: number; unseen_share: number } }>('evidently');
const nannyml = read<
  Oracle & {
    quality: Record<
      string,
      { missing_share: number; missing_interval: [number, number]; unseen_share: number }
    >;
  }
>('nannyml');

/** The numbers of test/oracle/other_tools.py. */
function series([n, seed, scale, shift, power]: Spec): Float64Array {
  const next = random(seed);
  return Float64Array.from({ length: n }, () => {
    const base = 2 * next() - 1;
    let product = 1;
    for (let i = 0; i < power; i++) product *= base;
    return product * scale + shift;
  });
}

function made(spec: Spec, make: string): Float64Array {
  const values = series(spec);
  if (make === 'fractions') return values;
  return values.map((x) => Math.round(x * (make === 'few values' ? 3 : 40)));
}

function numericInput(entry: { make: string; reference: Spec; current: Spec }): MetricInput {
  const input = metricInput({
    reference: numeric(made(entry.reference, entry.make)),
    current: numeric(made(entry.current, entry.make)),
  });
  if (entry.make !== 'whole numbers') return input;
  const whole = (log: MetricInput['facts']['currentLog']): MetricInput['facts']['currentLog'] => ({
    ...log,
    columns: log.columns.map((column) => ({ ...column, integer: true })),
  });
  const { facts } = input;
  return {
    ...input,
    facts: {
      ...facts,
      currentLog: whole(facts.currentLog),
      referenceLog: facts.referenceLog && whole(facts.referenceLog),
    },
  };
}

function measure(metric: string, definition: CheckSpec['definition'], input: MetricInput): MetricValue {
  const found = metricOf({ metric, definition });
  assert.ok(found, `${metric} by ${definition}`);
  return found.compute(input);
}

function same(actual: number | null, expected: number | null | undefined, what: string): void {
  if (expected === null || expected === undefined) return;
  assert.ok(
    Math.abs((actual ?? NaN) - expected) <= 1e-6 * Math.max(1, Math.abs(expected)),
    `${what}: ${actual}, not ${expected}`,
  );
}

describe('definition: evidently', () => {
  for (const entry of evidently.numeric) {
    it(`numbers: ${entry.name}, ${entry.make}`, () => {
      const input = numericInput(entry);
      for (const id of ['psi', 'kl', 'js_distance', 'hellinger', 'wasserstein'])
        same(measure(id, 'evidently', input).value, entry[id] as number | null, id);
      same(measure('wasserstein_normed', 'evidently', input).value, entry.wasserstein as number, 'normed');
      same(measure('ks', 'evidently', input).pValue, entry.ks_p as number, 'p of ks');
    });
  }
  for (const entry of evidently.categories) {
    it(`categories: ${entry.name}`, () => {
      const input = metricInput({
        reference: categorical(entry.reference),
        current: categorical(entry.current),
      });
      for (const id of ['psi', 'kl', 'js_distance', 'hellinger', 'tvd'])
        same(measure(id, 'evidently', input).value, entry[id] as number | null, id);
      same(measure('chi2', 'evidently', input).pValue, entry.chi2_p as number, 'p of chi2');
    });
  }
  it('psi of ten rows is 2.934 with Evidently’s zero fill (tests/multitest/metrics/data_drift.py)', () => {
    const input = metricInput({
      reference: categorical({ 3: 1, 2: 2 }),
      current: categorical({ 1: 1, 2: 1, 3: 1 }),
    });
    same(measure('psi', 'evidently', input).value, 2.9341472, 'psi');
  });
  it('a category that the reference lacks makes χ² infinite: no value, p 0, and a sentence', () => {
    const input = metricInput({ reference: categorical({ a: 90 }), current: categorical({ a: 50, z: 40 }) });
    const value = measure('chi2', 'evidently', input);
    assert.deepEqual([value.value, value.pValue], [null, 0]);
    assert.match(value.because ?? '', /The reference has no z/);
    assert.ok((value.size ?? 0) > 0.2);
  });
  it('missing and unseen', () => {
    const input = metricInput({
      reference: categorical({ a: 1, b: 1 }),
      current: categorical({ a: 6, b: 3, new: 2 }, 4),
    });
    for (const id of ['missing_share', 'unseen_share'] as const)
      same(measure(id, 'evidently', input).value, evidently.quality[id], id);
  });
});

describe('definition: nannyml', () => {
  for (const entry of nannyml.numeric) {
    it(`numbers: ${entry.name}, ${entry.make}`, () => {
      const input = numericInput(entry);
      for (const id of ['js_distance', 'hellinger', 'wasserstein', 'ks'])
        same(measure(id, 'nannyml', input).value, entry[id] as number | null, id);
    });
  }
  for (const entry of nannyml.categories) {
    it(`categories: ${entry.name}`, () => {
      const input = metricInput({
        reference: categorical(entry.reference),
        current: categorical(entry.current),
      });
      for (const id of ['js_distance', 'hellinger', 'l_infinity', 'chi2'])
        same(measure(id, 'nannyml', input).value, entry[id] as number | null, id);
      same(measure('chi2', 'nannyml', input).pValue, entry.chi2_p as number, 'p of chi2');
    });
  }
  it('missing and unseen, where the reference has missing cells too', () => {
    const current = categorical({ a: 6, b: 3, new: 2 }, 4);
    const references: Record<string, ColumnProfile> = {
      'reference complete': categorical({ a: 20, b: 30 }),
      'reference with missing': categorical({ a: 20, b: 25 }, 5),
    };
    for (const [name, expected] of Object.entries(nannyml.quality)) {
      const input = metricInput({ reference: references[name] ?? null, current });
      const missing = measure('missing_share', 'nannyml', input);
      same(missing.value, expected.missing_share, name);
      for (const [i, end] of expected.missing_interval.entries())
        same(missing.interval?.[i] ?? NaN, end, name);
      same(measure('unseen_share', 'nannyml', input).value, expected.unseen_share, name);
    }
  });
});

describe('definitions of other tools', () => {
  it('each says what it is, and what a tool does not have is no metric', () => {
    for (const metric of METRICS) {
      for (const variant of Object.values(metric.definitions ?? {})) {
        assert.ok(variant.definition.length > 20 && variant.formula.length > 5, metric.id);
        assert.match(variant.source, /Evidently 0\.7|NannyML 0\.13/, metric.id);
      }
    }
    assert.equal(metricOf({ metric: 'psi', definition: 'nannyml' }), null);
    assert.equal(metricOf({ metric: 'l_infinity', definition: 'evidently' }), null);
  });
  it('what is for categories only says so of numbers', () => {
    const input = metricInput({
      reference: numeric(Float64Array.of(1, 2)),
      current: numeric(Float64Array.of(1, 2)),
    });
    for (const [id, definition] of [
      ['tvd', 'evidently'],
      ['chi2', 'evidently'],
      ['chi2', 'nannyml'],
      ['l_infinity', 'nannyml'],
    ] as const)
      assert.match(measure(id, definition, input).because ?? '', /for categories only/, id);
  });
});
