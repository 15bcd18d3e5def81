import assert from 'node:assert/strict';
import { comparisonOf, constantRatio, metricNames } from '../../../src/core/lint/dialects/promql.js';
import { factsOf } from '../../../src/core/lint/metric-facts.js';
import { lintText } from '../../../src/core/lint/lint-workspace.js';
import { METRICS } from '../../../src/core/metrics/registry.js';
import { memoryWorkspace } from './memory-host.js';

describe('what almost is a defect', () => {
  it('limits: only what leaves no doubt has a wrong direction, range or unit', async () => {
    const cases: [string, string[]][] = [
      ['model_accuracy > 0.9', ['wrong-direction']],
      ['model_accuracy < 0.9', []],
      ['model_accuracy_drop > 0.1', []],
      ['accuracy_total > 10', []],
      ['model_rmse < 3', ['wrong-direction']],
      ['model_rmse_ratio_of_baseline < 3', []],
      ['model_f1 < 80', ['wrong-unit']],
      ['model_f1 < 101', ['threshold-out-of-range']],
      ['model_f1 < 0.8 and on() up == 1', []],
      ['avg by (model) (model_accuracy{env="prod"}) > 0.9', ['wrong-direction']],
      ['1 - model_accuracy > 0.2', []],
      ['delta(model_accuracy[1d]) < -0.1', []],
      ['model_accuracy - model_accuracy offset 1d < -0.05', []],
      ['model_psi > 0.2', []],
      ['model_psi > 3', ['unusual-threshold']],
      ['feature_drift_score < 0.1', []],
    ];
    for (const [expression, wanted] of cases) {
      const text = `groups: [{ name: m, rules: [{ alert: A, expr: '${expression}', labels: { team: x } }] }]\n`;
      assert.deepEqual(await codes('rules.yml', text), wanted, expression);
    }
  });

  it('limits: a range is kept from both sides', async () => {
    const rule = (comparison: string): string =>
      `{ alert: A, expr: 'model_precision ${comparison}', labels: { team: x } }`;
    const group = (...rules: string[]): string => `groups: [{ name: m, rules: [${rules.join(', ')}] }]\n`;
    assert.deepEqual(await codes('rules.yml', group(rule('< 0.8'), rule('> 0.9'))), []);
    assert.deepEqual(await codes('rules.yml', group(rule('> 0.8'), rule('> 0.9'))), [
      'wrong-direction',
      'wrong-direction',
    ]);
  });

  it('scripts: one that an earlier step writes or fetches need not be there', async () => {
    const workflow = (before: string): string =>
      `name: Model drift monitoring\non: { schedule: [{ cron: "0 6 * * *" }] }\njobs:\n  drift:\n    steps:\n      - run: ${before}\n      - name: Check drift\n        run: python monitor.py\n`;
    const found = async (before: string): Promise<boolean> =>
      (await codes('.github/workflows/drift.yml', workflow(before))).includes('path-not-found');
    assert.equal(await found('pip install evidently'), true);
    assert.equal(await found("cat > monitor.py << 'EOL'"), false);
    assert.equal(await found('cp tools/monitor.py .'), false);
    assert.equal(await found('git clone $TOOLS .'), false);
    assert.equal(await found('echo done > monitor.txt'), true);
  });

  it('workflows: a tool that is installed, built or started does not watch a model', async () => {
    const path = '.github/workflows/main.yml';
    const workflow = (run: string): string =>
      `name: CI\non: { push: {} }\npermissions: { id-token: write }\njobs:\n  test:\n    steps:\n      - run: ${run}\n      - run: pytest # the model\n`;
    for (const run of [
      'pip install evidently nannyml',
      'ruff check src/evidently/metrics',
      'evidently ui --port 8000',
      'docker build -t evidently/evidently-service .',
      'echo "evidently_python changed"',
    ])
      assert.equal((await lintText(path, workflow(run), memoryWorkspace({}), METRICS)).dialect, null, run);
    const found = await codes(path, workflow('evidently report config.yaml'));
    assert.ok(found.includes('workflow-without-production'));
    assert.ok(!found.includes('secret-in-clear-text'), 'id-token: write');
  });

  it('secrets: what a label routes by is none, unless it looks like a key', async () => {
    const rule = (value: string): string =>
      `groups: [{ name: m, rules: [{ alert: A, expr: 'model_psi > 0.2', labels: { team: x, routing_key: ${value} } }] }]\n`;
    assert.deepEqual(await codes('rules.yml', rule('my-team')), []);
    assert.ok((await codes('rules.yml', rule('a81f04c2d39b4e6f8a'))).includes('secret-in-clear-text'));
  });

  it('ratios: sums, other metrics and explicit matching are fine', () => {
    assert.equal(constantRatio('rate(a{code="500"}[5m]) / rate(a[5m]) > 0.1'), 'a');
    assert.equal(constantRatio('sum(rate(a{code="500"}[5m]) / rate(a[5m]))'), 'a');
    assert.equal(constantRatio('sum(rate(a{code="500"}[5m])) / sum(rate(a[5m]))'), null);
    assert.equal(constantRatio('rate(a_errors[5m]) / rate(a[5m])'), null);
    assert.equal(constantRatio('rate(a{code="500"}[5m]) / ignoring(code) rate(a[5m])'), null);
  });

  it('expressions give their metrics and their last comparison', () => {
    const expression = 'histogram_quantile(0.95, sum by (le) (rate(x_seconds_bucket{job="a>b"}[5m]))) > 0.5';
    assert.deepEqual(metricNames(expression), ['x_seconds_bucket']);
    assert.deepEqual(comparisonOf(expression), { operator: '>', value: 0.5, fires: 'above' });
    assert.equal(comparisonOf('1 < x < 3'), null);
    assert.equal(comparisonOf('sum(x)'), null);
  });

  it('names are compared as whole words', () => {
    assert.equal(factsOf('f1tenth_speed'), null);
    assert.equal(factsOf('modelAccuracy')?.better, 'higher');
    assert.equal(factsOf('accuracy_baseline'), null);
    assert.equal(factsOf('normalized_mae')?.task, 'regression');
  });

  it('workflows: what passes over errors and what still hears of them', async () => {
    const workflow = (monitor: string, condition: string): string =>
      `name: Model monitoring\non: { schedule: [{ cron: "0 6 * * *" }] }\njobs:\n  d:\n    runs-on: x\n    steps:\n      - { id: d, name: Check model drift, run: ${monitor} }\n      - { if: "${condition}", uses: slackapi/slack-github-action@v2 }\n`;
    const cases: [string, string, string[]][] = [
      ['make drift', 'failure()', []],
      ['make drift', 'always()', []],
      ['"make drift || true"', 'failure()', ['drift-cannot-fail', 'notification-cannot-run']],
      ['make drift, continue-on-error: true', "steps.d.outcome == 'failure'", []],
      [
        'make drift, continue-on-error: true',
        "steps.d.conclusion == 'failure'",
        ['drift-cannot-fail', 'notification-cannot-run'],
      ],
      ['make drift, continue-on-error: true', "failure() || steps.d.outcome == 'failure'", []],
      ['evidently report config.yaml in.csv out', 'failure()', ['drift-cannot-fail']],
      ['evidently report config.yaml in.csv out --test-summary', 'failure()', []],
    ];
    for (const [monitor, condition, wanted] of cases) {
      const found = await codes('.github/workflows/m.yml', workflow(monitor, condition));
      assert.deepEqual(
        found.filter((code) => code !== 'delegated-monitoring').sort(),
        wanted,
        `${monitor} ${condition}`,
      );
    }
  });

  it('secrets: references, names, numbers and placeholders are none', async () => {
    const base = 'route: { receiver: a }\nreceivers: [{ name: a, slack_configs: [{ channel: "#a" }] }]\n';
    for (const value of [
      '${X}',
      '"{{ vault }}"',
      'env:TOKEN',
      'your-token',
      '/run/secrets/token',
      'null',
      'true',
      '"<token>"',
      'customer_token',
      '4096',
    ]) {
      assert.deepEqual(
        (await codes('a.yml', `${base}api_token: ${value}\n`)).filter(
          (code) => code === 'secret-in-clear-text',
        ),
        [],
        value,
      );
    }
    for (const line of [
      'api_token: 9f8a7b6c5d4e',
      'password: tide-1234',
      'url: https://hooks.slack.com/services/T00AA/B00BB/abcdefgh1234',
      'key: AKIAABCDEFGHIJKLMNOP',
    ]) {
      assert.ok((await codes('a.yml', `${base}${line}\n`)).includes('secret-in-clear-text'), line);
    }
  });
});

async function codes(path: string, text: string): Promise<string[]> {
  const file = await lintText(path, text, memoryWorkspace({}), METRICS);
  assert.notEqual(file.dialect, null, path);
  return file.findings.map(({ code }) => code);
}
