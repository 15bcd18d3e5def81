/** Every state that a table of rows can be in. */
import assert from 'node:assert/strict';

import type { FromRows, ToRows } from '../../../webview/rows/protocol.js';
import { pageMessage, readRows, RowsPages, type RowsOptions, type RowsPage } from './rows-page';

const error = (message: string, help: 'check' | 'retry' | 'trust'): ToRows => ({
  type: 'error',
  message,
  help,
});

describe('the states of a table of rows', function () {
  this.timeout(60_000);
  const pages = new RowsPages();
  after(() => pages.close());

  async function inState(options: RowsOptions, check: (table: RowsPage) => Promise<void>): Promise<void> {
    const table = await pages.open(options);
    try {
      await check(table);
      assert.deepEqual(await table.barriersInThemes(), [], 'axe');
      assert.deepEqual(await table.problems(), []);
    } finally {
      await table.close();
    }
  }

  async function says(table: RowsPage, heading: string, text: RegExp): Promise<void> {
    await table.page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
    assert.match(await table.page.locator('body').innerText(), text);
  }

  /** A button does what it says. */
  async function asks(table: RowsPage, name: string, message: FromRows): Promise<void> {
    await table.page.getByRole('button', { name, exact: true }).click();
    await table.page.waitForTimeout(50);
    assert.deepEqual(table.asked.at(-1), message);
  }

  it('loading: says so before anything is there', () =>
    inState({}, (table) => says(table, 'Reading the rows', /No row is read yet/)));

  it('loading: says how far it is, and can be cancelled', () =>
    inState(
      { messages: [{ type: 'progress', words: 'Rows behind: 3 of 22 files, 14%.' }] },
      async (table) => {
        await says(table, 'Reading the rows', /3 of 22 files/);
        await asks(table, 'Cancel', { type: 'cancel' });
      },
    ));

  it('rows: as a table, with the way to the next ones and to all of them', () =>
    inState({ messages: [pageMessage(readRows(420))] }, async (table) => {
      await says(table, '420 rows', /Rows 1 to 200 of 420/);
      assert.equal(await table.page.locator('tbody tr').count(), 200);
      await table.page.getByRole('region', { name: /^Table of the rows: origin/ }).focus();
      await asks(table, 'Next', { type: 'page', offset: 200, limit: 200 });
      await asks(table, 'Last', { type: 'page', offset: 400, limit: 200 });
      await asks(table, '500', { type: 'page', offset: 0, limit: 500 });
      await asks(table, 'Export as CSV…', { type: 'export' });
    }));

  it('rows, the next ones being read: the page before stays', () =>
    inState(
      { messages: [pageMessage(readRows(20)), { type: 'progress', words: 'Rows behind: 1 of 22 files.' }] },
      (table) => says(table, '20 rows', /1 of 22 files/),
    ));

  it('rows that are not as many as were counted: says why', () =>
    inState(
      {
        messages: [
          pageMessage(
            { ...readRows(12), columnsInAll: 500 },
            { side: 'current', chunk: null, column: 'origin', bin: { kind: 'all' } },
          ),
        ],
      },
      async (table) => {
        await says(table, '12 rows', /The report counted .* rows here.*The first 3 of 500 columns/s);
        assert.equal(await table.page.locator('.note').count(), 2);
      },
    ));

  it('empty: says that no row is among these', () =>
    inState({ messages: [pageMessage(readRows(0))] }, async (table) => {
      await says(table, '0 rows', /No row of the log is among these\./);
      assert.equal(await table.page.getByRole('button', { name: 'Next' }).isDisabled(), true);
    }));

  it('error: says what happened, and reads again', () =>
    inState({ messages: [error('logs/a.csv cannot be read.', 'retry')] }, async (table) => {
      await says(table, 'The rows cannot be shown', /logs\/a\.csv cannot be read\./);
      await asks(table, 'Read again', { type: 'page', offset: 0, limit: 200 });
    }));

  it('log changed: says which, and checks again', () =>
    inState(
      {
        messages: [
          pageMessage(readRows(20)),
          error('logs/a.csv has changed since the check. Check the model again to see its rows.', 'check'),
        ],
      },
      async (table) => {
        await says(table, 'The rows cannot be shown', /a\.csv has changed since the check/);
        await asks(table, 'Check now', { type: 'check' });
      },
    ));

  it('untrusted: leads to trust', () =>
    inState({ messages: [error('Restricted Mode: no log is read.', 'trust')] }, (table) =>
      asks(table, 'Manage workspace trust', { type: 'manageTrust' }),
    ));
});
