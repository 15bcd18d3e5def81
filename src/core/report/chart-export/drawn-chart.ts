import { withTimeAxis } from '../charts/export-axis.js';
import { heatStrip } from '../charts/heat-strip.js';
import type { DashboardView, LedgerSection, PlotRow } from '../charts/ledger.js';
import { LIGHT } from '../charts/palette.js';
import type { ChartSpec, Plot } from '../charts/plot.js';
import { featureOf } from '../dashboard/features.js';
import { segmentView } from '../dashboard/segments.js';
import type { Report } from '../report.js';

/** A chart of the dashboard as it stands in a file of its own. */
export interface DrawnChart {
  /** `ROC AUC`: for the name of the file. */
  readonly name: string;
  readonly spec: ChartSpec;
  readonly alt: string;
}

const WIDTH = 860;
const NAMES = 150;
const HEAT_ROW = 24;

/**
 * The chart that an id of the page stands for; null where the view has none. Ids: `heat`, `row/ID`, `row/ID/COLUMN` on the page
 * of a column, `shares/COLUMN`, `ecdf/COLUMN`, `changes/COLUMN`, `where/INDEX`.
 */
export function drawnChart(report: Report, view: DashboardView, id: string): DrawnChart | null {
  const [kind = '', ...rest] = id.split('/');
  const name = rest.join('/');
  switch (kind) {
    case 'heat': {
      const section = view.sections.find(({ heat }) => heat !== null);
      return section === undefined ? null : heatChart(view, section);
    }
    case 'row': {
      const row =
        view.sections.flatMap(({ plots }) => plots).find((one) => one.id === name) ??
        rowOfColumn(report, view, name) ??
        rowOfSegment(report, view, name);
      return row === null ? null : timed(view, row.name, row.plot);
    }
    case 'shares':
    case 'ecdf':
    case 'changes': {
      const feature = featureOf(report, name);
      const plot = feature?.distribution?.[kind] ?? null;
      return feature === null || plot === null
        ? null
        : { name: `${feature.name} ${kind}`, spec: onPaper(plot.spec), alt: plot.alt };
    }
    case 'where': {
      const where = view.where[Number(name)];
      return where === undefined
        ? null
        : { name: where.title, spec: onPaper(where.plot.spec), alt: where.plot.alt };
    }
    default:
      return null;
  }
}

/** A row of a segment's results. */
function rowOfSegment(report: Report, { segments }: DashboardView, id: string): PlotRow | null {
  const segment = segments.find((one) => id.endsWith(`/${one}`));
  const sections = segment === undefined ? [] : (segmentView(report, segment)?.sections ?? []);
  return sections.flatMap(({ plots }) => plots).find((one) => one.id === id) ?? null;
}

/** A row of a column's page. Its id names the column among other things, and a column may have any name. */
function rowOfColumn(report: Report, { columns }: DashboardView, id: string): PlotRow | null {
  for (const { column } of columns) {
    const row = id.includes(column)
      ? featureOf(report, column)?.over.find((one) => one.id === id)
      : undefined;
    if (row !== undefined) return row;
  }
  return null;
}

function timed(view: DashboardView, name: string, { spec, alt }: Plot): DrawnChart {
  const sized = { ...spec, width: WIDTH };
  return {
    name,
    spec: onPaper(view.axis.kind === 'window' ? sized : withTimeAxis(sized, view.axis, true)),
    alt,
  };
}

function heatChart({ axis }: DashboardView, { title, sentence, heat }: LedgerSection): DrawnChart | null {
  if (heat === null) return null;
  const spec = heatStrip({
    rows: heat.rows.map((row) => ({ ...row, cells: [...row.past, ...row.cells] })),
    chunks: [...axis.past, ...axis.chunks],
    width: WIDTH,
    rowHeight: HEAT_ROW,
    left: NAMES,
    names: true,
  });
  return {
    name: `${title} ${heat.metric}`,
    spec: onPaper(axis.kind === 'window' ? spec : withTimeAxis(spec, axis, true)),
    alt: `${heat.metric} by ${axis.unit}. ${sentence}`,
  };
}

/** Files have no theme to stand on: the light palette needs its own ground. */
function onPaper(spec: ChartSpec): ChartSpec {
  return { ...spec, background: LIGHT['bg'] ?? 'white' };
}
