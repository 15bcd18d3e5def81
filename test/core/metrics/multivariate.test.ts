import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import type { MetricInput, MetricValue } from '../../../src/core/metrics/metric.js';
import { metricOf } from '../../../src/core/metrics/registry.js';
import { mergeSamples, type RowSample } from '../../../src/core/profile/extra/row-sample.js';
import { close } from '../../close.js';
import { random, shuffled } from '../../random.js';
import { rowSample, sampleInput, type Columns } from '../../row-samples.js';

/** Recorded by test/oracle/multivariate.py (versions inside). */
const oracle = JSON.parse(readFileSync('test/oracle/multivariate.json', 'utf8')) as {
  cases: {
    name: string;
    spec: [number, number, number, number];
    correlations: Record<string, [number, number]>;
    reconstruction_error: number;
    pca_reconstruction: number;
    domain_classifier: number;
  }[];
};
const FEATURES = ['a', 'b', 'c', 'd', 'kind'];
const CHUNK = 400;

/** As `rows` of multivariate.py makes them. */
function rows(n: number, seed: number, turn: number, drop: number): Columns {
  const next = random(seed);
  const columns = {
    a: [] as number[],
    b: [] as number[],
    c: [] as number[],
    d: [] as number[],
    kind: [] as (string | null)[],
  };
  for (let i = 0; i < n; i++) {
    const u = Array.from({ length: 6 }, next) as [number, number, number, number, number, number];
    const a = u[0] + u[1];
    columns.a.push(a);
    columns.b.push((u[5] >= turn ? a : 2 - a) + 0.3 * u[2]);
    columns.c.push(Math.floor(8 * u[3]));
    columns.d.push(i % 37 === 0 ? NaN : a * u[4]);
    columns.kind.push(i % 41 === 0 ? null : ('xyz'[Math.min(2, Math.floor((3 - drop) * u[5]))] ?? null));
  }
  return columns;
}

function part(columns: Columns, from: number, to: number): Columns {
  return Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [name, values.slice(from, to)]),
  ) as Columns;
}

const before = rows(8 * CHUNK, 11, 0, 0);
const chunks = Array.from({ length: 8 }, (_, i) =>
  rowSample(part(before, i * CHUNK, (i + 1) * CHUNK), random(i + 1)),
);
const reference = mergeSamples(chunks) as RowSample;

function inputOf(spec: [number, number, number, number]): MetricInput {
  return sampleInput(reference, rowSample(rows(...spec), random(99)), { features: FEATURES, chunks });
}

function valueOf(
  metric: string,
  input: MetricInput,
  definition: 'tidemark' | 'nannyml' = 'tidemark',
): MetricValue {
  const found = metricOf({ metric, definition });
  assert.ok(found, metric);
  return found.compute(input);
}

describe('metrics of whole rows', () => {
  for (const { name, spec, ...expected } of oracle.cases) {
    it(`${name}: against scipy, scikit-learn and NannyML`, () => {
      const input = inputOf(spec);
      const shift = Math.max(...Object.values(expected.correlations).map(([r, c]) => Math.abs(c - r)));
      const correlation = valueOf('correlation_shift', input);
      close(correlation.value ?? NaN, shift, 1e-9);
      const [low, high] = correlation.interval ?? [NaN, NaN];
      assert.ok(low <= shift && shift <= high);
      close(
        valueOf('pca_reconstruction', input, 'nannyml').value ?? NaN,
        expected.reconstruction_error,
        1e-9,
      );
      close(valueOf('pca_reconstruction', input).value ?? NaN, expected.pca_reconstruction, 1e-6);
      const theirs = valueOf('domain_classifier', input, 'nannyml').value ?? NaN;
      assert.ok(
        Math.abs(theirs - expected.domain_classifier) < 0.02,
        `${theirs}, ${expected.domain_classifier}`,
      );
      const ours = valueOf('domain_classifier', input);
      assert.ok(Math.abs((ours.value ?? NaN) - expected.domain_classifier) < 0.06, `${ours.value}`);
    });
  }

  it('a relation that turned is named, and is seen by both keys', () => {
    const input = inputOf([800, 13, 0.25, 0]);
    const value = valueOf('correlation_shift', input);
    assert.match(value.because ?? '', /^a and b went from 0\.979 to /);
    assert.ok((value.pValue ?? 1) < 1e-6);
    assert.ok((valueOf('domain_classifier', input).pValue ?? 1) < 1e-6);
  });

  it('rows that both sides share are looked at on one side only', () => {
    const chunk = chunks[0] as RowSample;
    const value = valueOf('domain_classifier', sampleInput(reference, chunk, { features: FEATURES }));
    assert.equal(value.nReference, Math.min(7 * CHUNK, 2000));
    assert.ok((value.pValue ?? 0) > 0.01, `${value.value}, p ${value.pValue}`);
  });

  it('samples merge in any order, and a part of them is a sample of that part', () => {
    const next = random(5);
    const large = Array.from({ length: 9 }, (_, i) => rowSample(rows(3000, 50 + i, 0, 0), random(70 + i)));
    const whole = mergeSamples(large) as RowSample;
    assert.equal(whole.hashes.length, 20_000);
    const [first, ...rest] = shuffled(large, next);
    let merged = first as RowSample;
    for (const other of rest) merged = mergeSamples([other, merged]) as RowSample;
    assert.deepEqual(merged, whole);
    assert.equal(whole.upTo, whole.hashes.at(-1));
    // A chunk that was cut at its own hash: the union knows all rows up to the smaller cut only.
    const cut = { ...(large[0] as RowSample), upTo: (large[0] as RowSample).hashes[999] as number };
    const union = mergeSamples([cut, large[1] as RowSample]) as RowSample;
    assert.ok(union.hashes.every((hash) => hash <= cut.upTo));
    assert.equal(union.upTo, cut.upTo);
  });
});
