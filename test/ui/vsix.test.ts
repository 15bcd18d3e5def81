/** The file that users install, in a VS Code that has never seen the repository: what it lacks is found here. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

import { makeScratch, removeScratch } from '../editor/scratch';
import { openWorkbench } from './driver';
import { repoRoot, scratchSample } from './sample';

describe('the VSIX', function () {
  this.timeout(180_000);
  const scratch = makeScratch('vsix');
  const vsix = path.join(scratch, 'tidemark.vsix');

  before(async () => {
    const script = path.join(repoRoot, 'scripts', 'package.mjs');
    await promisify(execFile)(process.execPath, [script, '--no-build', '--out', vsix]);
  });

  after(() => removeScratch(scratch));

  it('is smaller than 40 MB', () => {
    assert.ok(fs.statSync(vsix).size < 40e6);
  });

  it('has the licenses of what it has in it', () => {
    const notices = fs.readFileSync(path.join(repoRoot, 'dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['vega-lite', 'arquero', 'hyparquet', 'zstddec', '@duckdb/node-bindings'])
      assert.match(notices, new RegExp(`^${name} [0-9.]+.*\\n\\n[^]{300,}`, 'm'), name);
    const packed = fs.readFileSync(vsix);
    assert.ok(packed.includes('extension/dist/THIRD-PARTY-NOTICES.txt'));
  });

  it('checks a model once it is installed', async () => {
    const { folder, remove } = scratchSample();
    const workbench = await openWorkbench({ folder, extension: { vsix } });
    try {
      const models = await workbench.tree('Models');
      await models.waitForRow('flight-delay, not checked yet');
      await workbench.runCommand('Tidemark: Check Now');
      await models.waitForRow('flight-delay, keep', { timeoutMs: 40_000 });
      await workbench.runCommand('Tidemark: Open Dashboard');
      const frame = await workbench.webviewFrame('flight-delay');
      await frame.getByRole('heading', { level: 1, name: 'Keep this model' }).waitFor();
    } finally {
      await workbench.close();
      await remove();
    }
  });
});
