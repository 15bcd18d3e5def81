/** The drift matrix of wide and of long reports, in a browser. */
import assert from 'node:assert/strict';

import { buildReport } from '../../core/report/views/report-builder';
import { Pages, viewMessage, type DashboardPage } from './dashboard-page';

const names = Array.from({ length: 500 }, (_, i) => `feature_${String(i).padStart(3, '0')}`);

/** Elements and texts of the page. */
function countNodes({ page }: DashboardPage): Promise<number> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    let count = 0;
    while (walker.nextNode() !== null) count++;
    return count;
  });
}

describe('the drift matrix of 500 columns and 150 chunks', function () {
  this.timeout(60_000);
  const pages = new Pages();
  const report = buildReport({ features: names, chunks: 150 });
  let dashboard: DashboardPage;

  before(async () => {
    dashboard = await pages.open({ report, messages: [viewMessage(report)] });
    await dashboard.drawn();
  });
  after(() => pages.close());

  it('folds what holds, and shows all when asked', async () => {
    const { page } = dashboard;
    const grid = page.getByRole('grid');
    assert.equal(await grid.getAttribute('aria-rowcount'), '12');
    await page.getByRole('button', { name: '488 others hold' }).click();
    assert.equal(await grid.getAttribute('aria-rowcount'), '500');
    assert.equal(await grid.getAttribute('aria-colcount'), '150');
  });

  it('has fewer than 5000 nodes, wherever it is scrolled to', async () => {
    const { page } = dashboard;
    for (const y of [0, 4000, 9000, 13_000]) {
      await page.evaluate((top) => window.scrollTo(0, top), y);
      await dashboard.drawn();
      const nodes = await countNodes(dashboard);
      assert.ok(nodes < 5000, `${nodes} nodes at ${y}`);
    }
  });

  it('shows the rows that are in sight', async () => {
    const { page } = dashboard;
    await page.evaluate(() => window.scrollTo(0, 6000));
    await dashboard.drawn();
    const inSight = await page.evaluate(() => {
      const names = [...document.querySelectorAll('.row-name')];
      const boxes = names.map((name) => name.getBoundingClientRect());
      return {
        top: Math.min(...boxes.map((box) => box.top)),
        bottom: Math.max(...boxes.map((box) => box.bottom)),
      };
    });
    assert.ok(inSight.top <= 0 && inSight.bottom >= 900, JSON.stringify(inSight));
    const canvas = await page.locator('.heat-canvas').boundingBox();
    assert.ok(canvas !== null && canvas.y <= 0 && canvas.y + canvas.height >= 900);
  });

  it('is walked through by keys, with one tab stop', async () => {
    const { page } = dashboard;
    await page.evaluate(() => window.scrollTo(0, 0));
    await dashboard.drawn();
    const stops = page.locator('[role=gridcell][tabindex="0"]');
    assert.equal(await stops.count(), 1);
    await stops.focus();
    const focused = (): Promise<(string | null)[]> =>
      page.evaluate(() => {
        const cell = document.activeElement;
        const row = cell?.closest('[role=row]');
        return [row?.getAttribute('aria-rowindex') ?? null, cell?.getAttribute('aria-colindex') ?? null];
      });
    assert.deepEqual(await focused(), ['1', '149']);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowLeft');
    assert.deepEqual(await focused(), ['2', '148']);
    for (let i = 0; i < 6; i++) await page.keyboard.press('PageDown');
    assert.deepEqual(await focused(), ['62', '148']);
    await page.keyboard.press('Control+End');
    assert.deepEqual(await focused(), ['500', '148']);
    const box = await page.evaluate(
      () => document.activeElement?.getBoundingClientRect().toJSON() as DOMRect,
    );
    assert.ok(box.top >= 0 && box.bottom <= 900, JSON.stringify(box));
    await page.keyboard.press('Home');
    assert.deepEqual(await focused(), ['500', '1']);
    await page.keyboard.press('Control+Home');
    assert.deepEqual(await focused(), ['1', '1']);
    assert.equal(await stops.count(), 1);
  });

  it('keeps the tab stop in the page when it is scrolled away', async () => {
    const { page } = dashboard;
    await page.evaluate(() => window.scrollTo(0, 9000));
    await dashboard.drawn();
    assert.equal(await page.locator('[role=gridcell][tabindex="0"]').count(), 1);
    const rows = await page
      .locator('[role=row][aria-rowindex]')
      .evaluateAll((all) => all.map((row) => Number(row.getAttribute('aria-rowindex'))));
    assert.deepEqual(
      rows,
      [...rows].sort((a, b) => a - b),
      'in reading order',
    );
  });

  it('finds a column by a part of its name, and says how many', async () => {
    const { page } = dashboard;
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.getByRole('textbox', { name: 'Find a column' }).fill('_49');
    await page.getByText('10 of 500 columns').waitFor();
    assert.equal(await page.getByRole('grid').getAttribute('aria-rowcount'), '10');
    await page.getByRole('textbox', { name: 'Find a column' }).fill('nothing');
    await page.getByText('No column has this name').waitFor();
    await page.getByRole('textbox', { name: 'Find a column' }).fill('');
  });

  it('goes to a column and back to its row', async () => {
    const { page } = dashboard;
    await page.evaluate(() => window.scrollTo(0, 9000));
    await dashboard.drawn();
    await page.getByRole('button', { name: 'feature_360' }).click();
    await page.getByRole('heading', { level: 1, name: /feature_360/ }).waitFor();
    await page.getByRole('heading', { name: 'All measures' }).waitFor();
    assert.deepEqual(
      dashboard.asked.filter(({ type }) => type === 'feature'),
      [{ type: 'feature', column: 'feature_360' }],
    );
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('grid').waitFor();
    const row = await page.evaluate(() =>
      document.activeElement?.closest('[role=row]')?.getAttribute('aria-label'),
    );
    assert.equal(row, 'feature_360');
    await page.getByRole('button', { name: 'feature_360' }).click();
    await page.getByRole('heading', { name: 'All measures' }).waitFor();
    assert.equal(dashboard.asked.filter(({ type }) => type === 'feature').length, 1, 'asked once');
  });

  it('breaks no rule of the policy', async () => {
    assert.deepEqual(await dashboard.problems(), []);
  });
});

describe('the drift matrix of 2000 chunks', function () {
  this.timeout(60_000);
  const pages = new Pages();
  const report = buildReport({ features: names.slice(0, 60), chunks: 2000 });
  let dashboard: DashboardPage;

  before(async () => {
    dashboard = await pages.open({ report, messages: [viewMessage(report)] });
    await dashboard.drawn();
  });
  after(() => pages.close());

  it('says that a mark stands for several, and goes by single ones', async () => {
    const { page } = dashboard;
    assert.match(await page.locator('.heat-note').innerText(), /^Each mark is the worst of \d+ weeks;/);
    assert.equal(await page.getByRole('grid').getAttribute('aria-colcount'), '2000');
    await page.locator('[role=gridcell][tabindex="0"]').focus();
    await page.keyboard.press('ArrowLeft');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-colindex')), '1998');
  });

  it('has fewer than 5000 nodes', async () => {
    const { page } = dashboard;
    for (const y of [0, 600, 1200]) {
      await page.evaluate((top) => window.scrollTo(0, top), y);
      await dashboard.drawn();
      const nodes = await countNodes(dashboard);
      assert.ok(nodes < 5000, `${nodes} nodes at ${y}`);
    }
    assert.deepEqual(await dashboard.problems(), []);
  });
});
