/** One segment on the dashboard: chosen, shown, kept, and said where the report has it not. */
import assert from 'node:assert/strict';

import type { Report, SegmentValue } from '../../../src/core/report/report.js';
import { PROTOCOL } from '../../../webview/dashboard/protocol.js';
import { buildReport } from '../../core/report/views/report-builder';
import { Pages, viewMessage, type DashboardPage } from './dashboard-page';
import { HOSTILE } from './hostile-names';

const LAX = 'origin=LAX';

/** A report with values by segment, one of them of a column. */
function reportBy(segments: readonly string[]): Report {
  const plain = buildReport();
  const value = (segment: string, family: SegmentValue['family'], metric: string): SegmentValue => ({
    check: `${family}[0]`,
    family,
    metric,
    subject: { column: family === 'stability' ? 'origin' : null, segment, version: null },
    value: 0.6,
    interval: [0.58, 0.62],
    n_reference: family === 'stability' ? 12 : null,
    n_current: 1510,
    exact: true,
  });
  return {
    ...plain,
    checks: [{ check: 'operations[0]', family: 'operations', metric: 'error_rate', line: 9, column: 5 }],
    segment_results: segments.flatMap((segment) => [
      value(segment, 'performance', 'roc_auc'),
      value(segment, 'stability', 'js_distance'),
    ]),
  };
}

describe('a segment on the dashboard', function () {
  this.timeout(60_000);
  const pages = new Pages();
  after(() => pages.close());
  const settings = { column: null, chunk: null, zoom: null };

  async function open(report: Report, segment: string | null): Promise<DashboardPage> {
    const state = { ...settings, segment, scroll: 0, protocol: PROTOCOL };
    const dashboard = await pages.open({ report, messages: [viewMessage(report)], state });
    await dashboard.drawn();
    return dashboard;
  }

  it('is asked for in the filter line, and shown in place of all rows', async () => {
    const dashboard = await open(reportBy([LAX, 'origin=ATL']), null);
    const { page } = dashboard;
    await page.getByRole('button', { name: 'Rows: All rows. Choose a segment' }).click();
    assert.deepEqual(dashboard.asked.at(-1), { type: 'chooseSegment' });
    await dashboard.say({ type: 'show', settings: { ...settings, segment: LAX } });
    await page.getByText(/1\u202F510 of .* rows\. The verdict above is about all rows/).waitFor();
    assert.deepEqual(
      dashboard.asked.find(({ type }) => type === 'segment'),
      { type: 'segment', segment: LAX },
    );
    assert.deepEqual(
      dashboard.asked.findLast(({ type }) => type === 'settings'),
      {
        type: 'settings',
        settings: { ...settings, segment: LAX },
      },
    );
    assert.equal(await page.getByRole('grid').count(), 0);
    await page.getByText('Told of all rows only:').waitFor();
    await page.keyboard.press('s');
    await page.waitForTimeout(50);
    assert.deepEqual(dashboard.asked.at(-1), { type: 'chooseSegment' });
    await page.getByRole('button', { name: 'Show all rows' }).click();
    await page.getByRole('grid').waitFor();
    const focused = await page.evaluate(() => document.activeElement?.className);
    assert.equal(focused, 'choice');
    await dashboard.close();
  });

  it('is one click from where performance is worst', async () => {
    const dashboard = await open(reportBy([LAX]), null);
    await dashboard.page.getByRole('button', { name: `Show ${LAX}`, exact: true }).click();
    await dashboard.page.getByText(/The verdict above is about all rows/).waitFor();
    await dashboard.close();
  });

  it('is no choice where there is none, and said to be gone where it is', async () => {
    const bare = await open(buildReport(), LAX);
    await bare.page.getByText('The report has no segments: all rows are shown.').waitFor();
    assert.equal(await bare.page.locator('.choice').count(), 0);
    await bare.close();
    const other = await open(reportBy(['origin=ATL']), LAX);
    await other.page.getByText(`The report has no segment ${LAX}: all rows are shown.`).waitFor();
    await other.page.getByRole('grid').waitFor();
    await other.close();
  });

  it('is shown on the page of a column, apart from what is about all rows', async () => {
    const dashboard = await open(reportBy([LAX]), LAX);
    await dashboard.say({ type: 'show', settings: { ...settings, column: 'origin', segment: LAX } });
    const own = dashboard.page.getByRole('region', { name: `Where ${LAX}` });
    await own.getByText('The rest of this page, and the rows behind it, are about all rows.').waitFor();
    await own.getByRole('heading', { name: 'Jensen-Shannon distance' }).waitFor();
    await dashboard.say({ type: 'show', settings: { ...settings, column: 'hour', segment: LAX } });
    await own.getByText('The report holds nothing of this column by segment').waitFor();
    await dashboard.close();
  });

  it('is text, whatever its name', async () => {
    for (const name of HOSTILE) {
      const dashboard = await open(reportBy([name]), name);
      await dashboard.page.getByText(/The verdict above is about all rows/).waitFor();
      assert.equal(await dashboard.page.locator('.choice bdi').textContent(), name);
      assert.equal(await dashboard.page.evaluate(() => 'hit' in window), false);
      const wide = await dashboard.page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      assert.ok(wide <= 0, `${wide} px too wide`);
      assert.deepEqual(await dashboard.problems(), []);
      await dashboard.close();
    }
  });

  it('has no barrier in any theme', async () => {
    const dashboard = await open(reportBy([LAX]), LAX);
    await dashboard.page.getByText(/The verdict above is about all rows/).waitFor();
    assert.deepEqual(await dashboard.barriersInThemes(), []);
    await dashboard.close();
  });
});
