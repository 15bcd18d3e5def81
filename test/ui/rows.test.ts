/** From a number to its rows, and out as a file: by pointer and by keys. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { eventually } from './driver';
import type { Workbench } from './driver';
import { openDashboard, scratchSample } from './sample';

describe('the rows behind a number', function () {
  this.timeout(90_000);
  const { folder, remove } = scratchSample();
  let workbench: Workbench;

  before(async () => {
    // Else a log that changes is checked again before anybody sees that it did.
    workbench = await openDashboard(folder, { 'tidemark.checkOnChange': 'never' });
  });

  after(async () => {
    await workbench.close();
    await remove();
  });

  it('open from the page of a column, as many as the page says', async () => {
    const frame = await workbench.webviewFrame('flight-delay');
    await frame.locator('.row-name[data-column=origin]').click();
    const number = frame.getByRole('button', { name: /^Show the .* rows of origin unseen, week/ });
    const count = await number.innerText();
    await number.click();
    const rows = await workbench.webviewFrame('Rows: origin, unseen');
    await rows.getByRole('heading', { level: 1, name: `${count} rows` }).waitFor();
    await rows.getByText(`Rows 1 to 200 of ${count}`).waitFor();
    assert.equal(await rows.locator('tbody tr').count(), 200);
    assert.equal(await rows.locator('.note').count(), 0);
  });

  it('come page by page, by keys too', async () => {
    const rows = await workbench.webviewFrame('Rows: origin, unseen');
    await rows.getByRole('button', { name: 'Next' }).click();
    await rows.getByText(/^Rows 201 to \d+ of/).waitFor();
    await rows.locator('.table-box').focus();
    await workbench.press('[');
    await rows.getByText(/^Rows 1 to 200 of/).waitFor();
    await rows.getByRole('button', { name: '500' }).click();
    const all = await eventually('the larger page', async () => {
      const found = await rows.locator('tbody tr').count();
      return found > 200 ? found : undefined;
    });
    const header = await rows.getByRole('columnheader').allInnerTexts();
    assert.deepEqual(header.slice(0, 3), ['row', 'file', 'origin']);
    await rows.getByText(`Rows 1 to ${all} of ${all}`).waitFor();
  });

  it('are written to a file, all of them', async () => {
    const rows = await workbench.webviewFrame('Rows: origin, unseen');
    const total = await rows.locator('tbody tr').count();
    await rows.getByText('Export as CSV').click();
    const name = workbench.page.locator('.quick-input-widget:visible input.input');
    await eventually('the name that is offered', async () =>
      (await name.inputValue()).endsWith('rows-origin-2001-06-18.csv'),
    );
    const target = path.join(folder, 'unseen.csv');
    await workbench.answer(target);
    await workbench.waitForToast(new RegExp(`Wrote ${total} rows`));
    const lines = fs.readFileSync(target, 'utf8').trimEnd().split('\n');
    assert.equal(lines.length, total + 1);
    assert.match(lines[0] ?? '', /^"log_file","log_row","origin",/);
  });

  it('come back after a reload', async () => {
    // Unlike a page that is loaded anew, the window keeps what it has just opened.
    const loaded = workbench.page.waitForEvent('load');
    await workbench.runCommand('Developer: Reload Window');
    await loaded;
    await workbench.ready();
    const rows = await workbench.webviewFrame('Rows: origin, unseen', { timeoutMs: 60_000 });
    await rows.getByText(/^Rows 1 to \d+ of/).waitFor({ timeout: 60_000 });
  });

  it('are asked for by R on the overview, and by the palette', async () => {
    await workbench.runCommand('Tidemark: Open Dashboard');
    const frame = await workbench.webviewFrame('flight-delay');
    await frame.locator('h1').first().waitFor();
    await frame.getByRole('heading', { level: 1, name: 'Keep this model' }).waitFor();
    const cell = frame.getByRole('gridcell', { name: /^origin, week of 18 June/ });
    await cell.click();
    await workbench.press('r');
    const labels = await eventually('the bins', async () => {
      const found = await workbench.pickLabels();
      return found.includes('unseen') ? found : undefined;
    });
    assert.deepEqual(labels.slice(0, 2), ['All rows', 'unseen']);
    await workbench.pick('All rows');
    const rows = await workbench.webviewFrame('Rows: origin, all');
    await rows.getByText(/^Rows 1 to 200 of/).waitFor();
  });

  it('say so where a log is no longer what was counted', async () => {
    const rows = await workbench.webviewFrame('Rows: origin, all');
    const log = path.join(folder, 'logs', 'scored-2001-06-11.parquet');
    fs.copyFileSync(path.join(folder, 'logs', 'scored-2001-06-04.parquet'), log);
    await rows.getByRole('button', { name: 'Next' }).click();
    await rows.getByText(/scored-2001-06-11\.parquet has changed since the check/).waitFor();
    await rows.getByText('Check now').click();
    await rows.getByText(/^Rows 201 to 400 of/).waitFor({ timeout: 60_000 });
  });

  it('breaks no rule of the content security policy', () => {
    const violations = workbench.consoleLines.filter((line) =>
      /content security policy|refused to|unsafe-eval/i.test(line),
    );
    assert.deepEqual(violations, []);
  });
});
