import { createHash } from 'node:crypto';

import type { Markup } from '../../../report/formats/html/escape.js';
import { escapeHtml, html } from '../../../report/formats/html/escape.js';
import { verdictIcon } from '../../../report/formats/html/icons.js';
import { pageShell } from '../../../report/formats/html/page-shell.js';
import { provenanceList } from '../../../report/formats/html/provenance.js';
import type { InlineOutput } from '../../outputs/output.js';
import { exportedCells, hasHeading, stampText, titleOf, type ExportedReport } from '../exported.js';
import { renderProse, type Heading } from '../markdown-it.js';
import { outputMarkup, PageCharts, type ChartDrawer } from './outputs.js';
import { REPORT_STYLE } from './style.js';

/**
 * The report as one page: nothing is loaded, the only script is the one that stands in it (`script` draws the charts again,
 * with values under the pointer, and sorts tables), and without it all is there as well.
 */
export async function reportHtml(
  exported: ExportedReport,
  drawer: ChartDrawer,
  script: string,
): Promise<string> {
  const charts = new PageCharts(drawer);
  const taken = new Set<string>(['contents']);
  const headings: Heading[] = [];
  const body: string[] = [];
  for (const { planned, outputs, inline } of exportedCells(exported)) {
    if (planned.cell.kind === 'front' && outputs.every(({ kind }) => kind !== 'error')) continue;
    if (planned.cell.kind === 'prose') {
      const prose = renderProse(
        planned.cell.value,
        ({ text, written }) => valueMarkup(written, inline[text]),
        taken,
      );
      headings.push(...prose.headings);
      body.push(`<div class="prose">${prose.html}</div>`);
      continue;
    }
    for (const output of outputs) {
      const markup = await outputMarkup(output, exported.path, charts);
      body.push(`<div class="cell">${markup.html}</div>`);
    }
  }
  const title = titleOf(exported);
  const own = hasHeading(exported) ? '' : html`<h1>${title}</h1>`.html;
  // The contents stand below the title, wherever that is.
  const main = `${own}${body.join('\n')}`.replace('</h1>', () => `</h1>${contents(headings).html}`);
  return page(title, main, footer(exported).html, charts.specs, script);
}

function page(title: string, main: string, foot: string, specs: readonly object[], script: string): string {
  // A line break less than the element's text would have another hash.
  const own = specs.length === 0 && !main.includes('sortable') ? '' : script;
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(REPORT_STYLE)}'`,
    ...(own === '' ? [] : [`script-src '${hashOf(own)}'`]),
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const data = JSON.stringify(specs)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
  const scripts = `<script type="application/json" id="charts">${data}</script>\n<script>${own}</script>\n`;
  return pageShell({
    title,
    policy,
    scheme: 'light dark',
    style: REPORT_STYLE,
    main,
    end: `${foot}\n${own === '' ? '' : scripts}`,
  });
}

/** Longer values are sentences, and not set in bold. */
const LONG = 40;

/** A value in prose; what could not be computed shows what was written, and why. */
function valueMarkup(written: string, value: InlineOutput | undefined): string {
  if (value === undefined) return escapeHtml(written);
  if (value.error !== null) {
    return html`<span class="value failed">${written} <small>${value.error}</small></span>`.html;
  }
  const loud = value.verdict !== null && value.verdict !== 'pass' && value.verdict !== 'info';
  return html`<span class="value${value.text.length > LONG ? ' long' : ''}" title="${value.detail}"
    >${value.text}${loud && value.verdict !== null ? verdictIcon(value.verdict, 13) : null}</span
  >`.html;
}

/** The table of contents; none for a page of one section. */
function contents(headings: readonly Heading[]): Markup {
  const listed = headings.filter(({ level }) => level === 2 || level === 3);
  if (listed.filter(({ level }) => level === 2).length < 2) return html``;
  return html`<nav aria-label="Contents">
    <ol>
      ${listed.map(({ level, text, id }) => html`<li class="${level === 3 ? 'deep' : ''}"><a href="#${id}">${text}</a></li>`)}
    </ol>
  </nav>`;
}

function footer(exported: ExportedReport): Markup {
  const { report } = exported;
  const owner = report?.owner === null || report === null ? '' : ` Owner: ${report.owner}.`;
  const written = html`<p class="muted">
    Written <time>${stampText(exported.writtenAt)}</time> by Tidemark ${exported.version} from
    <code>${exported.path}</code>.${owner}
  </p>`;
  const said = exported.plan.cells.some(
    ({ content }) => content.kind === 'metric' && content.metric?.show === 'provenance',
  );
  if (report === null || said) return html`<footer>${written}</footer>`;
  return html`<footer>${provenanceList(report)}${written}</footer>`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
