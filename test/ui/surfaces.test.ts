/** Verdicts in VS Code's own places: Problems, the explorer, an editor's title, the status of the language. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { eventually, openWorkbench, Tree } from './driver';
import type { Problem, Workbench } from './driver';
import { repoRoot, scratchSample } from './sample';

describe('Native surfaces', function () {
  this.timeout(90_000);
  const { folder, remove } = scratchSample();
  const config = path.join(folder, 'tidemark.yaml');
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench({
      folder,
      extension: { inPlace: repoRoot },
      viewport: { width: 1400, height: 900 },
      settings: { 'tidemark.checkOnChange': 'never' },
    });
  });

  after(async () => {
    await workbench.close();
    await remove();
  });

  const verdicts = async (): Promise<Problem[]> =>
    (await workbench.problems()).filter(({ source }) => source.startsWith('tidemark verdicts'));

  it('checks from the title of the config’s editor', async () => {
    await workbench.openFile('tidemark.yaml');
    const actions = workbench.page.locator('.editor-group-container.active .title .editor-actions');
    await actions.getByRole('button', { name: 'Open Dashboard' }).waitFor();
    await actions.getByRole('button', { name: 'Check Now' }).click();
    await workbench.restPointer();
    await workbench.statusBarItem('flight-delay: keep').waitFor({ timeout: 40_000 });
  });

  it('lists standing verdicts as problems of their checks’ lines', async () => {
    const found = await eventually('verdicts in Problems', async () => {
      const problems = await verdicts();
      return problems.length > 0 ? problems : undefined;
    });
    assert.deepEqual(
      found
        .map(({ severity, line, file }) => [severity, line, file])
        .sort((a, b) => Number(a[1]) - Number(b[1])),
      [
        ['error', 28, 'tidemark.yaml'],
        ['warning', 30, 'tidemark.yaml'],
        ['error', 31, 'tidemark.yaml'],
        ['error', 43, 'tidemark.yaml'],
      ],
    );
    assert.match(
      found.find(({ line }) => line === 28)?.message ?? '',
      /Population stability index of origin is 0\.6/,
    );
  });

  it('marks the config and the log in which the alerts stand', async () => {
    await workbench.page.keyboard.press('Control+Shift+E');
    const explorer = new Tree(workbench.page.locator('.explorer-folders-view [role="tree"]'), 'Explorer');
    await explorer.expand('logs');
    // What its hover and a screen reader say.
    const said = async (name: string): Promise<string> =>
      (await explorer.row(name).locator('.monaco-icon-label').getAttribute('aria-label')) ?? '';
    await eventually('a mark on the log', async () =>
      (await said('scored-2001-06-18.parquet')).endsWith(
        'flight-delay: origin and destination alert in the week of 18 June',
      ),
    );
    assert.match(await said('tidemark.yaml'), /flight-delay: keep, 2 columns shifted/);
    assert.doesNotMatch(await said('scored-2001-06-11.parquet'), /alert/);
  });

  it('takes the problems back when the config changes, and keeps quiet where the setting says so', async () => {
    const text = fs.readFileSync(config, 'utf8');
    fs.writeFileSync(config, `${text}\n`);
    await eventually('no verdicts while the report is stale', async () => (await verdicts()).length === 0);
    await workbench.runCommand('Tidemark: Check Now');
    await eventually('verdicts again', async () => (await verdicts()).length === 4, { timeoutMs: 40_000 });
  });

  it('shows what came back of the predictions, and when more will', async () => {
    const feedback = await workbench.tree('Feedback');
    await feedback.waitForRow(/Label coverage/);
    const labels = (await feedback.labels()).map((label) => label.replaceAll('\u00A0', ' ')).join('\n');
    assert.match(labels, /^Label coverage, 92 % in the week of 18 June, /m);
    assert.match(labels, /^Maturity, week of 25 June on 5 July, 73 % of the rows/m);
    assert.match(labels, /^Orphan share, 0 %, /m);
    assert.match(labels, /^Conflicts, none, /m);
    await feedback.click(/Label coverage/);
    await workbench.statusBarItem(/^Ln 46, Col/).waitFor();
  });

  it('tells of a verdict that became worse, and only of that', async () => {
    const logs = [
      '2001-04-16',
      '2001-04-23',
      '2001-04-30',
      '2001-05-07',
      '2001-05-14',
      '2001-05-21',
      '2001-05-28',
      '2001-06-04',
      '2001-06-11',
      '2001-06-18',
      '2001-06-25',
    ];
    const aside = fs.mkdtempSync(path.join(path.dirname(folder), 'tidemark-aside-'));
    const move = (from: string, to: string): void =>
      logs.forEach((day) => {
        fs.copyFileSync(path.join(from, `scored-${day}.parquet`), path.join(to, `scored-${day}.parquet`));
        fs.rmSync(path.join(from, `scored-${day}.parquet`));
      });
    try {
      move(path.join(folder, 'logs'), aside);
      await workbench.runCommand('Tidemark: Check Now');
      // Without these logs origin does not shift; their labels have lost their rows.
      const orphans = await workbench.waitForToast(/new alert/, { timeoutMs: 40_000 });
      assert.equal(orphans.message, 'flight-delay: 1 new alert, orphan_share. Keep this model.');
      await orphans.dismiss();
      move(aside, path.join(folder, 'logs'));
      await workbench.runCommand('Tidemark: Check Now');
      const toast = await workbench.waitForToast(/new alerts/, { timeoutMs: 40_000 });
      assert.match(toast.message, /^flight-delay: 6 new alerts, psi of origin/);
      await toast.click('Open Dashboard');
      await workbench.webviewFrame('flight-delay');
    } finally {
      fs.rmSync(aside, { recursive: true, force: true });
    }
  });

  it('runs tidemark check as a task, and takes its verdict into Problems', async () => {
    await workbench.runCommand('Tasks: Run Task');
    await workbench.pick('tidemark');
    await workbench.pick('tidemark: check tidemark.yaml');
    // The palette, which opens Problems, would close what the task still asks for.
    await workbench.page.locator('.terminal-wrapper .xterm').first().waitFor();
    await eventually(
      'the problem of the task',
      async () =>
        (await workbench.problems()).some(
          ({ source, line }) => source.startsWith('tidemark check') && line === 28,
        ),
      { timeoutMs: 40_000 },
    );
  });

  it('copies debug information without a path', async () => {
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await workbench.runCommand('Tidemark: Copy Debug Information');
    await workbench.waitForToast('Debug information is on the clipboard.');
    const text = String(await workbench.page.evaluate('navigator.clipboard.readText()'));
    assert.match(text, /^### Tidemark\n\n- Tidemark \d/);
    assert.match(text, /- tidemark\.checkOnChange \(user\): "never"/);
    assert.match(text, /binary, keep: 6 alerts/);
    assert.doesNotMatch(text, /[/\\]tmp|flight_id|origin/);
  });

  it('leads through the sample in four steps', async () => {
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.pick('Keep or update?');
    await workbench.page.getByText('Monitor your own model').waitFor();
    await workbench.page.getByText('See why').click();
    await workbench.page.locator('.getting-started-media img').first().waitFor();
  });
});
