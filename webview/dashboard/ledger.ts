import type { LedgerSection, PlotRow, ResultLine, SectionNote } from '../../src/core/report/charts/ledger.js';
import { zoomSpec, type Zoom } from '../../src/core/report/charts/zoom.js';
import { linkButton } from '../shared/link-button.js';
import { h } from '../shared/dom.js';
import { accessiblePlot, chart, type Chart } from '../shared/embed.js';
import { verdictIcon } from '../shared/icons.js';
import { axisHead, marks, thinMarks } from './axis-head.js';
import { withMenu } from './chart-menu.js';
import { heatBlock, type HeatBlock } from './heat/heat-block.js';
import type { HeatWish } from './heat/order.js';
import { followPointer, overlay } from './overlay.js';
import { readingLines } from './reading.js';
import type { Selection } from './selection.js';

export interface LedgerOptions {
  readonly sections: readonly LedgerSection[];
  readonly selection: Selection;
  /** The part of the axis that is shown, and the way back; null = all of it. */
  readonly zoom: { readonly part: Zoom; readonly onWhole: () => void } | null;
  readonly label: string;
  /** How the columns are searched and sorted. */
  readonly wish: HeatWish;
  readonly onOpen: (column: string) => void;
  readonly onConfig: (line: number) => void;
  readonly pageWidth: () => number;
}

/** The ledger: sections of lines, each *name | plot | reading*, on one time axis. */
export interface Ledger {
  readonly element: HTMLElement;
  /** Draws the charts at the width there is; again whenever that changes. */
  readonly draw: () => void;
  readonly finalize: () => void;
  /** Puts the focus on a column's row of the strip; false where it is not among the rows. */
  readonly focus: (column: string) => boolean;
}

/** Builds the ledger of some sections. */
export function ledger(options: LedgerOptions): Ledger {
  const { selection, sections } = options;
  const charts: Chart[] = [];
  const blocks: HeatBlock[] = [];
  const layer = overlay(selection);
  const element = h('div', { class: 'ledger', role: 'region', 'aria-label': options.label });
  const overTime = sections.some(({ heat, plots }) => heat !== null || plots.length > 0);
  const timed = selection.axis.kind !== 'window' && overTime;
  if (timed) element.append(axisHead(selection, options.zoom?.onWhole ?? null));
  const body = h(
    'div',
    { class: 'ledger-body' },
    ...sections.map((section) => sectionOf(section, options, charts, blocks)),
  );
  if (timed) body.append(layer);
  element.append(body);
  if (timed) followPointer(element, layer, selection);
  return {
    element,
    draw: () => {
      thinMarks(element);
      void drawInTurn(charts);
    },
    finalize: () => {
      for (const one of charts) one.finalize();
    },
    focus: (column) => blocks.some((block) => block.focus(column)),
  };
}

/** One after the other, so that the page stays quick to answer. */
async function drawInTurn(charts: readonly Chart[]): Promise<void> {
  for (const one of charts) {
    const width = one.element.parentElement?.clientWidth ?? 0;
    await one.draw(width);
  }
}

function sectionOf(
  section: LedgerSection,
  options: LedgerOptions,
  charts: Chart[],
  blocks: HeatBlock[],
): HTMLElement {
  const id = `section-${section.id}`;
  const element = h('section', { class: 'section', 'aria-labelledby': id });
  element.append(
    h(
      'div',
      { class: 'section-head' },
      h('h2', { id }, section.title),
      h('p', {}, section.sentence, ' ', h('span', { class: 'muted' }, section.hint)),
    ),
  );
  if (section.heat !== null) {
    const block = heatBlock({ ...options, heat: section.heat });
    charts.push(block.chart);
    blocks.push(block);
    element.append(block.element);
  }
  for (const row of section.plots) element.append(plotRow(row, options, charts));
  if (section.plots.length > 0)
    element.append(h('div', { class: 'narrow-marks' }, marks(options.selection.axis)));
  for (const line of section.lines) element.append(resultRow(line, options));
  for (const note of section.notes ?? []) element.append(noteRow(note, options));
  return element;
}

/** A sentence below a section, with the ways to the columns that it names. */
function noteRow({ words, columns }: SectionNote, { onOpen }: LedgerOptions): HTMLElement {
  const links = columns.map((column) => {
    const link = linkButton(column, () => onOpen(column));
    link.classList.add('code');
    return link;
  });
  return h(
    'div',
    { class: 'row line' },
    h('div', { class: 'name' }, h('h3', {}, 'Moved together')),
    h('div', { class: 'plot words' }, h('p', {}, words), h('p', { class: 'links' }, ...links)),
    h('div', { class: 'reading' }),
  );
}

function plotRow(row: PlotRow, { selection, zoom }: LedgerOptions, charts: Chart[]): HTMLElement {
  const own = chart(() => (zoom === null ? row.plot.spec : zoomSpec(row.plot.spec, zoom.part)));
  charts.push(own);
  const reading = h('div', { class: 'reading' });
  selection.follow((index) => reading.replaceChildren(...readingLines(row.readings[index])));
  return h(
    'div',
    { class: 'row' },
    h('div', { class: 'name' }, h('h3', {}, row.name), h('p', { class: 'muted small note' }, row.note)),
    h('div', { class: 'plot' }, withMenu(accessiblePlot(row.plot, own), `row/${row.id}`, row.name)),
    reading,
  );
}

/** A result without a plot: its sentence, its numbers and the way to its check. */
export function resultRow(line: ResultLine, { onConfig }: Pick<LedgerOptions, 'onConfig'>): HTMLElement {
  const subject = [line.column, line.segment].filter((part) => part !== null).join(', ');
  const at = line.line;
  return h(
    'div',
    { class: 'row line' },
    h(
      'div',
      { class: 'name' },
      h('h3', {}, line.name),
      subject === '' ? null : h('p', { class: 'code small' }, subject),
    ),
    h(
      'div',
      { class: 'plot words' },
      h('p', {}, line.explanation),
      at === null ? null : linkButton('Show the check', () => onConfig(at)),
    ),
    h(
      'div',
      { class: 'reading' },
      line.value === ''
        ? null
        : h(
            'div',
            { class: 'value-line plain' },
            h('b', { class: 'num' }, line.value),
            h('span', { class: 'muted num detail' }, line.interval),
          ),
      h(
        'div',
        { class: 'verdict-line' },
        verdictIcon(line.verdict, 14),
        h('span', {}, `${line.words}${line.limit === '' ? '' : `; limit ${line.limit}`}`),
      ),
    ),
  );
}
