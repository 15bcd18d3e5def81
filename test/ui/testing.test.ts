/** The Test Explorer: every check of a config is a test, whoever ran it. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { openWorkbench } from './driver';
import type { Tree, Workbench } from './driver';
import { repoRoot, scratchSample } from './sample';

describe('Test Explorer', function () {
  this.timeout(90_000);
  const { folder, remove } = scratchSample();
  let workbench: Workbench;
  let tests: Tree;

  before(async () => {
    workbench = await openWorkbench({
      folder,
      extension: { inPlace: repoRoot },
      viewport: { width: 1400, height: 900 },
    });
    const models = await workbench.tree('Models');
    await models.waitForRow('flight-delay, not checked yet');
  });

  after(async () => {
    await workbench.close();
    await remove();
  });

  it('lists the checks of the config before anything ran', async () => {
    tests = await workbench.tree('Test Explorer');
    await tests.expand('flight-delay');
    await tests.waitForRow('orphan_share');
    const labels = await tests.labels();
    assert.equal(labels.length, 17, labels.join('\n'));
    assert.ok(labels.includes('roc_auc (Not yet run)'), labels.join('\n'));
  });

  it('runs them: alerts fail, what holds passes, what has no limit is no pass', async () => {
    await tests.clickAction('flight-delay', 'Run Test');
    await tests.waitForRow('roc_auc (Passed)', { timeoutMs: 40_000 });
    await tests.waitForRow('psi of 7 columns (Failed)');
    await tests.waitForRow('requests (Skipped)');
    await tests.expand('psi of 7 columns');
    await tests.waitForRow('origin (Failed)');
    await tests.waitForRow('hour (Passed)');
  });

  it('says why, at the line of the check, with the limit beside the value', async () => {
    await tests.row('origin (Failed)').dblclick();
    await workbench.tab('tidemark.yaml').waitFor();
    await workbench.statusBarItem(/^Ln 28, Col/).waitFor();
    await workbench.page
      .getByText(/Population stability index of origin is 0\.6/)
      .first()
      .waitFor();
  });

  it('takes over the results of a check that ran elsewhere', async () => {
    const config = path.join(folder, 'tidemark.yaml');
    const text = fs.readFileSync(config, 'utf8');
    fs.writeFileSync(
      config,
      text.replace('roc_auc, alert: { below: 0.70 }', 'roc_auc, alert: { below: 0.99 }'),
    );
    await tests.waitForRow('roc_auc (Failed)', { timeoutMs: 40_000 });
    fs.writeFileSync(config, text);
    await tests.waitForRow('roc_auc (Passed)', { timeoutMs: 40_000 });
  });

  it('says at the suite when the check itself fails', async () => {
    const config = path.join(folder, 'tidemark.yaml');
    const text = fs.readFileSync(config, 'utf8');
    fs.writeFileSync(config, text.replace('logs/training.parquet', 'logs/nowhere.parquet'));
    await tests.clickAction('flight-delay', 'Run Test');
    await tests.waitForRow('flight-delay (Errored)', { timeoutMs: 40_000 });
    fs.writeFileSync(config, text);
  });
});
