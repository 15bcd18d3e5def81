import assert from 'node:assert/strict';

import { judge } from '../../../src/core/checks/judge.js';
import { isBeyond, limitsOf, type Limits } from '../../../src/core/checks/limits.js';
import type { CheckSpec, ThresholdSpec } from '../../../src/core/config/monitor.js';
import type { MetricValue } from '../../../src/core/metrics/metric.js';
import { metricById } from '../../../src/core/metrics/registry.js';

const psi = metricById('psi')!;
const auc = metricById('roc_auc')!;
const OPTIONS = { minRows: 30, falseDiscoveryRate: 0.05 };

function value(of: Partial<MetricValue>): MetricValue {
  return { value: 0, interval: null, pValue: null, nReference: 100, nCurrent: 100, exact: true, ...of };
}

function spec(warn: ThresholdSpec, alert: ThresholdSpec): CheckSpec {
  return {
    id: 'stability[0]',
    family: 'stability',
    metric: 'psi',
    of: null,
    segment: null,
    every: null,
    minRows: 30,
    warn,
    alert,
    bins: null,
    definition: 'tidemark',
    k: 10,
  };
}

const UNSAID: ThresholdSpec = { kind: 'default' };

describe('limits', () => {
  it('a check that names none takes the defaults, one that names one takes that alone', () => {
    assert.deepEqual(limitsOf(spec(UNSAID, UNSAID), psi, null), {
      warn: { above: 0.1 },
      alert: { above: 0.25 },
    });
    assert.deepEqual(limitsOf(spec(UNSAID, { kind: 'value', value: 0.4 }), psi, null), {
      warn: null,
      alert: { above: 0.4 },
    });
    assert.deepEqual(limitsOf(spec(UNSAID, { kind: 'none' }), psi, null), { warn: null, alert: null });
  });
  it('a number goes in the metric’s bad direction', () => {
    assert.deepEqual(limitsOf(spec(UNSAID, { kind: 'value', value: 0.7 }), auc, null).alert, { below: 0.7 });
  });
  it('a change is measured from the reference in the bad direction', () => {
    assert.deepEqual(limitsOf(spec(UNSAID, { kind: 'change', by: 0.05 }), auc, 0.8).alert, { below: 0.75 });
  });
  it('are learned from at least 6 chunks of the reference: mean ± sd, within the range', () => {
    const learned: ThresholdSpec = { kind: 'sd', by: 3 };
    const chunks = [0.1, 0.2, 0.3, 0.1, 0.2, 0.3];
    const sd = Math.sqrt(0.04 / 5);
    assert.deepEqual(limitsOf(spec(learned, learned), auc, null, chunks.slice(1)), {
      warn: null,
      alert: null,
    });
    const { alert } = limitsOf(spec(UNSAID, learned), psi, null, chunks);
    assert.ok(alert !== null && 'above' in alert && Math.abs(alert.above - (0.2 + 3 * sd)) < 1e-14);
    // Three standard deviations below 0.2 are no area under a curve.
    assert.deepEqual(limitsOf(spec(UNSAID, learned), auc, null, chunks).alert, { below: 0 });
  });
  it('are strict: a value equal to its limit is not beyond it', () => {
    assert.equal(isBeyond(0.25, { above: 0.25 }), false);
    assert.equal(isBeyond(0.7, { below: 0.7 }), false);
    assert.equal(isBeyond(1, { outside: [-1, 1] }), false);
    assert.equal(isBeyond(-1.1, { outside: [-1, 1] }), true);
  });
});

describe('two keys', () => {
  const limits: Limits = { warn: { above: 0.1 }, alert: { above: 0.25 } };
  const verdict = (of: Partial<MetricValue>, q: number | null): string =>
    judge(psi, value({ pValue: 0.01, ...of }), q, limits, OPTIONS).verdict;
  it('size and chance together', () => {
    assert.equal(verdict({ value: 0.3 }, 0.01), 'alert');
    assert.equal(verdict({ value: 0.2 }, 0.05), 'warn');
    assert.equal(verdict({ value: 0.05 }, 0.0001), 'pass');
  });
  it('large but maybe chance: unknown, not alert and not pass', () => {
    assert.equal(verdict({ value: 0.3 }, 0.06), 'unknown');
  });
  it('too few rows on either side: unknown', () => {
    assert.equal(verdict({ value: 0.3, nCurrent: 29 }, 0.0001), 'unknown');
    assert.equal(verdict({ value: 0.3, nReference: 29 }, 0.0001), 'unknown');
  });
  it('without a chance key: a value only', () => {
    assert.equal(judge(psi, value({ value: 0.3 }), null, limits, OPTIONS).verdict, 'info');
  });
  it('what could not be computed keeps its own verdict', () => {
    assert.equal(verdict({ value: null, verdict: 'error' }, null), 'error');
    assert.equal(verdict({ value: null, verdict: 'unknown' }, null), 'unknown');
  });
});

describe('value and interval', () => {
  const limits: Limits = { warn: { below: 0.75 }, alert: { below: 0.7 } };
  const verdict = (of: Partial<MetricValue>): string =>
    judge(auc, value({ nReference: null, ...of }), null, limits, OPTIONS).verdict;
  it('the whole interval beyond the limit alerts, a straddling one warns', () => {
    assert.equal(verdict({ value: 0.65, interval: [0.62, 0.69] }), 'alert');
    assert.equal(verdict({ value: 0.69, interval: [0.66, 0.72] }), 'warn');
    assert.equal(verdict({ value: 0.72, interval: [0.7, 0.74] }), 'warn');
    assert.equal(verdict({ value: 0.8, interval: [0.7, 0.9] }), 'pass');
  });
  it('without an interval the value decides', () => {
    assert.equal(verdict({ value: 0.69 }), 'alert');
  });
  it('counts of rows need no least number of rows', () => {
    const requests = metricById('requests')!;
    assert.equal(
      judge(
        requests,
        value({ value: 3, nCurrent: 3, nReference: null }),
        null,
        { warn: null, alert: { below: 100 } },
        OPTIONS,
      ).verdict,
      'alert',
    );
  });
});
