import type { ChartSpec } from '../../../report/charts/plot.js';
import { html, Markup } from '../../../report/formats/html/escape.js';
import { verdictIcon } from '../../../report/formats/html/icons.js';
import { VERDICT_WORDS } from '../../../report/view.js';
import type { Verdict } from '../../../report/report.js';
import type { CellOutput, ChartOutput, TableCell, TableColumn, TableOutput } from '../../outputs/output.js';
import { trendPoints, TREND_HEIGHT, TREND_WIDTH } from '../../outputs/trend.js';
import { rowsWords } from '../plain.js';

/** What draws charts for a page. */
export interface ChartDrawer {
  /** As SVG, its colours as tokens. */
  readonly svg: (spec: ChartSpec) => Promise<string>;
  /** As a Vega spec that the page's own script draws again, with interaction. */
  readonly compiled: (spec: ChartSpec) => Promise<object>;
}

/** Gathers the charts of a page: each has a number, and its spec for the script. */
export class PageCharts {
  readonly specs: object[] = [];

  constructor(private readonly drawer: ChartDrawer) {}

  async draw(output: ChartOutput): Promise<Markup> {
    const spec = output.spec as ChartSpec;
    const number = this.specs.length;
    this.specs.push(await this.drawer.compiled(spec));
    const svg = ownIds(await this.drawer.svg(spec), `c${number}-`);
    // The words are the box's: marks would be announced one by one.
    return html`<div class="drawing" data-chart="${number}" role="img" aria-label="${output.alt}">
      <div aria-hidden="true">${new Markup(svg)}</div>
    </div>`;
  }
}

/** Ids are those of one chart; on a page of many they need a name of its own. */
function ownIds(svg: string, prefix: string): string {
  return svg
    .replace(/(\sid=")([\w-]+")/g, `$1${prefix}$2`)
    .replace(/url\(#([\w-]+)\)/g, `url(#${prefix}$1)`)
    .replace(/((?:xlink:)?href="#)([\w-]+")/g, `$1${prefix}$2`);
}

/** Rows that stand in the page as they are; more are folded. */
const MOST_OPEN = 30;

/** One output as markup. */
export async function outputMarkup(output: CellOutput, path: string, charts: PageCharts): Promise<Markup> {
  switch (output.kind) {
    case 'verdict':
      return html`<section class="verdict ${output.verdict}">
          <p class="heading">${verdictIcon(output.verdict, 20)}${output.heading}</p>
          <p>${output.sentence}</p>
        </section>
        <ul class="families">
          ${output.families.map(
            ({ title, verdict, because }) =>
              html`<li>${verdictIcon(verdict)}<b>${title}</b><span>${because}</span></li>`,
          )}
        </ul>`;
    case 'text':
      return html`<p class="${output.muted ? 'how' : 'finding'}">${output.text}</p>`;
    case 'lines':
      return html`<ul class="lines">
        ${output.lines.map(
          ({ verdict, text }) =>
            html`<li>${verdictIcon(verdict)}<span>${VERDICT_WORDS[verdict]}: ${text}</span></li>`,
        )}
      </ul>`;
    case 'table':
      return tableMarkup(output);
    case 'chart':
      return chartMarkup(output, charts);
    case 'error':
      return html`<div class="error" role="note">
        <b>${verdictIcon('error')}This cell failed</b>
        <p>
          ${output.place === null ? '' : html`<code>${path}:${output.place.line}:${output.place.column}</code> `}${output.message}
        </p>
      </div>`;
  }
}

async function chartMarkup(output: ChartOutput, charts: PageCharts): Promise<Markup> {
  const drawn = await charts.draw(output);
  return html`<figure>
    <figcaption>
      ${output.title === '' ? null : html`<b>${output.title}</b>`}
      ${output.subtitle === '' ? null : html`<span class="sub">${output.subtitle}</span>`}
    </figcaption>
    ${drawn}
    <details class="values">
      <summary>Values</summary>
      <div class="tablebox" tabindex="0" role="region" aria-label="Values of the chart">
        <table class="data">
          <thead>
            <tr>
              ${output.table.head.map((text) => html`<th scope="col">${text}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${output.table.rows.map(
              (row) =>
                html`<tr>
                  ${row.map((text) => html`<td>${text}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>
  </figure>`;
}

function tableMarkup(table: TableOutput): Markup {
  const open = table.rows.length > MOST_OPEN ? Math.max(table.shown, 5) : table.rows.length;
  const first = table.rows.slice(0, open);
  const rest = table.rows.slice(open);
  const label = table.title ?? 'Table';
  return html`<div>
    ${table.title === null ? null : html`<p class="tabletitle">${table.title}</p>`}
    ${tableOf(table.columns, first, label)}
    ${
      rest.length === 0
        ? null
        : html`<details class="more">
            <summary>
              ${first.length} of ${table.total ?? `more than ${table.rows.length}`} rows shown: the others
            </summary>
            ${tableOf(table.columns, rest, `${label}, further rows`)}
          </details>`
    }
    ${table.note === null || table.note === '' ? null : html`<p class="note">${table.note}</p>`}
    ${table.rows.length === 0 ? html`<p class="note">No rows (${rowsWords(table)}).</p>` : null}
  </div>`;
}

function tableOf(columns: readonly TableColumn[], rows: TableOutput['rows'], label: string): Markup {
  return html`<div class="tablebox" tabindex="0" role="region" aria-label="${label}">
    <table class="data sortable">
      <thead>
        <tr>
          ${columns.map(({ name, kind }) => html`<th scope="col" class="${kind === 'number' ? 'right' : ''}">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, i) => cellMarkup(cell, columns[i], row, columns))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function cellMarkup(
  cell: TableCell,
  column: TableColumn | undefined,
  row: readonly TableCell[],
  columns: readonly TableColumn[],
): Markup {
  const key =
    cell.value === null || Array.isArray(cell.value) ? '' : String(cell.value as string | number | boolean);
  switch (column?.kind) {
    case 'verdict':
      return html`<td data-key="${key}">${verdictIcon(cell.value as Verdict)} ${cell.text}</td>`;
    case 'number':
      return html`<td class="right${column.name === 'value' ? ' strong' : ''}" data-key="${key}">
        ${cell.text}
      </td>`;
    case 'code':
      return html`<td class="code" data-key="${key}">${cell.text}</td>`;
    case 'trend': {
      const at = columns.findIndex(({ kind }) => kind === 'verdict');
      return html`<td>${trend(cell.value as readonly (number | null)[], row[at]?.value === 'alert')}</td>`;
    }
    default:
      return html`<td data-key="${key}">${cell.text}</td>`;
  }
}

function trend(values: readonly (number | null)[], alert: boolean): Markup {
  const { lines, last } = trendPoints(values);
  return html`<svg
    class="trend${alert ? ' alert' : ''}"
    aria-hidden="true"
    width="${TREND_WIDTH}"
    height="${TREND_HEIGHT}"
    viewBox="0 0 ${TREND_WIDTH} ${TREND_HEIGHT}"
  >
    ${lines.map((points) => html`<polyline points="${points}" />`)}${last === null ? null : html`<circle cx="${last[0].toFixed(1)}" cy="${last[1].toFixed(1)}" r="2" />`}
  </svg>`;
}
