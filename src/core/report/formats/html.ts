import type { ChartSpec, Plot } from '../charts/plot.js';
import { timeAxis } from '../charts/axis.js';
import { withTimeAxis } from '../charts/export-axis.js';
import { heatStrip } from '../charts/heat-strip.js';
import type { DashboardView, LedgerSection, PlotRow } from '../charts/ledger.js';
import { withLightPalette } from '../charts/palette.js';
import { dashboardView } from '../dashboard/dashboard.js';
import { featureViews } from '../dashboard/features.js';
import { seriesIn } from '../dashboard/series-index.js';
import { drawnName } from '../dashboard/stability.js';
import type { Report } from '../report.js';
import { capitalise, formatDay } from '../words.js';
import { checksTable } from './html/checks-table.js';
import { distributionBlock } from './html/distribution-block.js';
import { labelled, type Draw } from './html/drawn.js';
import { html, Markup } from './html/escape.js';
import { verdictIcon } from './html/icons.js';
import { pageShell } from './html/page-shell.js';
import { definitions, problemList, provenance } from './html/provenance.js';
import { STYLE } from './html/style.js';

/** Draws a spec as SVG: the core knows no renderer. */
export type SvgRenderer = (spec: ChartSpec) => Promise<string>;

const WIDTH = 732;
const GUTTER = 44;
const NAMES = 128;
const HEAT_ROW = 22;
const MOST_HEAT_ROWS = 24;
const MOST_DISTRIBUTIONS = 4;

/** No script, no network: what stands in the file is all there is. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** The report as one page: light, printable, complete in one file. */
export async function formatHtml(report: Report, renderSvg: SvgRenderer): Promise<string> {
  const axis = timeAxis(report, false);
  const view = dashboardView(report, axis);
  const draw: Draw = async (spec) => new Markup(withLightPalette(await renderSvg(spec)));
  const body: Markup[] = [
    head(report, view),
    checksTable(report),
    ...(await shifts(view, draw)),
    ...(await distributions(report, view, draw)),
    ...(await overTime(view, 'performance', draw)),
    ...(await overTime(view, 'operations', draw)),
    ...(await overTime(view, 'quality', draw)),
    ...(await overTime(view, 'feedback', draw)),
    problemList(report),
    definitions(report),
    provenance(report),
  ];
  return pageShell({
    title: `${view.verdict.heading}: ${report.model}`,
    policy: POLICY,
    scheme: 'light',
    style: STYLE,
    main: body.map((part) => part.html).join('\n'),
    end: '',
  });
}

function head(report: Report, view: DashboardView): Markup {
  const written = `Written ${formatDay(report.generated_at, true)}.`;
  const owner = report.owner === null ? '' : ` Owner: ${report.owner}`;
  const facts = [...view.facts, ...view.filters.slice(1)].map((fact, i) =>
    i === 0 ? fact : fact.charAt(0).toLowerCase() + fact.slice(1),
  );
  return html`<header>
    <h1>${report.model}</h1>
    <p class="muted">${capitalise(facts.join('; '))}. ${written}${owner}</p>
    <section class="verdict ${view.verdict.verdict}">
      <h2>${verdictIcon(view.verdict.verdict, 20)}${view.verdict.heading}</h2>
      <p>${view.verdict.sentence}</p>
    </section>
    <ul class="families">
      ${view.families.map(
        (family) =>
          html`<li>${verdictIcon(family.verdict)}<b>${family.title}</b><span>${family.because}</span></li>`,
      )}
    </ul>
  </header>`;
}

async function shifts(view: DashboardView, draw: Draw): Promise<Markup[]> {
  const section = view.sections.find((one) => one.id === 'stability');
  if (section === undefined || section.heat === null || view.axis.kind === 'window') return [];
  const { heat } = section;
  const rows = heat.rows.slice(0, MOST_HEAT_ROWS);
  const folded = heat.rows.length - rows.length;
  const spec = heatStrip({
    rows: rows.map((row) => ({ ...row, name: drawnName(row), cells: [...row.past, ...row.cells] })),
    chunks: [...view.axis.past, ...view.axis.chunks],
    width: WIDTH - NAMES,
    rowHeight: HEAT_ROW,
    left: NAMES,
    names: true,
  });
  const alt = rows
    .filter((row) => row.verdict === 'alert' || row.verdict === 'warn')
    .map(
      (row) =>
        `${drawnName(row)}: ${row.cells[view.axis.standing]?.value ?? ''}, ${row.cells[view.axis.standing]?.words ?? ''}`,
    )
    .join('; ');
  return [
    html`<section class="keep">
      <h2>Shifts by ${view.axis.unit}</h2>
      <p class="how">
        ${section.sentence} ${section.hint} Pale: under the warning limit. Outlined: warning. Solid: alert.
        Dashed: not judged.${rows.some(({ whole }) => whole) ? ' Whole: one value, of the whole window.' : ''}
      </p>
      ${await figure(draw, withTimeAxis(spec, view.axis, true), `${heat.metric} by ${view.axis.unit}. ${alt === '' ? 'All hold' : alt}.`)}
      ${folded > 0 ? html`<p class="how">${folded} others, with smaller shifts, are in the table above.</p>` : null}
    </section>`,
  ];
}

async function distributions(report: Report, view: DashboardView, draw: Draw): Promise<Markup[]> {
  const known = new Set(report.distributions.map(({ column }) => column));
  const drawn = featureViews(
    report,
    view.axis,
    seriesIn(report),
    view.columns
      .filter(({ column, verdict }) => known.has(column) && (verdict === 'alert' || verdict === 'warn'))
      .slice(0, MOST_DISTRIBUTIONS)
      .map(({ column }) => column),
  );
  if (drawn.length === 0) return [];
  const blocks: Markup[] = [];
  for (const feature of drawn) blocks.push(await distributionBlock(feature, draw));
  return [
    html`<section>
      <h2>What changed</h2>
      <p class="how">The columns that shifted most, reference against now.</p>
      ${blocks}
    </section>`,
  ];
}

async function overTime(view: DashboardView, id: LedgerSection['id'], draw: Draw): Promise<Markup[]> {
  const section = view.sections.find((one) => one.id === id);
  if (section === undefined || (section.plots.length === 0 && section.lines.length === 0)) return [];
  const figures: Markup[] = [];
  for (const row of section.plots) figures.push(await plotFigure(view, row, draw));
  return [
    html`<section>
      <h2>${section.title}${view.axis.kind === 'window' ? '' : ` by ${view.axis.unit}`}</h2>
      <p class="how">${section.sentence} ${section.hint}</p>
      ${figures}
      ${
        section.lines.length === 0
          ? null
          : html`<ul class="lines">
              ${section.lines.map((line) => html`<li>${verdictIcon(line.verdict)}<span>${line.explanation}</span></li>`)}
            </ul>`
      }
    </section>`,
  ];
}

async function plotFigure(view: DashboardView, row: PlotRow, draw: Draw): Promise<Markup> {
  const reading = row.readings[view.axis.standing];
  const values = (reading?.values ?? [])
    .map((value) => [value.name, value.value, value.detail].filter((text) => text !== '').join(' '))
    .join(', ');
  const when = view.axis.chunks[view.axis.standing]?.title ?? '';
  const sized: Plot = {
    ...row.plot,
    spec: withTimeAxis({ ...row.plot.spec, width: WIDTH - GUTTER }, view.axis),
  };
  return html`<figure>
    <figcaption>
      <b>${row.name}</b> ${values}${values === '' || values.includes(when) ? '' : ` (${when})`}
      <span class="muted">${row.note}</span>
    </figcaption>
    ${await svgOf(draw, sized.spec, row.plot.alt)}
  </figure>`;
}

async function figure(draw: Draw, spec: ChartSpec, alt: string): Promise<Markup> {
  return html`<figure>${await svgOf(draw, spec, alt)}</figure>`;
}

async function svgOf(draw: Draw, spec: ChartSpec, alt: string): Promise<Markup> {
  return labelled(await draw(spec), alt);
}
