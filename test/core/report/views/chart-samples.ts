import path from 'node:path';

import { budgetChart } from '../../../../src/core/report/charts/budget.js';
import { drawnChart } from '../../../../src/core/report/chart-export/drawn-chart.js';
import { forest } from '../../../../src/core/report/charts/forest.js';
import { metricLine } from '../../../../src/core/report/charts/metric-line.js';
import type { ChartSpec } from '../../../../src/core/report/charts/plot.js';
import type { SeriesPoint } from '../../../../src/core/report/charts/series.js';
import { timeAxis } from '../../../../src/core/report/charts/axis.js';
import { valueBars } from '../../../../src/core/report/charts/value-bars.js';
import { dashboardView } from '../../../../src/core/report/dashboard/dashboard.js';
import type { Verdict } from '../../../../src/core/report/report.js';
import { renderSvg } from '../../../../src/runner/svg.js';
import { buildReport } from './report-builder.js';

/** Where the charts are kept that a change is compared with. */
export const CHARTS = path.resolve(import.meta.dirname, '../../../fixtures/charts');

const VERDICT: readonly Verdict[] = ['pass', 'warn', 'alert', 'pass', 'unknown', 'pass'];

/** A point of each kind: passing, warning, alert, without a value, not judged. */
const points: SeriesPoint[] = VERDICT.map((verdict, i) => ({
  title: `week ${i}`,
  x0: i / 6,
  x1: (i + 1) / 6,
  value: i === 3 ? null : 0.7 - 0.03 * (i % 3),
  interval: i === 3 ? null : [0.68 - 0.03 * (i % 3), 0.72 - 0.03 * (i % 3)],
  verdict,
  judged: verdict !== 'unknown',
}));

/** One spec of every chart, by the name of its file in `core/report/charts`. */
export function chartSamples(): Readonly<Record<string, ChartSpec>> {
  const report = buildReport({ chunks: 6 });
  const view = dashboardView(report);
  const drawn = (id: string): ChartSpec => {
    const chart = drawnChart(report, view, id);
    if (chart === null) throw new Error(`No chart ${id}.`);
    return chart.spec;
  };
  const limits = { warn: { below: 0.68 }, alert: { below: 0.65 } };
  const above = { warn: { above: 0.1 }, alert: { above: 0.6 } };
  return {
    'heat-strip': drawn('heat'),
    'metric-line': metricLine(timeAxis(report), {
      points,
      limits,
      unit: 'none',
      range: [0, 1],
      height: 132,
      past: [],
      reference: 0.69,
      estimate: points.map((point) => ({ ...point, value: 0.69, interval: [0.66, 0.71] })),
      estimated: false,
    }),
    'value-bars': valueBars({ points, limits: above, unit: 'none', height: 110 }),
    budget: budgetChart(
      points.map((point, i) => ({ ...point, value: point.value === null ? null : 0.9 - 0.3 * i })),
      { warn: null, alert: { below: 0 } },
      56,
    ),
    coverage: drawn('row/labels'),
    latency: drawn('row/latency'),
    errors: drawn('row/errors'),
    requests: drawn('row/requests'),
    'distribution-categorical': drawn('shares/origin'),
    'distribution-steps': drawn('shares/hour'),
    'distribution-changes': drawn('changes/hour'),
    ecdf: drawn('ecdf/hour'),
    'quantile-fan': drawn('row/fan/hour'),
    forest: forest(
      [
        { value: 0.6, interval: [0.57, 0.63], apart: true },
        { value: 0.69, interval: [0.66, 0.72], apart: false },
        { value: 0.71, interval: null, apart: false },
      ],
      0.7,
      (value) => value.toFixed(2),
      500,
      22,
    ),
  };
}

/** The files of a chart: its spec, and what is drawn of it. */
export async function chartFiles(spec: ChartSpec): Promise<{ json: string; svg: string }> {
  const svg = await renderSvg(spec);
  // A line for each element: a change shows where it is.
  return { json: `${JSON.stringify(spec, null, 1)}\n`, svg: `${svg.replaceAll('><', '>\n<')}\n` };
}
