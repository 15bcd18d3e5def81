import type { TimeAxis } from '../charts/axis.js';
import { budgetChart } from '../charts/budget.js';
import type { PlotRow } from '../charts/ledger.js';
import { pointsOf } from '../charts/series.js';
import type { Report } from '../report.js';
import { formatShare } from '../words.js';
import { altOf, readingOf, tableOf } from './metric-rows.js';
import { seriesId, type Series } from './series-index.js';

/** What is left of the error budget, by chunk. */
export function budgetRow(series: Series, axis: TimeAxis, slo: Report['slo'], height: number): PlotRow {
  const limits = series.results[0]?.threshold ?? { warn: null, alert: null };
  const promise =
    slo === null || slo === undefined
      ? ''
      : `: ${formatShare(slo.objective)} without error over ${slo.window}`;
  return {
    id: seriesId(series),
    name: 'Error budget left',
    note: `Share of the errors that the SLO allows${promise}`,
    plot: {
      spec: budgetChart(pointsOf(axis, series.results), limits, height),
      alt: altOf(series, axis),
      table: tableOf(series, axis),
    },
    readings: axis.chunks.map((_, i) => readingOf(series, axis, i, { swatch: null, name: '' })),
  };
}
