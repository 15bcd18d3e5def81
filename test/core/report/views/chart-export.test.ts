/** Charts of the dashboard as files: every one of them, and the values behind it. */
import assert from 'node:assert/strict';

import { chartData, csvOf } from '../../../../src/core/report/chart-export/chart-data.js';
import { chartFile } from '../../../../src/core/report/chart-export/chart-file.js';
import { drawnChart } from '../../../../src/core/report/chart-export/drawn-chart.js';
import { dashboardView } from '../../../../src/core/report/dashboard/dashboard.js';
import { featureOf } from '../../../../src/core/report/dashboard/features.js';
import { renderSvg } from '../../../../src/runner/svg.js';
import { buildReport } from './report-builder.js';

const report = buildReport();
const view = dashboardView(report);
const features = view.columns.map(({ column }) => featureOf(report, column)).filter((one) => one !== null);
const ids = [
  'heat',
  ...view.sections.flatMap(({ plots }) => plots.map(({ id }) => `row/${id}`)),
  ...features.flatMap(({ over }) => over.map(({ id }) => `row/${id}`)),
  ...features.flatMap(({ column, distribution }) =>
    distribution === null
      ? []
      : [
          `shares/${column}`,
          ...(distribution.ecdf === null ? [] : [`ecdf/${column}`]),
          ...(distribution.changes === null ? [] : [`changes/${column}`]),
        ],
  ),
  ...view.where.map((_, i) => `where/${i}`),
];

describe('charts as files', () => {
  it('are there for every chart of the page, with the values behind it', () => {
    assert.ok(ids.length > 8);
    for (const id of ids) {
      const chart = drawnChart(report, view, id);
      assert.ok(chart, id);
      assert.ok(chart.name !== '' && chart.alt !== '', id);
      const data = chartData(report, id);
      assert.ok(data !== null && data.rows.length > 0, id);
      assert.ok(
        data.rows.every((row) => row.length === data.head.length),
        id,
      );
    }
  });

  it('need no theme: no token is left in them', async () => {
    const chart = drawnChart(report, view, 'heat');
    assert.ok(chart);
    const svg = chartFile(await renderSvg(chart.spec), chart.alt);
    assert.match(svg, /^<svg role="img" aria-label="/);
    assert.doesNotMatch(svg, /var\(/);
  });

  it('are nothing for what is no chart of the page', () => {
    for (const id of ['', 'row/', 'row/nothing', 'shares/nothing', 'where/99', '__proto__', 'heat2']) {
      assert.equal(drawnChart(report, view, id), null, id);
      assert.equal(chartData(report, id), null, id);
    }
  });

  it('keep text as text in CSV', () => {
    const head = ['a,b', 'c'];
    assert.equal(
      csvOf({
        head,
        rows: [
          ['say "=x"', null],
          [0.1, false],
        ],
      }),
      '"a,b","c"\r\n"say ""=x""",\r\n0.1,false\r\n',
    );
  });
});
