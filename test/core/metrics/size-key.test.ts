import assert from 'node:assert/strict';

import { explain } from '../../../src/core/checks/explain.js';
import { judge } from '../../../src/core/checks/judge.js';
import { parseConfig } from '../../../src/core/config/parse.js';
import type { MetricInput } from '../../../src/core/metrics/metric.js';
import { METRICS, metricById, metricOf } from '../../../src/core/metrics/registry.js';
import { categorical, metricInput, numeric } from '../../metric-input.js';

const LIMITS = { warn: { above: 0.1 }, alert: { above: 0.2 } };

function said(
  id: string,
  input: MetricInput,
  definition: 'tidemark' | 'evidently' = 'tidemark',
): { verdict: string; words: string } {
  const metric = metricOf({ metric: id, definition });
  assert.ok(metric?.sizeKey);
  const value = metric.compute(input);
  const options = { minRows: 30, falseDiscoveryRate: 0.05 };
  const judgement = judge(metric, value, value.pValue, LIMITS, options);
  const words = explain({
    metric,
    size: metricById(metric.sizeKey),
    value,
    judgement,
    limits: LIMITS,
    qValue: value.pValue,
    column: 'x',
    segment: null,
    chunk: null,
    waiting: null,
    minRows: 30,
  });
  return { verdict: judgement.verdict, words };
}

const ramp = (n: number, shift: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => i / n + shift);

describe('test statistics are judged by their size', () => {
  it('a significant but small shift holds, a large one alerts, and the words name both numbers', () => {
    const small = metricInput({ reference: numeric(ramp(20_000, 0)), current: numeric(ramp(20_000, 0.03)) });
    const large = metricInput({ reference: numeric(ramp(20_000, 0)), current: numeric(ramp(20_000, 0.3)) });
    for (const id of ['cramer_von_mises', 'anderson_darling']) {
      assert.ok((metricById(id)?.compute(small).pValue ?? 1) <= 0.001, id);
      assert.equal(said(id, small).verdict, 'pass', id);
      const { verdict, words } = said(id, large);
      assert.equal(verdict, 'alert', id);
      assert.match(words, /statistic of x is .*; its size, ks, is 0\.3, above the alert limit of 0\.2/, id);
    }
  });
  it('chi2 is judged by cramers_v, even where it is infinite', () => {
    const input = metricInput({ reference: categorical({ a: 90 }), current: categorical({ a: 50, z: 40 }) });
    assert.equal(said('chi2', input).verdict, 'alert');
    const { verdict, words } = said('chi2', input, 'evidently');
    assert.equal(verdict, 'alert');
    assert.match(
      words,
      /is infinite over the whole window .* its size, cramers_v, is .* The reference has no z/,
    );
  });
  it('every size key is a metric with limits of the same numbers', () => {
    for (const metric of METRICS.filter(({ sizeKey }) => sizeKey !== undefined))
      assert.deepEqual(metricById(metric.sizeKey ?? '')?.defaults, metric.defaults, metric.id);
  });
});

describe('definition: in a config', () => {
  const config = (definition: string): string =>
    `version: 1\nmodel: m\ntask: binary\nlogs: { current: a.csv }\nchecks:\n  stability: [{ metric: psi, definition: ${definition} }]\n`;
  it('of a tool that has no such metric is said where it stands', () => {
    const { problems } = parseConfig(config('nannyml'), METRICS);
    const found = problems.find(({ code }) => code === 'not-supported-yet');
    assert.match(
      found?.message ?? '',
      /no `psi` by the definition of `nannyml`.* There is: tidemark, evidently\./,
    );
    assert.equal(found?.range.start.line, 6);
  });
  it('of a tool that has it is no problem', () => {
    const { problems } = parseConfig(config('evidently'), METRICS);
    assert.deepEqual(
      problems.filter(({ code }) => code === 'not-supported-yet'),
      [],
    );
  });
});
