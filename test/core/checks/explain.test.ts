import assert from 'node:assert/strict';

import { explain } from '../../../src/core/checks/explain.js';
import { judge } from '../../../src/core/checks/judge.js';
import { metricOf } from '../../../src/core/metrics/registry.js';
import { categorical, metricInput } from '../../metric-input.js';

const LIMITS = { warn: { above: 0.1 }, alert: { above: 0.25 } };

function psiWords(reference: Record<string, number>, current: Record<string, number>): string {
  const metric = metricOf({ metric: 'psi', definition: 'tidemark' });
  assert.ok(metric);
  const value = metric.compute(
    metricInput({ reference: categorical(reference), current: categorical(current) }),
  );
  const judgement = judge(metric, value, 0, LIMITS, { minRows: 30, falseDiscoveryRate: 0.05 });
  const common = { column: 'lang', segment: null, chunk: null, waiting: null, minRows: 30 };
  return explain({ metric, size: null, value, judgement, limits: LIMITS, qValue: 0, ...common });
}

describe('the cause of a shift', () => {
  it('is a value, or what stands for several in words of ours', () => {
    assert.match(
      psiWords({ en: 600, de: 400 }, { en: 400, de: 300, pt: 300 }),
      /limit of 0\.25\. Values that the reference lacks went from 0\s% to 30\s%/,
    );
    assert.match(
      psiWords({ en: 600, unseen: 400 }, { en: 100, unseen: 900 }),
      /\. en went from 60\s% to 10\s%; unseen went/,
    );
  });
});
