import assert from 'node:assert/strict';
import type { LintHost } from '../../../src/core/lint/host.js';
import { lintConfig } from '../../../src/core/lint/lint-config.js';
import { COMPLETE, completeBut } from '../../../src/core/lint/rules/example.js';
import { METRICS } from '../../../src/core/metrics/registry.js';
import { assertFixes, codes, find, lint, marked } from './lint-for-tests.js';
import { EXAMPLE_FILES, memoryHost } from './memory-host.js';

describe('missing-ground-truth', () => {
  const text = completeBut(
    '  labels: { path: labels/*.csv, id: customer, label: churned, matures: 7d }\n',
    '',
  ).replace('    - { metric: roc_auc', '    # labels come on Mondays\n    - { metric: roc_auc');

  it('finds label files beside the config', async () => {
    const found = await find('missing-ground-truth', text);
    assert.match(found.message, /`labels\/2024\.csv` looks like them/);
    const [fixed] = await assertFixes('missing-ground-truth', text);
    assert.match(
      fixed ?? '',
      / {2}labels:\n {4}path: labels\/\*\.csv\n {4}id: customer\n {4}label: churned\n/,
    );
  });

  it('offers a label column of the log, and names the id with the labels', async () => {
    const host = memoryHost({
      'logs/scored-1.csv': [
        'customer_id',
        'p_churn',
        'y_true',
        ...EXAMPLE_FILES['logs/scored-1.csv'].slice(1),
      ],
      'logs/training.csv': EXAMPLE_FILES['logs/training.csv'],
    });
    const fixed = await assertFixes('missing-ground-truth', text.replace('id: customer, ', ''), host, 2);
    assert.ok(fixed.some((after) => /label: y_true/.test(after)));
    assert.ok(fixed.some((after) => /id: customer_id/.test(after)));
  });

  it('is content with a label column in the log', async () => {
    const labelled = completeBut('status: status', 'status: status, label: churned').replace(
      / {2}labels: .*\n/,
      '',
    );
    assert.ok(!(await codes(labelled)).includes('missing-ground-truth'));
    assert.equal((await lint(labelled)).coverage.ground_truth, 'configured');
  });
});

describe('warning-beyond-alert', () => {
  const withLimits = (metric: string, limits: string): string =>
    completeBut('{ metric: roc_auc, alert: { below: 0.7 } }', `{ metric: ${metric}, ${limits} }`);
  const found = async (metric: string, limits: string): Promise<boolean> =>
    (await codes(withLimits(metric, limits))).includes('warning-beyond-alert');

  it('knows which limit comes first, of every kind and in both directions', async () => {
    assert.equal(await found('roc_auc', 'warn: 0.7, alert: 0.8'), true);
    assert.equal(await found('roc_auc', 'warn: 0.8, alert: 0.7'), false);
    assert.equal(await found('log_loss', 'warn: 0.7, alert: 0.6'), true);
    assert.equal(await found('roc_auc', 'warn: { below: 0.6 }, alert: { below: 0.7 }'), true);
    assert.equal(await found('log_loss', 'warn: { above: 0.6 }, alert: { above: 0.7 }'), false);
    assert.equal(await found('roc_auc', 'warn: { change: 0.1 }, alert: { change: 0.05 }'), true);
    assert.equal(await found('roc_auc', 'warn: { sd: 2 }, alert: { sd: 3 }'), false);
  });

  it('says so where both are the same, and leaves limits of two kinds alone', async () => {
    const text = withLimits('roc_auc', 'warn: { below: 0.7 }, alert: { below: 0.7 }');
    assert.match((await find('warning-beyond-alert', text)).message, /never warns/);
    assert.equal(await found('roc_auc', 'warn: { below: 0.6 }, alert: { sd: 3 }'), false);
    assert.equal(await found('roc_auc', 'alert: { below: 0.7 }'), false);
    assert.equal(await found('roc_auc', 'warn: none, alert: { below: 0.7 }'), false);
  });

  it('exchanges the two as they are written', async () => {
    const text = withLimits('roc_auc', 'warn: { below: 0.60 }, alert: { below: 0.7 }');
    const [fixed] = await assertFixes('warning-beyond-alert', text);
    assert.match(fixed ?? '', /warn: \{ below: 0\.7 \}, alert: \{ below: 0\.60 \}/);
  });
});

describe('unusable-ground-truth', () => {
  it('finds every way labels cannot work', async () => {
    const cases: [string, string, string, RegExp][] = [
      ['path: labels/*.csv', 'path: lables/*.csv', 'lables/*.csv', /No file matches/],
      ['path: labels/*.csv', 'path: logs/scored-1.csv', 'churned', /no column `churned`/],
      ['id: customer, label', 'id: client, label', 'client', /no label can be joined/],
      ['matures: 7d', 'received: recieved', 'recieved', /nearest one is `received`/],
    ];
    for (const [from, to, mark, words] of cases) {
      const text = completeBut(from, to);
      const found = (await lint(text)).findings.filter(({ code }) => code === 'unusable-ground-truth');
      assert.ok(
        found.some((finding) => marked(text, finding) === mark && words.test(finding.message)),
        JSON.stringify(found),
      );
      assert.equal(
        (await lint(text)).coverage.ground_truth,
        to.startsWith('received') ? 'configured' : 'partial',
      );
    }
    const same = completeBut('path: labels/*.csv', 'path: logs/scored-1.csv').replace(
      'label: churned',
      'label: calls',
    );
    assert.match((await find('unusable-ground-truth', same)).message, /is the log itself/);
  });

  it('wants an id to join by', async () => {
    const text = completeBut('columns: { id: customer, ', 'columns: { ');
    const host = memoryHost({
      ...EXAMPLE_FILES,
      'logs/scored-1.csv': ['customer_id', ...EXAMPLE_FILES['logs/scored-1.csv']],
    });
    const [fixed] = await assertFixes('unusable-ground-truth', text, host);
    assert.match(fixed ?? '', /id: customer_id \}/);
    assert.deepEqual((await find('unusable-ground-truth', text)).fixes, []);
  });

  it('says nothing of files it cannot read', async () => {
    assert.deepEqual(await codes(COMPLETE, memoryHost({ ...EXAMPLE_FILES, 'labels/2024.csv': null })), []);
  });
});

describe('alert-reaches-nobody', () => {
  const quiet = completeBut('  hooks:\n    - { on: alert, webhook: "${TIDEMARK_WEBHOOK}" }\n', '');

  it('is content with a CI job that runs the check', async () => {
    const job = (text: string): LintHost =>
      memoryHost(EXAMPLE_FILES, [{ path: '.github/workflows/m.yml', text }]);
    assert.deepEqual(await codes(quiet, job('run: npx tidemark check models\n')), []);
    assert.deepEqual(await codes(quiet, job('run: npx tidemark lint\n')), ['alert-reaches-nobody']);
    const scheduled = await lint(
      quiet,
      job('on: { schedule: [{ cron: "0 6 * * *" }] }\nrun: npx tidemark check\n'),
    );
    assert.deepEqual(
      [scheduled.coverage.alerting, scheduled.coverage.schedule],
      ['configured', 'configured'],
    );
    assert.equal((await lint(COMPLETE)).coverage.schedule, 'elsewhere');
  });

  it('does not take an owner or a hook on pass for somebody who is told', async () => {
    const owned = quiet.replace('churn-team', 'ops@example.org');
    assert.match((await find('alert-reaches-nobody', owned)).message, /nothing tells ops@example\.org/);
    const passing = completeBut('on: alert', 'on: pass');
    assert.equal((await lint(passing)).coverage.alerting, 'partial');
    await assertFixes('alert-reaches-nobody', passing);
  });

  it('is silent where nothing can alert', async () => {
    const mute = quiet.replace(/warn: 0\.1, alert: 0\.25|alert: \{ .*? \}/g, 'alert: none');
    assert.deepEqual(await codes(mute), ['metric-without-threshold']);
    // A limit that cannot be read is an error of its own, and not said to be absent.
    assert.ok(
      !(await codes(mute.replace('alert: none', 'alert: { abov: 1 }'))).includes('metric-without-threshold'),
    );
  });
});

describe('metric-without-threshold', () => {
  it('leaves a metric alone that judges itself', async () => {
    const text = COMPLETE.replace('  stability:\n', '  stability:\n    - { metric: page_hinkley }\n');
    assert.ok(text.includes('page_hinkley'));
    const report = await lintConfig(text, 'tidemark.yaml', memoryHost(EXAMPLE_FILES), METRICS);
    assert.ok(!report.findings.some(({ code }) => code === 'metric-without-threshold'));
  });

  it('takes the metric’s own limits for limits, and `none` for a choice', async () => {
    assert.deepEqual(
      await codes(completeBut(', of: features, warn: 0.1, alert: 0.25', ', of: features')),
      [],
    );
    assert.deepEqual(await codes(completeBut('alert: { below: 0.7 }', 'alert: none')), []);
  });

  it('offers a limit to start from and `none`, in flow and block style', async () => {
    const text = completeBut(
      '{ metric: error_rate, alert: { above: 0.01 } }',
      'metric: error_rate  # a share',
    );
    const fixed = await assertFixes('metric-without-threshold', text, undefined, 2);
    assert.match(fixed[0] ?? '', / {4}- metric: error_rate {2}# a share\n {6}alert: \{ above: 0\.01 \}\n/);
    assert.equal(marked(text, await find('metric-without-threshold', text)), 'error_rate');
    const unitless = completeBut(
      '{ metric: psi, of: score,',
      '{ metric: wasserstein, of: score }\n    - { metric: psi, of: score,',
    );
    assert.equal((await find('metric-without-threshold', unitless)).fixes.length, 1);
  });
});

describe('unknown-column', () => {
  it('looks at roles, features, categories, segments and checks', async () => {
    const cases: [string, string, string][] = [
      ['score: p_churn', 'score: p_chrn', 'p_chrn'],
      ['[plan, tenure, calls]', '[plan, tenur, calls]', 'tenur'],
      ['every: 1w', 'segments: [pln]\nevery: 1w', 'pln'],
      ['every: 1w', 'segments: [{ column: tenur, edges: [1] }]\nevery: 1w', 'tenur'],
      ['  features:', '  categorical: [cals]\n  features:', 'cals'],
      ['of: features, warn: 0.1', 'of: [plan, tenur], warn: 0.1', 'tenur'],
      ['of: features, warn: 0.1', 'of: pla, warn: 0.1', 'pla'],
      ['of: features, warn: 0.1', 'of: featurs, warn: 0.1', 'featurs'],
      ['metric: roc_auc', 'segment: pln, metric: roc_auc', 'pln'],
    ];
    for (const [from, to, mark] of cases) {
      const text = completeBut(from, to);
      assert.equal(marked(text, await find('unknown-column', text)), mark);
      await assertFixes('unknown-column', text);
    }
  });

  it('tells a column of the past from one of the present', async () => {
    const gone = {
      ...EXAMPLE_FILES,
      'logs/scored-1.csv': EXAMPLE_FILES['logs/scored-1.csv'].filter((name) => name !== 'calls'),
    };
    assert.match(
      (await find('unknown-column', COMPLETE, memoryHost(gone))).message,
      /no longer in the current/,
    );
    const come = {
      ...EXAMPLE_FILES,
      'logs/training.csv': EXAMPLE_FILES['logs/training.csv'].filter((name) => name !== 'calls'),
    };
    assert.equal((await find('unknown-column', COMPLETE, memoryHost(come))).severity, 'warning');
  });

  it('says of a part of an object that parts are not read', async () => {
    const nested = {
      ...EXAMPLE_FILES,
      'logs/scored-1.csv': [...EXAMPLE_FILES['logs/scored-1.csv'], 'input:list'],
    };
    const text = completeBut('[plan, tenure, calls]', '[plan, tenure, calls, input.age]');
    const { message } = await find('unknown-column', text, memoryHost(nested));
    assert.equal(
      message,
      '`input` holds lists or objects in the log, and their parts are not read. Log `input.age` as a column of its own.',
    );
  });

  it('does not judge logs it cannot read', async () => {
    const unread = memoryHost({ ...EXAMPLE_FILES, 'logs/scored-1.csv': null });
    assert.deepEqual(await codes(completeBut('tenure', 'tenur'), unread), []);
  });
});

describe('path-not-found', () => {
  it('names the nearest file, or what is there', async () => {
    const text = completeBut('reference: logs/training.csv', 'reference: logs/trainning.csv');
    const found = await find('path-not-found', text);
    assert.equal(marked(text, found), 'logs/trainning.csv');
    const [fixed] = await assertFixes('path-not-found', text);
    assert.equal(fixed, COMPLETE);
    const listed = completeBut(
      'current: logs/scored-*.csv',
      'current: [logs/scored-*.csv, logs/extra-*.csv]',
    );
    const other = await find('path-not-found', listed);
    assert.equal(marked(listed, other), 'logs/extra-*.csv');
    assert.match(other.message, /In `logs\/` there is `logs\/scored-1\.csv` or `logs\/training\.csv`/);
    assert.match(
      (await find('path-not-found', completeBut('logs/training.csv', 'old/t.csv'))).message,
      /there is no log file/,
    );
  });
});
