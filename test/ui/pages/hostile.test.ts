/** Names and values that would be markup, and messages that are none, in a browser. */
import assert from 'node:assert/strict';

import type { Report } from '../../../src/core/report/report.js';
import { PROTOCOL } from '../../../webview/dashboard/protocol.js';
import { buildReport } from '../../core/report/views/report-builder';
import { HOSTILE } from './hostile-names';
import { Pages, viewMessage, type DashboardPage } from './dashboard-page';

/** A report in which whatever comes from a log is hostile. */
function hostileReport(): Report {
  const plain = buildReport({ features: HOSTILE });
  return {
    ...plain,
    model: HOSTILE[0] ?? '',
    owner: HOSTILE[1] ?? '',
    summary: { ...plain.summary, decision: { keep: false, because: HOSTILE.join(' ') } },
    versions: [{ version: HOSTILE[1] ?? '', first: plain.chunks[0]?.name ?? null, rows: 1 }],
    problems: HOSTILE.map((message) => ({
      severity: 'warning' as const,
      code: 'odd',
      message,
      path: message,
      line: 1,
    })),
    distributions: plain.distributions.map((one) => ({
      ...one,
      bins: one.bins.map((bin, i) => ({ ...bin, label: HOSTILE[i] ?? bin.label })),
    })),
  };
}

describe('a dashboard that is sent anything', function () {
  this.timeout(60_000);
  const pages = new Pages();
  const report = hostileReport();
  let dashboard: DashboardPage;

  before(async () => {
    dashboard = await pages.open({ report, messages: [viewMessage(report)] });
    await dashboard.drawn();
  });
  after(() => pages.close());

  const unharmed = async (): Promise<void> => {
    assert.equal(await dashboard.page.evaluate(() => 'hit' in window), false);
    assert.equal(await dashboard.page.locator('script').count(), 1);
    assert.equal(await dashboard.page.locator('img, svg[onload], a[href^="javascript"]').count(), 0);
    assert.deepEqual(await dashboard.problems(), []);
  };

  it('shows names of columns as text, each in its own direction', async () => {
    const names = await dashboard.page.locator('.row-name bdi').allTextContents();
    assert.deepEqual([...names].sort(), [...HOSTILE].sort());
    await unharmed();
  });

  it('does so on the pages of columns, in charts and in tables', async () => {
    const { page } = dashboard;
    for (let i = 0; i < HOSTILE.length; i++) {
      await page.locator('.row-name').nth(i).click();
      await page.getByRole('heading', { name: 'All measures' }).waitFor();
      await dashboard.drawn();
      await page.keyboard.press('t');
      await page.keyboard.press('t');
      await page.keyboard.press('Escape');
      if ((await page.getByRole('grid').count()) === 0) await page.keyboard.press('Escape');
      await page.getByRole('grid').waitFor();
    }
    await unharmed();
  });

  it('is not wider than its window for a name without end', async () => {
    const wide = await dashboard.page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    assert.ok(wide <= 0, `${wide} px too wide`);
  });

  it('keeps what it shows when messages are not what was agreed', async () => {
    const before = await dashboard.page.locator('main').innerHTML();
    await dashboard.sayRaw(
      null,
      1,
      'view',
      [],
      {},
      { type: 'view' },
      { type: 'view', protocol: PROTOCOL },
      { type: 'view', protocol: PROTOCOL, view: { sections: 'x' }, checkedAt: 1, stale: {} },
      { type: 'state', protocol: PROTOCOL, state: { kind: 'untrusted', works: 'all', waits: 7 } },
      {
        type: 'error',
        protocol: PROTOCOL,
        error: { message: 'x'.repeat(10_000_000), path: null, line: null },
      },
      { type: 'feature', protocol: PROTOCOL, column: 'x', checkedAt: 'y', feature: { over: [] } },
      { type: '<script>', protocol: PROTOCOL },
    );
    await dashboard.page.waitForTimeout(200);
    assert.equal(await dashboard.page.locator('main').innerHTML(), before);
    await unharmed();
  });

  it('says that it is of another version when messages are', async () => {
    await dashboard.sayRaw({ type: 'progress', protocol: PROTOCOL + 1, progress: null });
    await dashboard.page.getByRole('heading', { name: 'Tidemark was updated' }).waitFor();
    await unharmed();
  });
});
