import { heatStrip } from '../../src/core/report/charts/heat-strip.js';
import type { HeatRow, HeatView } from '../../src/core/report/charts/ledger.js';
import { GUTTER } from '../../src/core/report/charts/plot.js';
import { h, place } from '../shared/dom.js';
import { chart, type Chart } from '../shared/embed.js';
import { verdictIcon } from '../shared/icons.js';
import { marks } from './axis-head.js';
import { withMenu } from './chart-menu.js';
import { isShown, type Selection } from './selection.js';

export const HEAT_ROW = 24;
/** More rows than this fold those that hold. */
const MOST_ROWS = 12;
/** Narrower pages give the strip a place beside the names, without the gutter of the other plots. */
export const NARROW = 600;

interface HeatOptions {
  readonly heat: HeatView;
  readonly selection: Selection;
  readonly unfolded: boolean;
  readonly onUnfold: () => void;
  readonly onOpen: (column: string) => void;
  /** Width of the page, which decides between text and bars. */
  readonly pageWidth: () => number;
}

/** The heat strip with its names, its readings and a grid of cells for keys and screen readers. */
export function heatBlock(options: HeatOptions): { element: HTMLElement; chart: Chart } {
  const { heat, selection, unfolded, onOpen } = options;
  const { shown, folded } = foldRows(heat.rows, unfolded);
  const places = [...selection.axis.past, ...selection.axis.chunks];
  const isOn = (_: unknown, i: number): boolean => places[i] !== undefined && isShown(places[i]);
  const strip = chart((width) =>
    heatStrip({
      rows: shown.map((row) => ({ ...row, cells: [...row.past, ...row.cells].filter(isOn) })),
      chunks: places.filter(isOn),
      width: options.pageWidth() < NARROW ? width : width - GUTTER,
      rowHeight: HEAT_ROW,
      left: options.pageWidth() < NARROW ? 0 : GUTTER,
      names: false,
    }),
  );
  const names = h('div', { class: 'heat-names' }, ...shown.map((row) => nameCell(row, onOpen)));
  const readings = h('div', { class: 'heat-readings', 'aria-hidden': 'true' });
  const lines = shown.map((row) => readingRow(row, selection));
  readings.append(...lines);
  const fold =
    folded.length === 0 && !unfolded
      ? null
      : h(
          'button',
          { type: 'button', class: 'link fold', onclick: options.onUnfold },
          unfolded ? 'Show fewer' : `${folded.length} others hold`,
        );
  const element = h(
    'div',
    { class: 'row heat' },
    names,
    withMenu(
      h(
        'div',
        { class: 'plot heat-plot' },
        strip.element,
        grid(shown, heat.metric, selection, onOpen),
        marks(selection.axis),
      ),
      'heat',
      `${heat.metric} by column`,
    ),
    readings,
    heat.rows.length > MOST_ROWS ? fold : null,
  );
  return { element, chart: strip };
}

/** Long lists show what does not hold, and the first of the rest. */
function foldRows(
  rows: readonly HeatRow[],
  unfolded: boolean,
): { shown: readonly HeatRow[]; folded: readonly HeatRow[] } {
  if (unfolded || rows.length <= MOST_ROWS) return { shown: rows, folded: [] };
  const loud = rows.filter((row) => row.verdict !== 'pass' && row.verdict !== 'info').length;
  const first = rows.filter((row, i) => !row.code || i < Math.max(MOST_ROWS, loud));
  return { shown: first, folded: rows.filter((row) => !first.includes(row)) };
}

function nameCell(row: HeatRow, onOpen: (column: string) => void): HTMLElement {
  return h(
    'button',
    {
      type: 'button',
      class: `row-name${row.code ? ' code' : ''}`,
      title: `Open ${row.name}`,
      'data-column': row.column,
      tabindex: -1,
      onclick: () => onOpen(row.column),
    },
    h('span', {}, row.name),
    row.metric === null ? null : h('span', { class: 'muted small' }, row.metric),
  );
}

function readingRow(row: HeatRow, selection: Selection): HTMLElement {
  const value = h('b', { class: 'num' });
  const interval = h('span', { class: 'muted num interval' });
  const mark = h('span', { class: 'mark' });
  const words = h('span', { class: 'words' });
  selection.follow((index) => {
    const cell = row.cells[index];
    value.textContent = cell?.value === undefined || cell.value === '' ? '–' : cell.value;
    interval.textContent = cell?.interval ?? '';
    words.textContent = cell?.words ?? '';
    mark.replaceChildren(
      ...(cell === undefined || cell.verdict === null ? [] : [verdictIcon(cell.verdict, 14)]),
    );
  });
  return h('div', { class: 'heat-reading' }, value, interval, mark, words);
}

/** One tab stop; arrows move within, Enter opens the row. */
function grid(
  rows: readonly HeatRow[],
  metric: string,
  selection: Selection,
  onOpen: (column: string) => void,
): HTMLElement {
  const { axis } = selection;
  const cells: HTMLElement[][] = [];
  const element = h('div', {
    class: 'heat-cells',
    role: 'grid',
    'aria-label': `${metric} by column and ${axis.unit}`,
  });
  let current = 0;
  for (const [i, row] of rows.entries()) {
    const line = h('div', {
      role: 'row',
      class: 'heat-line',
      'aria-label': row.name,
      'data-row-of': row.column,
    });
    cells.push(
      row.cells.map((cell, k) => {
        const chunk = axis.chunks[k];
        const what = cell.value === '' ? 'no value' : `${row.metric ?? metric} ${cell.value}`;
        const box = h('div', {
          role: 'gridcell',
          tabindex: -1,
          'aria-label': `${row.name}, ${chunk?.title ?? ''}, ${what}${cell.words === '' ? '' : `, ${cell.words}`}`,
        });
        place(box, chunk?.x0 ?? 0, chunk?.x1 ?? 0);
        box.hidden = chunk !== undefined && !isShown(chunk);
        line.append(box);
        return box;
      }),
    );
    line.dataset['row'] = String(i);
    element.append(line);
  }
  const stop = (): HTMLElement | undefined => cells[current]?.[selection.index];
  let last: HTMLElement | undefined;
  selection.follow(() => {
    if (last !== undefined) last.tabIndex = -1;
    const focused = element.contains(document.activeElement);
    last = stop();
    if (last === undefined) return;
    last.tabIndex = 0;
    if (focused) last.focus({ preventScroll: true });
  });
  element.addEventListener('focusin', (event) => {
    const line = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null;
    const row = Number(line?.dataset['row'] ?? current);
    if (row === current || last === undefined) return;
    // A click on another row moves the tab stop there.
    current = row;
    last.tabIndex = -1;
    last = stop();
    if (last !== undefined) last.tabIndex = 0;
  });
  element.addEventListener('keydown', (event) => {
    const to = event.key === 'ArrowDown' ? current + 1 : event.key === 'ArrowUp' ? current - 1 : null;
    if (to !== null && cells[to] !== undefined) {
      current = to;
      if (last !== undefined) last.tabIndex = -1;
      last = stop();
      if (last !== undefined) {
        last.tabIndex = 0;
        last.focus();
      }
      event.preventDefault();
    } else if (event.key === 'Enter') {
      const row = rows[current];
      if (row !== undefined) onOpen(row.column);
      event.preventDefault();
    }
  });
  return element;
}
