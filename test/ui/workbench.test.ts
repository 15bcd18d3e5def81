/** The way through Tidemark as a user goes it: sidebar, dashboard, lint, reload. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { eventually, openWorkbench } from './driver';
import type { Tree, Workbench } from './driver';
import { repoRoot, scratchSample } from './sample';

describe('Tidemark in VS Code', function () {
  this.timeout(90_000);
  const { folder, remove } = scratchSample();
  let workbench: Workbench;
  let models: Tree;

  before(async () => {
    workbench = await openWorkbench({
      folder,
      extension: { inPlace: repoRoot },
      viewport: { width: 1400, height: 900 },
    });
  });

  after(async () => {
    await workbench.close();
    await remove();
  });

  it('finds the model and checks it from its row', async () => {
    models = await workbench.tree('Models');
    await models.waitForRow('flight-delay, not checked yet');
    await models.clickAction('flight-delay', 'Check Now');
    await models.waitForRow('flight-delay, keep', { timeoutMs: 30_000 });
    const labels = await models.labels();
    assert.ok(
      labels.some((label) => /^origin, psi 0\.\d+, limit 0\.25$/.test(label)),
      labels.join('\n'),
    );
    assert.ok(
      labels.some((label) => /^\d+ others hold$/.test(label)),
      labels.join('\n'),
    );
    await workbench.statusBarItem('flight-delay: keep').waitFor();
  });

  it('lists the logs', async () => {
    const logs = await workbench.tree('Logs');
    assert.equal((await logs.rows())[0]?.level, 1);
    await logs.waitForRow(/scored-2001-06-25\.parquet/);
  });

  it('opens the config at the line of a check', async () => {
    await models.click('origin, psi');
    await workbench.tab('tidemark.yaml').waitFor();
    await workbench.statusBarItem(/^Ln 28, Col/).waitFor();
  });

  it('opens the dashboard beside the code, with its verdict and its charts', async () => {
    await models.clickAction('flight-delay', 'Open Dashboard');
    const frame = await workbench.webviewFrame('flight-delay');
    await frame.getByRole('heading', { level: 1, name: 'Keep this model' }).waitFor();
    await eventually('charts with marks', async () => {
      const marks = await frame
        .locator('svg .mark-rect path, svg .mark-line path, svg .mark-symbol path')
        .count();
      return marks > 20;
    });
    assert.match(await frame.locator('body').innerText(), /origin/);
    assert.equal(await workbench.page.locator('.editor-group-container').count(), 2);
  });

  it('breaks no rule of the content security policy', () => {
    const violations = workbench.consoleLines.filter((line) =>
      /content security policy|refused to|unsafe-eval/i.test(line),
    );
    assert.deepEqual(violations, []);
  });

  it('repairs a config by a quick fix', async () => {
    await workbench.openFile('tidemark.yaml', { line: 22, column: 6 });
    await workbench.insertText('s');
    const problem = await workbench.waitForProblem(/everys/);
    assert.equal(problem.severity, 'error');
    assert.equal(problem.source, 'tidemark');
    const title = await eventually('a fix', async () => {
      await workbench.clickText('everys');
      await workbench.press('Control+.');
      const row = workbench.page.locator('.action-widget .monaco-list-row.action').first();
      await row.waitFor({ timeout: 2_000 });
      const text = await row.innerText();
      await workbench.press('Escape');
      return text.trim();
    });
    assert.match(title, /every/);
    await workbench.quickFix('everys', title);
    await eventually('the repaired line', async () => (await workbench.editorLines()).includes('every: 1w'));
  });

  it('checks again by itself when a log goes', async () => {
    const logs = await workbench.tree('Logs');
    fs.rmSync(path.join(folder, 'logs', 'scored-2001-06-25.parquet'));
    await eventually('the file is gone from the logs', async () =>
      (await logs.labels()).every((label) => !label.includes('2001-06-25')),
    );
    await models.waitForRow('flight-delay, keep', { timeoutMs: 30_000 });
  });

  it('goes to a column and back', async () => {
    const frame = await workbench.webviewFrame('flight-delay');
    await frame
      .getByRole('button', { name: 'origin' })
      .or(frame.getByRole('link', { name: 'origin' }))
      .first()
      .click();
    await frame
      .getByRole('heading', { name: /origin/ })
      .first()
      .waitFor();
    await frame.locator('svg').first().waitFor();
    await frame
      .getByRole('link', { name: 'flight-delay' })
      .or(frame.getByRole('button', { name: 'flight-delay' }))
      .first()
      .click();
    await frame.getByRole('heading', { level: 1, name: 'Keep this model' }).waitFor();
  });

  it('says in the tree and in the dashboard when a check fails, and recovers', async () => {
    const config = path.join(folder, 'tidemark.yaml');
    const text = fs.readFileSync(config, 'utf8');
    fs.writeFileSync(config, text.replace('logs/training.parquet', 'logs/nowhere.parquet'));
    await models.waitForRow('flight-delay, cannot be judged', { timeoutMs: 30_000 });
    const frame = await workbench.webviewFrame('flight-delay');
    await frame
      .getByText(/nowhere\.parquet/)
      .first()
      .waitFor();
    fs.writeFileSync(config, text);
    await models.waitForRow('flight-delay, keep', { timeoutMs: 30_000 });
  });

  it('shows the last report and the dashboard at once after a reload', async () => {
    await workbench.reload();
    const tree = await workbench.tree('Models');
    await tree.waitForRow('flight-delay, keep');
    const frame = await workbench.webviewFrame('flight-delay');
    // The window itself takes long to come back where other things run beside it.
    await frame.getByRole('heading', { level: 1, name: 'Keep this model' }).waitFor({ timeout: 60_000 });
  });
});
