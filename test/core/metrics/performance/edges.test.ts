import assert from 'node:assert/strict';

import type { MetricValue } from '../../../../src/core/metrics/metric.js';
import { METRICS, metricById } from '../../../../src/core/metrics/registry.js';
import type { JudgeSpec } from '../../../../src/engines/shared/tasks/task.js';
import { close } from '../../../close.js';
import { labelledInput, labelledProfile, type LabelledRows } from '../../../labelled.js';
import { random } from '../../../random.js';

const SPECS: Record<string, JudgeSpec> = {
  binary: { task: 'binary', classes: ['0', '1'], positive: 1, threshold: null },
  multiclass: { task: 'multiclass', classes: ['0', '1'], columns: [0, 0], areas: true },
  regression: { task: 'regression' },
  ranking: { task: 'ranking' },
};

function measure(id: string, task: keyof typeof SPECS, rows: LabelledRows, exact = true): MetricValue {
  const metric = metricById(id);
  assert.ok(metric, id);
  return metric.compute(labelledInput(labelledProfile(SPECS[task] as JudgeSpec, rows, exact)));
}

describe('performance at the edges', () => {
  it('an empty denominator is unknown, never 0', () => {
    const never = { label: [0, 1, 1], said: [0, 0, 0] };
    assert.equal(measure('precision', 'binary', never).verdict, 'unknown');
    assert.equal(measure('precision', 'binary', never).value, null);
    assert.equal(measure('recall', 'binary', never).value, 0);
    assert.equal(measure('mcc', 'binary', never).verdict, 'unknown');
    assert.equal(measure('npv', 'binary', { label: [1], said: [1] }).verdict, 'unknown');
    assert.equal(measure('f1', 'binary', { label: [0], said: [0] }).verdict, 'unknown');
    assert.equal(measure('macro_precision', 'multiclass', never).verdict, 'unknown');
    assert.match(measure('macro_precision', 'multiclass', never).because ?? '', /predicted to be 1/);
    assert.equal(measure('r2', 'regression', { label: [2, 2], said: [1, 3] }).verdict, 'unknown');
    assert.equal(measure('mape', 'regression', { label: [0, 0], said: [1, 3] }).verdict, 'unknown');
    assert.equal(measure('wape', 'regression', { label: [0, 0], said: [1, 3] }).verdict, 'unknown');
    const irrelevant = { label: [0, 0], scores: [[1, 2]], query: ['a', 'a'] };
    assert.equal(measure('mrr', 'ranking', irrelevant).verdict, 'unknown');
  });

  it('a prediction that is no label is wrong and not positive; rows without a prediction do not count', () => {
    const rows = { label: [1, 1, 0, 0], said: [1, -1, -1, NaN] };
    assert.equal(measure('accuracy', 'binary', rows).value, 1 / 3);
    assert.equal(measure('recall', 'binary', rows).value, 1 / 2);
    assert.equal(measure('precision', 'binary', rows).value, 1);
    assert.equal(measure('precision', 'binary', rows).nCurrent, 1);
  });

  it('odd numbers give a number or a reason, never NaN and never a throw', () => {
    const odd = [NaN, Infinity, -Infinity, -0, 0, 1e308, -1e308, 5e-324, 1, -1];
    for (const metric of METRICS.filter(({ family }) => family === 'performance')) {
      for (const task of Object.keys(SPECS)) {
        for (const label of [odd, odd.map(() => 1), odd.map((_, i) => i % 2), [1], []]) {
          const rows: LabelledRows = {
            label,
            said: label.map((_, i) => odd[(i * 3) % odd.length] ?? 0),
            scores: [label.map((_, i) => odd[(i * 7) % odd.length] ?? 0)],
            query: label.map((_, i) => `q${i % 3}`),
          };
          if (task !== 'regression' && task !== 'ranking') {
            const spec = SPECS[task] as JudgeSpec;
            const codes = {
              ...rows,
              label: label.map((_, i) => i % 2),
              said: label.map((_, i) => (i % 3) - 1),
            };
            checkSound(metric.compute(labelledInput(labelledProfile(spec, codes))), metric.id);
          } else {
            checkSound(
              metric.compute(labelledInput(labelledProfile(SPECS[task] as JudgeSpec, rows))),
              metric.id,
            );
          }
        }
      }
    }
  });

  it('sketches agree with exact profiles within their bound', () => {
    const next = random(3);
    const scores = Array.from({ length: 3000 }, () => next());
    const label = scores.map((score) => (next() < score ? 1 : 0));
    for (const id of ['average_precision', 'ece', 'brier', 'roc_auc']) {
      const exact = measure(id, 'binary', { label, said: label, scores: [scores] });
      const sketched = measure(id, 'binary', { label, said: label, scores: [scores] }, false);
      close(1 + (sketched.value ?? NaN), 1 + (exact.value ?? NaN), 2e-3, id);
      if (id === 'ece') assert.equal(sketched.exact, false);
    }
  });

  it('the interval of ece holds the true value, also where it is 0', function () {
    this.timeout(30_000);
    const next = random(5);
    for (const off of [0, 0.05, 0.1]) {
      let covered = 0;
      for (let run = 0; run < 40; run++) {
        const scores = Array.from({ length: 500 }, () => 0.2 + 0.6 * next());
        const label = scores.map((score) => (next() < score - off ? 1 : 0));
        const [low, high] = measure('ece', 'binary', { label, scores: [scores] }).interval ?? [NaN, NaN];
        if (low <= off + 1e-12 && off <= high) covered++;
      }
      assert.ok(covered >= 34, `${off}: ${covered} of 40`);
    }
  });
});

function checkSound(value: MetricValue, id: string): void {
  if (value.value === null) assert.ok(value.because, id);
  else assert.ok(Number.isFinite(value.value), id);
  if (value.interval !== null) {
    assert.ok(value.interval.every(Number.isFinite), `${id} ${value.interval.join()}`);
    assert.ok(value.interval[0] <= value.interval[1], id);
  }
}
