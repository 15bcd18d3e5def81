/** What a dashboard shows: a part of the time axis, and links to it. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { eventually } from './driver';
import type { Workbench } from './driver';
import { openDashboard, scratchSample } from './sample';

describe('a view of the dashboard', function () {
  this.timeout(90_000);
  const { folder, remove } = scratchSample();
  let workbench: Workbench;

  before(async () => {
    workbench = await openDashboard(folder);
  });

  after(async () => {
    await workbench.close();
    await remove();
  });

  it('shows a stretch of time that is drawn over the plots, in every row, until Esc', async () => {
    const frame = await workbench.webviewFrame('flight-delay');
    const cells = frame.locator('.heat-line').first().getByRole('gridcell');
    await cells.nth(9).waitFor();
    const all = await cells.count();
    const from = await cells.nth(4).boundingBox();
    const to = await cells.nth(9).boundingBox();
    assert.ok(from !== null && to !== null);
    const { mouse } = workbench.page;
    await mouse.move(from.x + from.width / 2, from.y + 8);
    await mouse.down();
    await mouse.move((from.x + to.x) / 2, from.y + 8, { steps: 4 });
    await frame.locator('.stretch').waitFor();
    await mouse.move(to.x + to.width / 2, to.y + 8, { steps: 4 });
    await mouse.up();
    await frame.getByRole('button', { name: 'Show the whole time' }).waitFor();
    const visible = async (): Promise<number> =>
      frame.locator('.heat-line').first().locator('[role=gridcell]:not([hidden])').count();
    assert.equal(await visible(), 6);
    const wide = await frame.locator('.heat-line').first().getByRole('gridcell').first().boundingBox();
    assert.ok((wide?.width ?? 0) > 2 * from.width);
    await workbench.press('Escape');
    await eventually('the whole time', async () => (await visible()) === all);
  });

  it('does the same by keys', async () => {
    const frame = await workbench.webviewFrame('flight-delay');
    await workbench.press('Home');
    await workbench.press('z');
    await workbench.press('ArrowRight');
    await workbench.press('ArrowRight');
    await workbench.press('z');
    await frame.getByRole('button', { name: 'Show the whole time' }).waitFor();
    const cells = frame.locator('.heat-line').first().locator('[role=gridcell]:not([hidden])');
    assert.equal(await cells.count(), 3);
  });

  it('is copied as a link', async () => {
    const frame = await workbench.webviewFrame('flight-delay');
    await frame.locator('.row-name[data-column=origin]').click();
    await frame.getByRole('heading', { level: 1, name: /^origin/ }).waitFor();
    await workbench.runCommand('Tidemark: Copy Link to This View');
    await workbench.statusBarItem(/The link to this view is on the clipboard/).waitFor();
  });

  it('shows one segment, also after a reload, and in its link', async () => {
    const frame = await workbench.webviewFrame('flight-delay');
    await frame.getByRole('button', { name: 'flight-delay', exact: true }).click();
    await frame.getByRole('button', { name: 'Rows: All rows. Choose a segment' }).click();
    const { page } = workbench;
    await page.locator('.quick-input-widget:visible input.input').fill('JFK');
    const entry = page.locator('.quick-input-list .monaco-list-row', { hasText: 'origin=JFK' });
    await entry.getByText(/ROC AUC 0\.66 \[.*\], 1.510 rows/).waitFor();
    await workbench.pick('origin=JFK');
    await frame.getByText(/1.510 of 131.498 rows/).waitFor();
    await frame.getByText(/Told of all rows only: .*Population stability index of 7 columns/).waitFor();
    assert.equal(await frame.getByRole('grid').count(), 0);
    await workbench.runCommand('Tidemark: Copy Link to This View');
    await eventually('the link with the segment', async () => {
      const { search } = new URL(String(await page.evaluate('navigator.clipboard.readText()')));
      // Encoded twice: the editor decodes a link once before it gives it away.
      return new URLSearchParams(decodeURIComponent(search)).get('segment') === 'origin=JFK';
    });
    // Unlike a page that is loaded anew, the window keeps what it has just opened.
    const loaded = workbench.page.waitForEvent('load');
    await workbench.runCommand('Developer: Reload Window');
    await loaded;
    await workbench.ready();
    const again = await workbench.webviewFrame('flight-delay', { timeoutMs: 60_000 });
    await again.getByRole('button', { name: 'Rows: origin=JFK. Choose a segment' }).waitFor();
    await again.getByText(/1.510 of 131.498 rows/).waitFor();
    await again.getByRole('button', { name: 'Show all rows' }).click();
    await again.getByRole('grid').waitFor();
    await again.locator('.row-name[data-column=origin]').click();
    await again.getByRole('heading', { level: 1, name: /^origin/ }).waitFor();
  });

  for (const [format, item, starts] of [
    ['svg', 'Export Chart as SVG', '<svg'],
    ['png', 'Export Chart as PNG', '\u0089PNG'],
    ['csv', 'Export Data of Chart as CSV', '"chunk","metric"'],
  ] as const) {
    it(`gives its charts away as ${format}, from the menu of each, by keys`, async () => {
      const frame = await workbench.webviewFrame('flight-delay');
      const button = frame.getByRole('button', { name: 'Export PSI', exact: true });
      await button.focus();
      await workbench.press('Enter');
      const entry = workbench.page.locator('.monaco-menu .action-label', { hasText: item });
      await entry.waitFor();
      const menu = workbench.page.locator('.monaco-menu .action-item');
      await eventually('the entry has the focus', async () => {
        await workbench.press('ArrowDown');
        return (await menu.filter({ hasText: item }).getAttribute('class'))?.includes('focused');
      });
      await workbench.press('Enter');
      const name = workbench.page.locator('.quick-input-widget:visible input.input');
      await eventually('the name that is offered', async () =>
        (await name.inputValue()).endsWith(`flight-delay-PSI.${format}`),
      );
      const target = path.join(folder, `psi.${format}`);
      await workbench.answer(target);
      const toast = await workbench.waitForToast(new RegExp(`Wrote psi\\.${format}`));
      await toast.dismiss();
      const content = fs.readFileSync(target);
      assert.equal(content.subarray(0, starts.length).toString('latin1'), starts);
      assert.ok(content.length > 1_000);
    });
  }

  it('breaks no rule of the content security policy', () => {
    const violations = workbench.consoleLines.filter((line) =>
      /content security policy|refused to|unsafe-eval/i.test(line),
    );
    assert.deepEqual(violations, []);
  });
});
