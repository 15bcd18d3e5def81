/** The dashboard by the keyboard alone, and under another theme. */
import assert from 'node:assert/strict';

import { buildReport } from '../../core/report/views/report-builder';
import { Pages, viewMessage, type DashboardPage } from './dashboard-page';
import { themeColours } from './webview-page';

const features = Array.from({ length: 20 }, (_, i) => (i === 0 ? 'origin' : i === 1 ? 'hour' : `f${i}`));
const report = buildReport({ features });

describe('a dashboard by the keyboard alone', function () {
  this.timeout(60_000);
  const pages = new Pages();
  let dashboard: DashboardPage;

  before(async () => {
    dashboard = await pages.open({ report, messages: [viewMessage(report)] });
    await dashboard.drawn();
  });
  after(() => pages.close());

  it('is walked through in reading order, and the focus is always seen', async () => {
    const { page } = dashboard;
    const seen: string[] = [];
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      const where = await dashboard.focused();
      if (where.startsWith('body')) break;
      const shown = await page.evaluate(() => {
        const active = document.activeElement;
        if (active === null) return false;
        // A control of the toolkit shows the focus on a part of its own.
        const inner = active.shadowRoot?.activeElement ?? active;
        const ring = [active, inner, ...(active.shadowRoot?.querySelectorAll('*') ?? [])].some((element) => {
          const { outlineStyle, outlineWidth, borderColor } = getComputedStyle(element);
          return (outlineStyle !== 'none' && outlineWidth !== '0px') || borderColor === 'rgb(0, 120, 212)';
        });
        const box = active.getBoundingClientRect();
        return ring && box.width > 0 && box.bottom > 0 && box.top < window.innerHeight;
      });
      assert.ok(shown, `${where} has the focus, and does not show it`);
      seen.push(where);
    }
    const order = ['origin', 'Check now', 'Find a column', 'gridcell', 'others hold'].map((name) =>
      seen.findIndex((where) => where.includes(name)),
    );
    assert.ok(!order.includes(-1), seen.join('\n'));
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
      seen.join('\n'),
    );
    assert.equal(
      seen.filter((where) => where.startsWith('gridcell')).length,
      1,
      'one tab stop for the matrix',
    );
  });

  it('opens a column, steps through columns and comes back to its row', async () => {
    const { page } = dashboard;
    await page.locator('[role=gridcell][tabindex="0"]').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'origin shifted' }).waitFor();
    assert.match(await dashboard.focused(), /^h1: origin/);
    await page.getByRole('heading', { name: 'All measures' }).waitFor();
    await page.keyboard.press(']');
    await page.getByRole('heading', { level: 1, name: /^hour/ }).waitFor();
    await page.keyboard.press('[');
    await page.getByRole('heading', { level: 1, name: /^origin/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('grid').waitFor();
    assert.match(await dashboard.focused(), /^gridcell: origin,/);
  });

  it('moves through time, and frees what it pinned', async () => {
    const { page } = dashboard;
    const date = page.locator('.date-tag');
    const last = await date.innerText();
    await page.keyboard.press('ArrowLeft');
    assert.notEqual(await date.innerText(), last);
    await page.keyboard.press('Home');
    assert.equal(await date.innerText(), '29 Jan');
    await page.keyboard.press('Escape');
    assert.equal(await date.innerText(), last);
  });

  it('knows the keys that its help names', async () => {
    const { page } = dashboard;
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys' });
    await help.waitFor();
    for (const key of ['R', 'C', 'T', 'L', 'Z', '/', 'Esc'])
      assert.ok((await help.locator('kbd').allTextContents()).includes(key), key);
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await page.keyboard.press('c');
    assert.deepEqual(dashboard.asked.at(-1), { type: 'check' });
    await page.keyboard.press('r');
    assert.equal(dashboard.asked.at(-1)?.type, 'rows');
    await page.keyboard.press('t');
    await page.getByRole('table', { name: /^ROC AUC/ }).waitFor();
    await page.keyboard.press('t');
    await page.keyboard.press('/');
    await page.keyboard.type('hour');
    await page.getByText('1 of 20 columns').waitFor();
    // A letter that is typed is no key.
    await page.keyboard.type('c');
    await page.waitForTimeout(50);
    assert.notEqual(dashboard.asked.at(-1)?.type, 'check');
    assert.deepEqual(await dashboard.problems(), []);
  });
});

describe('a dashboard whose theme changes', function () {
  this.timeout(60_000);
  const pages = new Pages();
  after(() => pages.close());

  it('takes the new colours with nothing drawn anew and nothing moved', async () => {
    const dashboard = await pages.open({ report, messages: [viewMessage(report)], theme: 'dark' });
    await dashboard.drawn();
    const { page } = dashboard;
    const look = (): Promise<{ picture: string; boxes: string; ground: string }> =>
      page.evaluate(() => {
        const canvas = document.querySelector('canvas');
        const boxes = [...document.querySelectorAll('.chart svg, h2, canvas')].map((element) => {
          const { x, y, width, height } = element.getBoundingClientRect();
          return [x, y, width, height].map(Math.round);
        });
        return {
          picture: canvas?.toDataURL() ?? '',
          boxes: JSON.stringify(boxes),
          ground: getComputedStyle(document.body).backgroundColor,
        };
      });
    await page.evaluate(() => {
      for (const svg of document.querySelectorAll('.chart svg')) svg.setAttribute('data-same', '');
    });
    const dark = await look();
    await dashboard.setTheme('light');
    await page.waitForTimeout(100);
    const light = await look();
    assert.notEqual(light.picture, dark.picture);
    assert.notEqual(light.ground, dark.ground);
    assert.equal(light.boxes, dark.boxes);
    const redrawn = await page.evaluate(
      () => document.querySelectorAll('.chart svg:not([data-same])').length,
    );
    assert.equal(redrawn, 0);
    const ink = await page.evaluate(() => {
      const path = document.querySelector('.chart svg [stroke="var(--tm-cur)"]');
      return path === null ? '' : getComputedStyle(path).stroke;
    });
    const blue = themeColours('light').variables['--vscode-charts-blue'] ?? '';
    const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(blue.slice(at, at + 2), 16));
    assert.equal(ink, `rgb(${r}, ${g}, ${b})`);
    assert.deepEqual(await dashboard.problems(), []);
  });
});
