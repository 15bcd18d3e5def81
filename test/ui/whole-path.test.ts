/** The whole way in one editor: from the sample to a verdict, to the rows behind it, to its check, and to a repair. */
import assert from 'node:assert/strict';

import { eventually, openWorkbench, scratchFolder } from './driver';
import type { Frame } from '../../harness/browser.mjs';
import type { Workbench } from './driver';
import { repoRoot } from './sample';

/** Where somebody is who has just installed the extension. */
interface Start {
  /** An editor with an empty folder. */
  readonly first: Workbench;
  /** How often a pointer was pressed in windows that it opened. */
  readonly clicks: () => number;
  readonly end: () => Promise<void>;
}

async function emptyEditor(): Promise<Start> {
  const { folder, remove } = scratchFolder({});
  const first = await openWorkbench({
    folder,
    extension: { inPlace: repoRoot },
    viewport: { width: 1400, height: 900 },
  });
  let clicks = 0;
  const context = first.page.context();
  await context.exposeFunction('countClick', () => clicks++);
  await context.addInitScript({
    content: "window.addEventListener('pointerdown', () => window.countClick(), true);",
  });
  return {
    first,
    clicks: () => clicks,
    end: async () => {
      await first.close();
      await remove();
    },
  };
}

function violations({ consoleLines }: Workbench): string[] {
  return consoleLines.filter((line) => /content security policy|refused to|unsafe-eval/i.test(line));
}

describe('the whole path, by clicking', function () {
  this.timeout(180_000);
  let first: Workbench;
  let end: () => Promise<void>;
  let clicks: () => number;
  let workbench: Workbench;

  before(async () => {
    ({ first, clicks, end } = await emptyEditor());
  });
  after(() => end());

  it('leads from the sample to a verdict, its rows, its check, and a repair', async () => {
    const offered = first.page.getByRole('button', { name: 'Open Sample Workspace' });
    await first.runCommand('Tidemark: Focus on Models View');
    workbench = await first.windowOpenedBy(async () => {
      await offered.click();
      await first.pick('Tidemark’s own storage');
    });

    await workbench.page.getByRole('tab', { name: 'Tidemark' }).first().click();
    const models = await workbench.tree('Models');
    await models.waitForRow('flight-delay, not checked yet', { timeoutMs: 30_000 });
    await models.clickAction('flight-delay', 'Check Now');
    await models.waitForRow('flight-delay, keep', { timeoutMs: 60_000 });

    await models.clickAction('flight-delay', 'Open Dashboard');
    const overview = await workbench.webviewFrame('flight-delay');
    await overview.getByRole('heading', { level: 1, name: 'Keep this model' }).waitFor();

    await overview.locator('.row-name[data-column=origin]').click();
    await overview.getByRole('heading', { level: 1, name: /^origin/ }).waitFor();
    const number = overview.getByRole('button', { name: /^Show the .* rows of origin unseen, week/ });
    const count = await number.innerText();
    await number.click();

    const rows = await workbench.webviewFrame('Rows: origin, unseen');
    await rows.getByRole('heading', { level: 1, name: `${count} rows` }).waitFor();
    assert.equal(await rows.locator('tbody tr').count(), 200);

    await workbench.tab('flight-delay').click();
    const detail = await workbench.webviewFrame('flight-delay');
    await detail.getByRole('heading', { level: 1, name: /^origin/ }).waitFor();
    await detail.getByRole('button', { name: 'Show the check' }).first().click();
    await workbench.tab('tidemark.yaml').waitFor();
    await workbench.statusBarItem(/^Ln 28, Col/).waitFor();

    // Code lenses that come late move the lines under the pointer.
    await eventually('the word is selected', async () => {
      await workbench.clickText('of: features, w');
      await workbench.press('Control+D');
      await workbench.statusBarItem(/^Ln 28, .*\(8 selected\)/).waitFor({ timeout: 1_000 });
      return true;
    });
    await workbench.insertText('orign');
    const problem = await workbench.waitForProblem(/orign/);
    assert.equal(problem.line, 28);
    await workbench.quickFix('orign', 'Change to `origin`');
    const repaired = '    - { metric: psi, of: origin, warn: 0.1, alert: 0.25 }';
    await eventually('the repaired line', async () => (await workbench.editorLines()).includes(repaired));
    await workbench.save();
    await models.waitForRow('flight-delay, keep', { timeoutMs: 60_000 });
    assert.ok(clicks() > 5);
    assert.deepEqual(violations(workbench), []);
  });
});

/** What has the focus in a frame, as it is read aloud; a control of the toolkit has it before its own parts. */
async function focusedIn(frame: Frame): Promise<string> {
  const active = frame.locator(':focus').first();
  if ((await active.count()) === 0) return '';
  const [role, label] = [await active.getAttribute('role'), await active.getAttribute('aria-label')];
  const name = label ?? (await active.innerText());
  return `${role ?? (await active.evaluate((element) => element.localName))}: ${name.trim()}`;
}

describe('the whole path, by keys alone', function () {
  this.timeout(180_000);
  let first: Workbench;
  let end: () => Promise<void>;
  let workbench: Workbench;
  let clicks: () => number;

  before(async () => {
    ({ first, clicks, end } = await emptyEditor());
  });
  after(() => end());

  /** Chooses the entry of the list that is open, by typing its name. */
  async function choose({ page }: Workbench, text: string): Promise<void> {
    await page.locator('.quick-input-widget:visible input.input').waitFor();
    await page.keyboard.type(text);
    const focused = page.locator('.quick-input-list .monaco-list-row.focused .label-name');
    await eventually(`the entry "${text}"`, async () => (await focused.innerText()).trim() === text);
    await page.keyboard.press('Enter');
  }

  async function command(where: Workbench, label: string): Promise<void> {
    await eventually(
      `the command "${label}"`,
      async () => {
        await where.press('F1');
        try {
          await choose(where, label);
          return true;
        } catch {
          // The palette lists no command that is registered after it has opened.
          await where.press('Escape');
          return false;
        }
      },
      { timeoutMs: 40_000 },
    );
  }

  async function tabTo(frame: Frame, what: RegExp): Promise<void> {
    const seen: string[] = [];
    for (let i = 0; i < 80; i++) {
      await workbench.press('Tab');
      const where = await focusedIn(frame);
      if (what.test(where)) return;
      seen.push(where);
    }
    assert.fail(`Tab does not lead to ${String(what)}, but to:\n${seen.join('\n')}`);
  }

  it('leads from the sample to a verdict, its rows, its check, and a repair', async () => {
    workbench = await first.windowOpenedBy(async () => {
      await command(first, 'Tidemark: Open Sample Workspace');
      await choose(first, 'Tidemark’s own storage');
    });

    await command(workbench, 'Tidemark: Check Now');
    await workbench.statusBarItem('flight-delay: keep').waitFor({ timeout: 60_000 });

    await command(workbench, 'Tidemark: Open Dashboard');
    const overview = await workbench.webviewFrame('flight-delay');
    await overview.getByRole('heading', { level: 1, name: 'Keep this model' }).waitFor();
    await command(workbench, 'View: Focus Active Editor Group');
    await tabTo(overview, /^gridcell: /);
    await workbench.press('ArrowDown');
    assert.match(await focusedIn(overview), /^gridcell: origin, week of 18 June, /);

    await workbench.press('Enter');
    await overview.getByRole('heading', { level: 1, name: /^origin/ }).waitFor();
    await overview.getByRole('heading', { name: 'All measures' }).waitFor();
    await workbench.press('r');
    await choose(workbench, 'unseen');

    const rows = await workbench.webviewFrame('Rows: origin, unseen');
    await rows.getByText(/^Rows 1 to 200 of/).waitFor();
    await workbench.press(']');
    await rows.getByText(/^Rows 201 to/).waitFor();

    await command(workbench, 'View: Open Previous Editor');
    const detail = await workbench.webviewFrame('flight-delay');
    await detail.getByRole('heading', { level: 1, name: /^origin/ }).waitFor();
    await detail.getByRole('heading', { name: 'All measures' }).waitFor();
    await tabTo(detail, /^button: Show the check/);
    await workbench.press('Enter');
    await workbench.tab('tidemark.yaml').waitFor();
    await workbench.statusBarItem(/^Ln 28, Col/).waitFor();

    await workbench.press('Control+F');
    await workbench.page.locator('.find-widget.visible .find-part textarea').waitFor();
    await workbench.page.keyboard.type('features, w');
    await workbench.press('Escape');
    await workbench.press('ArrowLeft');
    await workbench.press('Control+D');
    await workbench.page.keyboard.type('orign');
    await workbench.page.locator('.monaco-editor .squiggly-error').first().waitFor();
    const fix = workbench.page.locator('.action-widget .monaco-list-row.focused');
    await eventually('the quick fix', async () => {
      // In a menu that is open already the same keys would take what is focused.
      await workbench.press('Escape');
      await workbench.press('Control+.');
      await fix.waitFor({ timeout: 5_000 });
      return (await fix.innerText()).trim() === 'Change to `origin`';
    });
    await workbench.press('Enter');
    const repaired = '    - { metric: psi, of: origin, warn: 0.1, alert: 0.25 }';
    await eventually('the repaired line', async () => (await workbench.editorLines()).includes(repaired));
    await workbench.save();
    await workbench.statusBarItem('flight-delay: keep').waitFor({ timeout: 60_000 });
    assert.deepEqual(violations(workbench), []);
    assert.equal(clicks(), 0);
  });
});
