import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { COVERAGE_ITEMS, type CoverageState, type LintFile } from '../../../src/core/lint/finding.js';
import { lintFiles, lintText } from '../../../src/core/lint/lint-workspace.js';
import { METRICS } from '../../../src/core/metrics/registry.js';
import { memoryWorkspace } from './memory-host.js';

const FIXTURES = new URL('../../fixtures/lint/', import.meta.url);

const STATES: Readonly<Record<string, CoverageState>> = {
  Y: 'configured',
  D: 'default',
  P: 'partial',
  N: 'missing',
  '-': 'elsewhere',
  '?': 'opaque',
};

describe('the dialects', () => {
  const table = readFileSync(new URL('README.md', FIXTURES), 'utf8');
  for (const row of table.split('\n').filter((line) => /^\| [\w-]+\//.test(line))) {
    const [path = '', dialect, ...cells] = row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    it(`read ${path}`, async () => {
      const file = await lintFile(path, readFileSync(new URL(path, FIXTURES), 'utf8'));
      assert.equal(file.dialect ?? '-', dialect);
      const wanted = Object.fromEntries(COVERAGE_ITEMS.map((item, at) => [item, STATES[cells[at] ?? '']]));
      assert.deepEqual(file.coverage, wanted);
      for (const item of COVERAGE_ITEMS) {
        const reason = file.reasons?.[item];
        if (['partial', 'opaque'].includes(file.coverage[item]))
          assert.ok(reason?.line, `${item} says no line`);
        if (reason !== undefined) assert.match(reason.because, /^\S.*\.$/);
      }
    });
  }
});

describe('what must not be said', () => {
  const silent: [string, string, string, readonly string[]][] = [
    [
      'a minimal Azure monitor misses no drift',
      'm.yaml',
      fixture('azureml/minimal.yaml'),
      ['missing-data-drift', 'missing-prediction-drift', 'missing-data-quality', 'missing-baseline'],
    ],
    [
      'a Soda file alone misses no performance',
      'soda/checks.yml',
      fixture('soda/checks.yml'),
      ['missing-performance', 'missing-ground-truth', 'missing-data-drift'],
    ],
    [
      '`outcome` hears a step that may fail',
      '.github/workflows/m.yml',
      fixture('github-actions/monitor.yml'),
      ['notification-cannot-run', 'drift-cannot-fail'],
    ],
    [
      'a `!Ref` is unknown, not empty',
      't.yml',
      fixture('sagemaker/template.yml').replace(
        'Threshold: !Ref Limit }',
        'Threshold: !Ref Limit, AlarmActions: !Ref Topics }',
      ),
      ['alert-reaches-nobody'],
    ],
    [
      'a variable is unknown, not empty',
      'p.json',
      fixture('sagemaker/prod.json').replace('"GroundTruthInput": ""', '"GroundTruthInput": "${LABELS}"'),
      ['unusable-ground-truth'],
    ],
    [
      'targets are folded before a bundle is judged',
      'databricks.yml',
      fixture('databricks/bundle.yml'),
      ['missing-schedule', 'missing-required-key'],
    ],
  ];
  for (const [name, path, text, codes] of silent) {
    it(name, async () => {
      const file = await lintFile(path, text);
      assert.notEqual(file.dialect, null);
      assert.deepEqual(
        file.findings.map(({ code }) => code).filter((code) => codes.includes(code)),
        [],
      );
    });
  }

  it('files of others stay silent', async () => {
    const others: Record<string, string> = {
      '.github/workflows/drift-detection.yml':
        'name: Drift detection\non: { schedule: [{ cron: "0 6 * * *" }] }\njobs: { plan: { runs-on: ubuntu-latest, steps: [{ run: terraform plan -detailed-exitcode }] } }\n',
      'evidently/storage.yaml': fixture('evidently/storage.yaml'),
      'training/pipeline.yaml':
        'name: train\nschedule_pattern: "0 4 * * *"\nmodel: { type: xgboost, threshold: 0.5 }\n',
      'monitoring/hosts.yml': 'alerts: { cpu_threshold: 90, disk_threshold: 80, email: ops@tidewater.net }\n',
      'train-schedule.yml':
        '$schema: http://azureml/sdk-2-0/Schedule.json\ntrigger: { type: cron, expression: "0 4 * * *" }\ncreate_job: { type: pipeline }\n',
      'recipe.yaml': 'package: { name: numpy }\nbuild: { number: 1 }\n',
    };
    for (const [path, text] of Object.entries(others))
      assert.equal((await lintFile(path, text)).dialect, null, path);
  });

  it('`schedule_pattern` of a training is no schedule of the monitor', async () => {
    const text = fixture('home-grown/monitoring_config.yaml').replace(
      'monitoring: { check_interval_seconds: 300 }',
      'training: { schedule: weekly }\nschedule_pattern: "0 4 * * *"',
    );
    assert.equal((await lintFile('monitoring_config.yaml', text)).coverage.schedule, 'missing');
  });

  it('what is guessed at is never an error', async () => {
    const { findings } = await lintFile(
      'monitoring_config.yaml',
      fixture('home-grown/monitoring_config.yaml').replace('0.85', '85'),
    );
    assert.ok(findings.length > 3);
    assert.deepEqual(
      findings.filter(({ severity }) => severity === 'error'),
      [],
    );
    assert.ok(findings.some(({ code }) => code === 'wrong-unit'));
  });
});

describe('files that are hard to read', () => {
  const drift = fixture('azureml/labels-of-the-wrong-context.yaml');

  it('keep their findings with a byte order mark, CRLF, and in a second document', async () => {
    const usual = codesOf(await lintFile('m.yaml', drift));
    for (const text of [`\uFEFF${drift}`, drift.replaceAll('\n', '\r\n'), `a: 1\n---\n${drift}`]) {
      const file = await lintFile('m.yaml', text);
      assert.deepEqual(codesOf(file), usual);
    }
  });

  it('keep what still holds where they are half-typed or indented with tabs, and miss nothing there', async () => {
    for (const broken of [
      `${drift}  alert_notification: [\n`,
      drift.replace('      metric_thresholds:', '\tmetric_thresholds:'),
      `${drift}\t\t- x: {\n`,
    ]) {
      const codes = codesOf(await lintFile('m.yaml', broken));
      assert.ok(codes.includes('yaml-syntax'), broken);
      assert.ok(codes.includes('unusable-ground-truth'));
      assert.ok(!codes.includes('missing-data-drift'));
    }
  });

  it('follow anchors and merge keys, and report keys written twice', async () => {
    const merged = `defaults: &on { alert_enabled: true, type: data_drift }\n${fixture('azureml/minimal.yaml')}  monitoring_signals: { a: { <<: *on } }\n`;
    const file = await lintFile('m.yaml', merged);
    assert.deepEqual([file.coverage.data_drift, file.coverage.alerting], ['configured', 'configured']);
    const twice = await lintFile('m.yaml', `name: a\nname: b\n${drift}`);
    assert.equal(twice.findings.find(({ code }) => code === 'yaml-syntax')?.start.line, 2);
  });

  it('survive aliases that explode, deep nesting, prototypes and megabytes', async () => {
    const levels = Array.from(
      { length: 12 },
      (_, at) => `l${at + 1}: &l${at + 1} [${Array(10).fill(`*l${at}`).join(', ')}]`,
    );
    const bomb = `l0: &l0 [x, x]\n${levels.join('\n')}\ndrift: *l12\nalerts: *l12\nmodel: m\npsi_threshold: 0.2\n`;
    const started = performance.now();
    await lintFile('monitor.yaml', bomb);
    for (const text of [
      '['.repeat(5000),
      `__proto__: { drift: 1 }\nalert: 1\nmodel: m\ndrift: 1`,
      `drift: 1\nalert: 1\nx: ${'y'.repeat(5e6)}`,
      '\0drift alert',
      '',
      '- drift\n- alert',
    ]) {
      await lintFile('monitor.yaml', text);
    }
    assert.ok(performance.now() - started < 2000);
  });

  it('never show a secret', async () => {
    const secret = 'h8sK2mQ9xLr4';
    const file = await lintFile(
      'alertmanager.yml',
      `${fixture('alertmanager/alertmanager.yml')}global: { smtp_auth_password: ${secret} }\ndb: postgres://u:${secret}@db/x\n`,
    );
    assert.equal(codesOf(file).filter((code) => code === 'secret-in-clear-text').length, 2);
    assert.ok(!JSON.stringify(file).includes(secret));
    const safe = await lintFile(
      'alertmanager.yml',
      `${fixture('alertmanager/alertmanager.yml')}global: { smtp_auth_password: "\${PASSWORD}" }\nmax_token: 512\n`,
    );
    assert.ok(!codesOf(safe).includes('secret-in-clear-text'));
  });
});

describe('comments that silence', () => {
  const rules = (comment: string, at = ''): string =>
    `${comment}groups:\n  - name: m\n    rules:\n      - { alert: A, expr: 'model_accuracy > 0.9', labels: { team: x } }${at}\n`;

  it('work on the line, the line before, and at the top', async () => {
    const reason = '# tidemark-ignore: wrong-direction because the metric is an error, misnamed';
    assert.deepEqual(codesOf(await lintFile('r.yml', rules(''))), ['wrong-direction']);
    assert.deepEqual(codesOf(await lintFile('r.yml', rules('', ` ${reason}`))), []);
    assert.deepEqual(codesOf(await lintFile('r.yml', rules(`${reason}\n`))), []);
    const before = rules('').replace('      - {', `      ${reason}\n      - {`);
    assert.deepEqual(codesOf(await lintFile('r.yml', before)), []);
  });

  it('need a reason, and are reported when they silence nothing', async () => {
    const bare = codesOf(await lintFile('r.yml', rules('', ' # tidemark-ignore: wrong-direction')));
    assert.deepEqual(bare, ['wrong-direction', 'ignore-without-reason']);
    const other = await lintFile(
      'r.yml',
      rules('', ' # tidemark-ignore: constant-ratio because of old times'),
    );
    assert.deepEqual(codesOf(other), ['wrong-direction', 'unused-ignore']);
  });
});

describe('the workspace', () => {
  const own = `version: 1\nmodel: loans\ntask: binary\nowner: risk\nlogs: { current: logs/*.csv, columns: { score: p } }\nchecks: { stability: [{ metric: psi, of: score }] }\n`;

  it('lets another tool fill the gaps of a model', async () => {
    const report = await lintAll({ 'tidemark.yaml': own, 'soda/checks.yml': fixture('soda/checks.yml') });
    assert.deepEqual(
      report.models.map(({ model, files }) => [model, files]),
      [['loans', ['tidemark.yaml', 'soda/checks.yml']]],
    );
    assert.equal(report.models[0]?.coverage.data_quality, 'configured');
    assert.equal(report.models[0]?.reasons?.data_quality?.path, 'soda/checks.yml');
    assert.ok(!report.files[0]?.findings.some(({ code }) => code === 'missing-data-quality'));
  });

  it('gives files without a model to the model of their folder where there are several', async () => {
    const report = await lintAll({
      'a/tidemark.yaml': own,
      'b/tidemark.yaml': own.replace('loans', 'cards'),
      'b/soda/checks.yml': fixture('soda/checks.yml'),
      'c/checks.yml': fixture('soda/checks.yml'),
    });
    assert.deepEqual(
      report.models.map(({ model, files }) => [model, files.length]),
      [
        ['loans', 1],
        ['cards', 2],
        ['c', 1],
      ],
    );
  });

  it('leaves out what nobody named and nothing recognises', async () => {
    const host = memoryWorkspace({});
    const sources = [
      { path: 'a.yaml', text: 'a: 1' },
      { path: 'b.yaml', text: 'b: 1' },
    ];
    const report = await lintFiles(
      sources.map((source, at) => ({ ...source, named: at === 0 })),
      host,
      METRICS,
    );
    assert.deepEqual(
      report.files.map(({ path, dialect }) => [path, dialect]),
      [['a.yaml', null]],
    );
  });

  it('follows an alert from its rule to a person', async () => {
    const files = {
      'rules.yml': fixture('prometheus/rules.yml'),
      'prometheus.yml': fixture('prometheus/prometheus.yml'),
      'alertmanager.yml': fixture('alertmanager/alertmanager.yml'),
    };
    const broken = await lintAll(files);
    assert.equal(broken.models[0]?.coverage.alerting, 'partial');
    const whole = await lintAll({
      ...files,
      'prometheus.yml': files['prometheus.yml'].replace('targets: []', 'targets: ["alerts:9093"]'),
    });
    assert.equal(whole.models[0]?.coverage.alerting, 'configured');
    const elsewhere = await lintAll({
      ...files,
      'prometheus.yml': files['prometheus.yml'].replace('[rules.yml]', '[other.yml]'),
    });
    assert.match(
      elsewhere.files[0]?.findings.find(({ code }) => code === 'alert-reaches-nobody')?.message ?? '',
      /loads this file/,
    );
  });

  it('looks for the scripts of a workflow', async () => {
    const text = fixture('github-actions/monitor.yml').replace('make drift', 'python src/drift.py');
    const found = await lintAll({ '.github/workflows/m.yml': text });
    assert.ok(codesOf(found.files[0]).includes('path-not-found'));
    const there = await lintAll({ '.github/workflows/m.yml': text, 'src/drift.py': '' });
    assert.ok(!codesOf(there.files[0]).includes('path-not-found'));
  });
});

function fixture(path: string): string {
  return readFileSync(new URL(path, FIXTURES), 'utf8');
}

function lintFile(path: string, text: string): Promise<LintFile> {
  return lintText(path, text, memoryWorkspace({}), METRICS);
}

function lintAll(files: Readonly<Record<string, string>>): ReturnType<typeof lintFiles> {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text, named: false }));
  return lintFiles(sources, memoryWorkspace(files), METRICS);
}

function codesOf(file: LintFile | undefined): string[] {
  return (file?.findings ?? []).map(({ code }) => code);
}
