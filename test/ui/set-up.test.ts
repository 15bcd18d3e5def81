/** A folder without a config: what the sidebar says, and the way to a first verdict. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { eventually, openWorkbench, scratchFolder } from './driver';
import type { Workbench } from './driver';
import { repoRoot, scratchSample } from './sample';

describe('a folder without a monitor', function () {
  this.timeout(90_000);
  let workbench: Workbench;

  /** Waits until the Models view says so: it does once the folder was looked through. */
  const welcomes = async (sentence: string): Promise<void> => {
    await workbench.runCommand('Tidemark: Focus on Models View');
    await workbench.page.locator('.welcome-view-content:visible', { hasText: sentence }).first().waitFor();
  };

  it('offers the sample where there are no logs', async () => {
    const { folder, remove } = scratchFolder({ 'readme.txt': 'nothing here\n' });
    workbench = await openWorkbench({ folder, extension: { inPlace: repoRoot } });
    try {
      await welcomes('This folder has no prediction logs');
      const opening = workbench.page.context().waitForEvent('page');
      await workbench.page.getByRole('button', { name: 'Open Sample Workspace' }).click();
      await workbench.pick('Tidemark’s own storage');
      // A folder is open already: the sample opens in a window of its own.
      const url = new URL((await opening).url());
      const sample = url.searchParams.get('folder') ?? '';
      assert.match(sample, /tidemark-flights$/);
      assert.ok(fs.existsSync(path.join(sample, 'tidemark.yaml')), sample);
    } finally {
      await workbench.close();
      await remove();
    }
  });

  it('sets up monitoring from the logs: a draft first, then the file and its verdict', async () => {
    const { folder, remove } = scratchSample(['tidemark.yaml', 'shadow']);
    const config = path.join(folder, 'tidemark.yaml');
    workbench = await openWorkbench({ folder, extension: { inPlace: repoRoot } });
    try {
      await welcomes('This folder has prediction logs');
      await workbench.page.getByRole('button', { name: 'Set Up Monitoring' }).first().click();
      const toast = await workbench.waitForToast('Nothing is written yet', { timeoutMs: 30_000 });
      await workbench.tab('tidemark.yaml').waitFor();
      await eventually('the draft', async () =>
        (await workbench.editorLines()).some((line) => line.startsWith('version: 1')),
      );
      assert.equal(fs.existsSync(config), false);
      await toast.click('Save and Check Now');
      // Editors open and close first: the palette would lose its focus to them.
      await workbench.statusBarItem(/: keep/).waitFor({ timeout: 40_000 });
      const models = await workbench.tree('Models');
      await models.waitForRow('Stability', { timeoutMs: 40_000 });
      assert.match(fs.readFileSync(config, 'utf8'), /^version: 1$/m);
    } finally {
      await workbench.close();
      await remove();
    }
  });
});
