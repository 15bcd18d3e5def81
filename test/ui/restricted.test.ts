/** Restricted Mode: lint works on the open text, and no log is read before the workspace is trusted. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { openWorkbench } from './driver';
import type { Workbench } from './driver';
import { repoRoot, scratchSample } from './sample';

describe('a workspace that is not trusted', function () {
  this.timeout(90_000);
  const { folder, remove } = scratchSample();
  let workbench: Workbench;

  before(async () => {
    const config = path.join(folder, 'tidemark.yaml');
    fs.writeFileSync(config, fs.readFileSync(config, 'utf8').replace('below: 0.80', 'belw: 0.80'));
    workbench = await openWorkbench({ folder, extension: { inPlace: repoRoot }, restricted: true });
  });

  after(async () => {
    await workbench.close();
    await remove();
  });

  it('lints what is open', async () => {
    await workbench.openFile('tidemark.yaml');
    const problem = await workbench.waitForProblem(/belw/);
    assert.equal(problem.severity, 'error');
  });

  it('reads no log: Check Now says why, and the model stays unchecked', async () => {
    await workbench.runCommand('Tidemark: Check Now');
    const toast = await workbench.waitForToast(/Restricted Mode/);
    assert.match(toast.message, /waits until you trust the workspace/);
    await toast.dismiss();
    const models = await workbench.tree('Models');
    await models.waitForRow('flight-delay, not checked yet');
  });

  it('runs no cell of a report', async () => {
    await workbench.runCommand('Tidemark: Open Report');
    await workbench.page.getByRole('button', { name: 'Run All' }).first().click();
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.getByText(/trust/i).first().waitFor();
    await workbench.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    const reports = await workbench.tree('Reports');
    await reports.waitForRow('june-review, , not run yet');
    for (const frame of workbench.page.frames()) {
      assert.equal(await frame.locator('.tm-output').count(), 0);
    }
  });
});
