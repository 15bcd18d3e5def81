/** A dashboard that somebody reads while checks come and go: nothing jumps, and nobody loses their place. */
import assert from 'node:assert/strict';

import { buildReport } from '../../core/report/views/report-builder';
import { Pages, viewMessage, type DashboardPage } from './dashboard-page';

const features = Array.from({ length: 20 }, (_, i) => (i === 0 ? 'origin' : i === 1 ? 'hour' : `f${i}`));
const report = buildReport({ features });
const later = { ...report, generated_at: '2026-07-01T10:00:00.000Z' };
const RUNNING = { phase: 'reading', done: 1, total: 4, unit: 'steps', rows: 100 } as const;
const STALE = 'current.csv has changed since.';

describe('a dashboard that is renewed', function () {
  this.timeout(60_000);
  const pages = new Pages();
  let dashboard: DashboardPage;

  beforeEach(async () => {
    dashboard = await pages.open({ report, messages: [viewMessage(report)] });
    await dashboard.drawn();
  });
  afterEach(() => dashboard.page.close());
  after(() => pages.close());

  /** What happens on the page where the logs go on: it is out of date, is checked, and there is a newer view. */
  const steps = [
    ['is out of date', () => dashboard.say(viewMessage(report, STALE))],
    ['is checked', () => dashboard.say({ type: 'progress', progress: RUNNING })],
    ['was checked', () => dashboard.say({ type: 'progress', progress: null })],
    ['is newer', () => dashboard.say(viewMessage(later))],
  ] as const;

  it('keeps the focus in the matrix, on the row and the chunk', async () => {
    const { page } = dashboard;
    await page.locator('[role=gridcell][tabindex="0"]').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
    const before = await dashboard.focused();
    assert.match(before, /^gridcell: /);
    for (const [name, step] of steps) {
      await step();
      assert.equal(await dashboard.focused(), before, name);
    }
    await page.keyboard.press('ArrowUp');
    assert.match(await dashboard.focused(), /^gridcell: /);
  });

  it('keeps it on a button, and takes it to the page’s name where that is gone', async () => {
    const { page } = dashboard;
    await page.getByRole('button', { name: 'Show config' }).focus();
    for (const [name, step] of steps) {
      await step();
      assert.equal(await dashboard.focused(), 'vscode-button: Show config', name);
    }
    await page.getByRole('button', { name: 'Check now' }).focus();
    await dashboard.say({ type: 'progress', progress: RUNNING });
    assert.match(await dashboard.focused(), /^h1: /);
  });

  it('takes no focus while somebody types beside it', async () => {
    const { page } = dashboard;
    await page.getByRole('button', { name: 'Show config' }).focus();
    await page.evaluate(() => (document.hasFocus = () => false));
    for (const [, step] of steps) await step();
    assert.match(await dashboard.focused(), /^body: /);
  });

  it('lets go on typing where the caret was', async () => {
    const { page } = dashboard;
    await page.getByRole('textbox', { name: 'Find a column' }).focus();
    await page.keyboard.type('orin');
    await page.keyboard.press('ArrowLeft');
    for (const [, step] of steps) await step();
    await page.keyboard.type('gi');
    await page.getByText('1 of 20 columns').waitFor();
    await page.getByRole('button', { name: 'origin' }).first().waitFor();
  });

  it('does not move under who reads it, nor draw again what is the same', async () => {
    const { page } = dashboard;
    await page.setViewportSize({ width: 1400, height: 500 });
    await page.evaluate(() => window.scrollTo(0, 400));
    await dashboard.drawn();
    const place = (): Promise<{ top: number; drawn: boolean }> =>
      page.evaluate(() => ({
        top: Math.round(document.querySelector('.ledger')?.getBoundingClientRect().top ?? NaN),
        drawn: document.querySelector('.chart svg[data-seen]') !== null,
      }));
    await page
      .locator('.chart svg')
      .first()
      .evaluate((chart) => chart.setAttribute('data-seen', ''));
    const { top } = await place();
    assert.ok(top < 0, `${top}`);
    for (const [name, step] of steps) {
      await step();
      assert.deepEqual(await place(), { top, drawn: name !== 'is newer' }, name);
    }
  });

  it('reads aloud what somebody waits for, and a verdict that changed, and else nothing', async () => {
    const { page } = dashboard;
    const said = (): Promise<string | null> => page.locator('[aria-live=polite]').textContent();
    for (const [, step] of steps) await step();
    assert.equal(await said(), '');
    const { summary } = later;
    const decision = { ...summary.decision, keep: false };
    const worse = { ...later, generated_at: '2026-07-01T11:00:00.000Z', summary: { ...summary, decision } };
    await dashboard.say({ type: 'progress', progress: RUNNING });
    await dashboard.say(viewMessage(worse));
    assert.equal(await said(), 'Checked. Update this model.');
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.locator('[aria-live=polite]').evaluate((live) => (live.textContent = ''));
    await dashboard.say({ type: 'progress', progress: RUNNING });
    await dashboard.say(viewMessage({ ...worse, generated_at: '2026-07-01T12:00:00.000Z' }));
    assert.equal(await said(), 'Checked. Update this model.');
  });

  it('keeps a column’s page in sight until the newer one is there', async () => {
    const { page } = dashboard;
    await page.setViewportSize({ width: 1400, height: 500 });
    await page.getByRole('button', { name: 'origin' }).first().click();
    await page.getByRole('heading', { name: 'All measures' }).waitFor();
    await dashboard.drawn();
    await page.evaluate(() => window.scrollTo(0, 300));
    const scrolled = (): Promise<number> => page.evaluate(() => window.scrollY);
    assert.equal(await scrolled(), 300);
    // The host answers with the pages of the first report: the newer one is still on its way.
    for (const [name, step] of steps) {
      await step();
      assert.equal(await page.getByRole('heading', { name: 'All measures' }).count(), 1, name);
      assert.equal(await scrolled(), 300, name);
    }
    assert.equal(dashboard.asked.filter(({ type }) => type === 'feature').length, 2);
    await dashboard.say({ type: 'feature', column: 'origin', checkedAt: later.generated_at, feature: null });
    await page.getByText('Getting its charts').waitFor();
  });
});
