/** The driver itself, tried on the tiny extension. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { eventually, openWorkbench, scratchFolder } from './driver';
import type { Workbench } from './driver';

const repoRoot = path.resolve(import.meta.dirname, '../..');
const tinyExtension = path.join(repoRoot, 'test', 'editor', 'fixtures', 'tiny-extension');

describe('UI driver, extension under development', function () {
  this.timeout(60_000);
  const { folder, remove } = scratchFolder({ 'words.txt': 'one good\nthis is bad here\nthree\n' });
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench({ folder, extension: { developmentPath: tinyExtension } });
  });

  after(async () => {
    await workbench.close();
    await remove();
  });

  it('runs a command and reads its notification', async () => {
    await workbench.runCommand('Tiny: Hello');
    const toast = await workbench.waitForToast('Hello from Tiny');
    assert.equal(toast.message, 'Hello from Tiny');
    await toast.click('Again');
    await (await workbench.waitForToast('And hello again')).dismiss();
  });

  it('reads, expands and clicks a tree', async () => {
    const tree = await workbench.tree('Tiny Fruit');
    await tree.waitForRow('Stone');
    assert.deepEqual(await tree.labels(), ['Stone', 'Berry']);
    await tree.expand('Stone');
    await tree.waitForRow('Plum');
    assert.deepEqual(await tree.rows(), [
      { label: 'Stone', level: 1, expanded: true },
      { label: 'Cherry', level: 2, expanded: undefined },
      { label: 'Plum', level: 2, expanded: undefined },
      { label: 'Berry', level: 1, expanded: false },
    ]);
    await tree.click('Plum');
    await workbench.waitForToast('Picked Plum');
  });

  it('reads problems, applies a quick fix, types and saves', async () => {
    await workbench.openFile('words.txt');
    const problem = await workbench.waitForProblem('bad word');
    assert.deepEqual(problem, {
      severity: 'warning',
      message: 'This is a bad word',
      line: 2,
      column: 9,
      source: 'tiny',
      file: 'words.txt',
    });
    await workbench.quickFix('bad', 'Say good instead');
    await eventually('the fixed line', async () =>
      (await workbench.editorLines()).includes('this is good here'),
    );
    await eventually('no problem', async () => (await workbench.problems()).length === 0);
    await workbench.openFile('words.txt', { line: 3, column: 6 });
    await workbench.type(' four');
    await workbench.save();
    assert.equal(
      fs.readFileSync(path.join(folder, 'words.txt'), 'utf8'),
      'one good\nthis is good here\nthree four\n',
    );
  });

  it('clicks in a webview and hears its extension', async () => {
    await workbench.runCommand('Tiny: Show Panel');
    const frame = await workbench.webviewFrame('Tiny Panel');
    await frame.getByRole('button', { name: 'Count' }).click();
    await frame.getByRole('button', { name: 'Count' }).click();
    await frame.locator('output', { hasText: '2' }).waitFor();
    assert.equal(await frame.evaluate('document.querySelectorAll("button").length'), 1);
  });

  it('takes a screenshot', async () => {
    const file = path.join(folder, 'pictures', 'window.png');
    await workbench.screenshot(file);
    assert.ok(fs.statSync(file).size > 10_000);
  });
});
