/** How large the dashboard is, and what of it is loaded when. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { buildReport } from '../../core/report/views/report-builder';
import { repoRoot } from '../sample';
import { Pages, viewMessage } from './dashboard-page';

const folder = path.join(repoRoot, 'dist', 'webview');
/** Bytes of all scripts that the dashboard can load, minified. */
const MOST_BYTES = 1_200_000;

/** A script and all that it imports, at once or later. */
function reached(file: string, known = new Set<string>()): Set<string> {
  if (known.has(file)) return known;
  known.add(file);
  const text = fs.readFileSync(path.join(folder, file), 'utf8');
  for (const [, name = ''] of text.matchAll(/["'](\.\.?\/[\w./-]+\.js)["']/g))
    reached(path.join(path.dirname(file), name), known);
  return known;
}

describe("the dashboard's bundle", () => {
  const pages = new Pages();
  after(() => pages.close());

  it('is under 1.2 MB with all its chunks', () => {
    const files = [...reached('dashboard.js')];
    assert.ok(
      files.some((file) => file.includes('draw-')),
      'the chunk with Vega is counted',
    );
    const bytes = files.reduce((sum, file) => sum + fs.statSync(path.join(folder, file)).size, 0);
    assert.ok(bytes < MOST_BYTES, `${bytes} bytes: ${files.join(', ')}`);
  });

  it('loads none of Vega where there is no chart', async () => {
    const dashboard = await pages.open({
      messages: [{ type: 'state', state: { kind: 'idle', model: 'flight-delay' } }],
    });
    await dashboard.page.getByRole('heading', { level: 1 }).waitFor();
    await dashboard.page.waitForTimeout(300);
    assert.ok(!dashboard.loaded.some((file) => file.includes('draw-')), dashboard.loaded.join(', '));
    await dashboard.close();
  });

  it('shows verdict and matrix before Vega is there', async () => {
    const report = buildReport();
    const dashboard = await pages.open({ report, messages: [viewMessage(report)], withoutCharts: true });
    await dashboard.page.getByRole('heading', { level: 1 }).waitFor();
    await dashboard.page.locator('.heat-canvas').waitFor();
    assert.equal(await dashboard.page.locator('.chart svg').count(), 0);
    await dashboard.close();
  });
});
