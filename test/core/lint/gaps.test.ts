import assert from 'node:assert/strict';
import { COMPLETE, completeBut } from '../../../src/core/lint/rules/example.js';
import { assertFixes, codes, find, lint, marked } from './lint-for-tests.js';
import { EXAMPLE_FILES, memoryHost } from './memory-host.js';

describe('missing-required-key', () => {
  it('offers the key with a value that fits', async () => {
    const [model] = await assertFixes('missing-required-key', completeBut('model: churn\n', ''));
    assert.match(model ?? '', /^version: 1\nmodel: churn\n/);
    const [version] = await assertFixes('missing-required-key', completeBut('version: 1\n', ''));
    assert.match(version ?? '', /^version: 1\nmodel: churn\n/);
    const [current] = await assertFixes(
      'missing-required-key',
      completeBut('  current: logs/scored-*.csv\n', ''),
    );
    assert.match(current ?? '', /\n {2}current: logs\/\*\.parquet\n/);
    const flow = '{ model: m, task: binary, logs: { current: logs/training.csv } }';
    const [one] = await assertFixes('missing-required-key', flow);
    assert.match(one ?? '', /^\{ version: 1, model: m,/);
    await assertFixes('missing-required-key', 'version: 1\nmodel: m\ntask: binary\nlogs:\n');
    await assertFixes('missing-required-key', 'version: 1\nmodel: m\ntask: binary\n');
  });

  it('guesses the task from the metrics', async () => {
    const text = completeBut('task: binary\n', '').replace(
      '{ metric: roc_auc, alert: { below: 0.7 } }',
      '{ metric: mae, alert: 3 }',
    );
    const regression = text
      .replace(/ {4}- \{ metric: psi, of: score.*\n/, '')
      .replace('score: p_churn', 'prediction: p_churn');
    const [fixed] = await assertFixes('missing-required-key', regression);
    assert.match(fixed ?? '', /task: regression/);
  });

  it('judges the rest of a config that lacks a key', async () => {
    const text = completeBut('model: churn\n', '').replace(/ {2}quality:\n.*\n/, '');
    assert.deepEqual(await codes(text), ['missing-required-key', 'missing-data-quality']);
  });
});

describe('missing-data-drift', () => {
  it('takes a named input for watching inputs, and a named output not', async () => {
    const named = (column: string): string =>
      completeBut('of: features, warn: 0.1', `of: ${column}, warn: 0.1`);
    assert.deepEqual(await codes(named('plan')), []);
    assert.deepEqual(await codes(named('[p_churn, plan]')), []);
    assert.deepEqual(await codes(named('p_churn')), ['missing-data-drift']);
  });

  it('appends to what is there: empty keys, flow lists, flow maps, nulls', async () => {
    const head = COMPLETE.slice(0, COMPLETE.indexOf('checks:'));
    for (const checks of [
      '',
      'checks:\n',
      'checks:  # later\n',
      'checks:\n# nothing yet\n',
      'checks: ~\n',
      'checks: {}\n',
      'checks: { stability: [] }\n',
      'checks: { stability: }\n',
      'checks: { quality: [{ metric: missing_share, alert: 0.1 }] }',
      'checks:\n  stability:\n',
      'checks:\n  stability: []\n',
      'checks:\n  stability: [{ metric: psi, of: score }] # flow\n',
      'checks:\n  stability: [\n    { metric: psi, of: score }, # one\n  ]\n',
      'checks:\n  stability:\n  - metric: psi\n    of: score\n    # last\n',
      'checks:\n    stability:\n        - metric: psi # a\n          of: score # b\n    quality:\n        - metric: missing_share\n',
    ]) {
      await assertFixes('missing-data-drift', head + checks);
    }
  });

  it('keeps the indentation of the list it appends to', async () => {
    const text = completeBut('of: features, warn: 0.1, alert: 0.25', 'of: p_churn');
    const [fixed] = await assertFixes('missing-data-drift', text);
    assert.match(
      fixed ?? '',
      /of: score.*\n {4}- \{ metric: psi, of: features, warn: 0\.1, alert: 0\.25 \}\n {2}performance:/,
    );
  });

  it('offers nothing where the text stands somewhere else', async () => {
    const text = `${COMPLETE.slice(0, COMPLETE.indexOf('checks:'))}checks:\n  quality: &all [{ metric: psi, of: p_churn }]\n  stability: *all\n`;
    const { findings } = await lint(text);
    assert.deepEqual(findings.find(({ code }) => code === 'missing-data-drift')?.fixes, []);
  });
});

describe('missing-prediction-drift', () => {
  it('takes the prediction where there is no score, and offers nothing where there is neither', async () => {
    const without = completeBut('    - { metric: psi, of: score, warn: 0.1, alert: 0.25 }\n', '').replace(
      'roc_auc',
      'accuracy',
    );
    const [fixed] = await assertFixes(
      'missing-prediction-drift',
      without.replace('score: p_churn', 'prediction: p_churn'),
    );
    assert.match(fixed ?? '', /of: prediction/);
    const bare = await find('missing-prediction-drift', without.replace('score: p_churn, ', ''));
    assert.deepEqual(bare.fixes, []);
    assert.match(bare.message, /logs\.columns\.prediction/);
    assert.equal(marked(without, await find('missing-prediction-drift', without)), 'stability');
  });

  it('is content with a check of the score’s own column', async () => {
    assert.deepEqual(await codes(completeBut('of: score, warn: 0.1', 'of: p_churn, warn: 0.1')), []);
  });
});

describe('missing-performance', () => {
  it('begins with a metric whose columns are there, limited by the reference where that has labels', async () => {
    const text = completeBut('  performance:\n    - { metric: roc_auc, alert: { below: 0.7 } }\n', '');
    const [fixed] = await assertFixes('missing-performance', text);
    assert.match(fixed ?? '', /\{ metric: roc_auc, alert: \{ change: 0\.05 \} \}/);
    const files = { ...EXAMPLE_FILES, 'logs/training.csv': ['plan', 'tenure', 'calls'] };
    const [other] = await assertFixes('missing-performance', text, memoryHost(files));
    assert.match(other ?? '', /\{ metric: roc_auc, alert: \{ below: 0\.7 \} \}/);
  });

  it('is partial, not missing, with an estimate this version cannot compute', async () => {
    const text = completeBut('{ metric: roc_auc,', '{ metric: estimated_roc_auc,');
    assert.equal((await lint(text)).coverage.performance, 'partial');
    assert.deepEqual(await codes(text), []);
  });
});

describe('wrong-metric-for-task', () => {
  it('keeps the limit where it means the same, and drops it where it does not', async () => {
    const [fixed] = await assertFixes('wrong-metric-for-task', completeBut('roc_auc,', 'macro_f1,'));
    assert.match(fixed ?? '', /\{ metric: roc_auc, alert: \{ below: 0\.7 \} \}/);
    const [other] = await assertFixes(
      'wrong-metric-for-task',
      completeBut('{ metric: roc_auc, alert: { below: 0.7 } }', '{ metric: mae, warn: 1, alert: 3 }'),
    );
    assert.match(other ?? '', /\{ metric: roc_auc, warn: none, alert: none \}/);
  });

  it('is no finding for a metric that fits', async () => {
    assert.deepEqual(await codes(completeBut('roc_auc,', 'accuracy,')), []);
  });
});

describe('missing-latency-objective and missing-error-rate', () => {
  const silent = completeBut('    - { metric: latency_p95_ms, alert: { above: 200 } }\n', '').replace(
    '    - { metric: error_rate, alert: { above: 0.01 } }\n',
    '',
  );
  const bare = silent.replace(', latency_ms: took_ms, status: status', '').replace('  operations:\n', '');

  it('name the column where the log has one that no role names', async () => {
    const [latency] = await assertFixes('missing-latency-objective', bare);
    assert.match(latency ?? '', /score: p_churn, latency_ms: took_ms \}/);
    const [errors] = await assertFixes('missing-error-rate', bare);
    assert.match(errors ?? '', /score: p_churn, status: status \}/);
  });

  it('only advise where the log knows nothing of requests', async () => {
    const host = memoryHost({
      ...EXAMPLE_FILES,
      'logs/scored-1.csv': ['customer', 'scored_at', 'p_churn', 'plan', 'tenure', 'calls'],
    });
    const latency = await find('missing-latency-objective', bare, host);
    assert.deepEqual([latency.severity, latency.fixes], ['info', []]);
    assert.equal((await find('missing-error-rate', bare, host)).severity, 'info');
    assert.equal((await lint(bare, host)).coverage.operations, 'missing');
  });

  it('take another quantile, or availability, for an answer', async () => {
    assert.deepEqual(await codes(completeBut('latency_p95_ms', 'latency_p99_ms')), []);
    assert.deepEqual(
      await codes(completeBut('error_rate, alert: { above: 0.01 }', 'availability, alert: { below: 0.9 }')),
      [],
    );
  });
});
