/** A table of rows whose names and values would be markup, and messages that are none, in a browser. */
import assert from 'node:assert/strict';

import { PROTOCOL } from '../../../webview/rows/protocol.js';
import { HOSTILE } from './hostile-names';
import { pageMessage, readRows, RowsPages, type RowsPage } from './rows-page';

describe('a table of rows that is sent anything', function () {
  this.timeout(60_000);
  const pages = new RowsPages();
  let table: RowsPage;

  before(async () => {
    const read = readRows(HOSTILE.length, HOSTILE);
    const rows = read.rows.map((row, i) => ({ ...row, file: HOSTILE[i] ?? '', cells: HOSTILE }));
    const value = HOSTILE.join(' ');
    table = await pages.open({
      messages: [
        pageMessage(
          { ...read, rows },
          { side: 'current', chunk: null, column: HOSTILE[0] ?? '', bin: { kind: 'value', value } },
        ),
      ],
    });
    await table.page.getByRole('heading', { level: 1, name: `${HOSTILE.length} rows` }).waitFor();
  });
  after(() => pages.close());

  const unharmed = async (): Promise<void> => {
    assert.equal(await table.page.evaluate(() => 'hit' in window), false);
    assert.equal(await table.page.locator('script').count(), 1);
    assert.equal(await table.page.locator('img, svg[onload], a[href^="javascript"]').count(), 0);
    assert.deepEqual(await table.problems(), []);
  };

  it('shows names, files and values as text, each in its own direction', async () => {
    assert.deepEqual(await table.page.locator('thead bdi').allTextContents(), HOSTILE);
    const row = table.page.locator('tbody tr').first();
    assert.deepEqual(await row.locator('bdi').allTextContents(), [HOSTILE[0], ...HOSTILE]);
    await unharmed();
  });

  it('is not wider than its window for a name without end', async () => {
    const wide = await table.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${wide} px too wide`);
  });

  it('keeps what it shows when messages are not what was agreed', async () => {
    const before = await table.page.locator('body').innerHTML();
    await table.sayRaw(
      null,
      1,
      'page',
      [],
      {},
      { type: 'page' },
      { type: 'page', protocol: PROTOCOL },
      { type: 'page', protocol: PROTOCOL, page: { rows: 'x', columns: {}, total: '7' } },
      { type: 'progress', protocol: PROTOCOL, words: 'x'.repeat(10_000_000) },
      { type: 'error', protocol: PROTOCOL, message: 'no', help: '<script>' },
      { type: '<script>', protocol: PROTOCOL },
    );
    await table.page.waitForTimeout(200);
    assert.equal(await table.page.locator('body').innerHTML(), before);
    await unharmed();
  });

  it('says that it is of another version when messages are', async () => {
    await table.sayRaw({ type: 'progress', protocol: PROTOCOL + 1, words: '' });
    await table.page.getByRole('heading', { name: 'Tidemark was updated' }).waitFor();
    await unharmed();
  });
});
