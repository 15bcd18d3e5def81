import { chunksPerMark } from '../../../src/core/report/charts/heat-buckets.js';
import type { HeatRow, HeatView } from '../../../src/core/report/charts/ledger.js';
import { GUTTER } from '../../../src/core/report/charts/plot.js';
import { h } from '../../shared/dom.js';
import type { Chart } from '../../shared/embed.js';
import { verdictIcon } from '../../shared/icons.js';
import { onTheme } from '../../shared/theme.js';
import { marks } from '../axis-head.js';
import { withMenu } from '../chart-menu.js';
import { isShown, type Selection } from '../selection.js';
import { paint, paletteOf, type Palette } from './canvas.js';
import { heatGrid, type HeatGrid } from './grid.js';
import { MOST_ROWS, rowsToShow, type HeatWish } from './order.js';
import { HEAT_ROW, holds, rowWindow, type RowWindow } from './row-window.js';
import { heatToolbar } from './toolbar.js';

/** Narrower pages give the strip a place beside the names, without the gutter of the other plots. */
const NARROW = 600;

interface HeatOptions {
  readonly heat: HeatView;
  readonly selection: Selection;
  readonly wish: HeatWish;
  readonly onOpen: (column: string) => void;
  /** Width of the page, which decides where the strip begins. */
  readonly pageWidth: () => number;
}

/** The strip in the page. */
export interface HeatBlock {
  readonly element: HTMLElement;
  readonly chart: Chart;
  /** Puts the focus on a column's row, wherever it is scrolled to; false where it is not among the rows. */
  readonly focus: (column: string) => boolean;
}

/** A row in the page: its name and its reading; its cells are the grid's. */
interface DrawnRow {
  readonly name: HTMLElement;
  readonly reading: HTMLElement;
  readonly read: (index: number) => void;
}

/**
 * The heat strip with its names, its readings and a grid of cells for keys and screen readers. Only what is in
 * sight is in the page, however many columns and chunks there are.
 */
export function heatBlock(options: HeatOptions): HeatBlock {
  const { heat, selection, wish } = options;
  const body = h('div', { class: 'heat-body' });
  const fold = h('button', { type: 'button', class: 'link fold' });
  const tools = heat.rows.length > MOST_ROWS ? heatToolbar(wish, () => renew()) : null;
  const several = h('p', { class: 'muted small heat-note', hidden: true });
  const element = h('div', { class: 'heat-block' }, tools?.element, body, fold, several);
  let strip = stripOf([], options);
  let width = 0;

  function renew(): void {
    const { shown, folded } = rowsToShow(heat.rows, wish);
    strip.finalize();
    strip = stripOf(shown, options);
    body.replaceChildren(strip.element);
    fold.hidden = wish.query !== '' || (folded === 0 && !wish.unfolded);
    fold.textContent = wish.unfolded ? 'Show fewer' : `${folded} others hold`;
    if (tools !== null) tools.count.textContent = countWords(shown.length, heat.rows.length, wish.query);
    if (width > 0) strip.draw(width);
  }
  fold.addEventListener('click', () => {
    wish.unfolded = !wish.unfolded;
    renew();
    fold.focus();
  });
  selection.follow((index) => strip.select(index));
  renew();
  const chart: Chart = {
    element: body,
    draw: () => {
      width = options.pageWidth();
      strip.draw(width);
      const { past, chunks } = selection.axis;
      const each = chunksPerMark(
        [...past, ...chunks].filter((place) => isShown(place)),
        strip.width(),
      );
      several.hidden = each === 1;
      several.textContent = `Each mark is the worst of ${each} ${selection.axis.unit}s; the keys and the reading go by single ${selection.axis.unit}s.`;
      return Promise.resolve();
    },
    finalize: () => strip.finalize(),
  };
  return { element, chart, focus: (column) => strip.focus(column) };
}

function countWords(shown: number, all: number, query: string): string {
  if (query === '') return `${all} columns`;
  return shown === 0 ? 'No column has this name' : `${shown} of ${all} columns`;
}

interface Strip {
  readonly element: HTMLElement;
  readonly draw: (pageWidth: number) => void;
  readonly select: (index: number) => void;
  readonly focus: (column: string) => boolean;
  readonly width: () => number;
  readonly finalize: () => void;
}

/** The rows themselves, as they are scrolled through. */
function stripOf(rows: readonly HeatRow[], { heat, selection, onOpen }: HeatOptions): Strip {
  const drawn = new Map<number, DrawnRow>();
  const names = h('div', { class: 'heat-names' });
  const readings = h('div', { class: 'heat-readings', 'aria-hidden': 'true' });
  const canvas = h('canvas', { class: 'heat-canvas', 'aria-hidden': 'true' });
  const grid: HeatGrid = heatGrid({
    rows,
    metric: heat.metric,
    selection,
    onOpen,
    onRow: () => look(),
  });
  const room = h('div', {});
  const plot = withMenu(
    h('div', { class: 'plot heat-plot' }, canvas, grid.element, room, marks(selection.axis)),
    'heat',
    `${heat.metric} by column`,
  );
  const element = h('div', { class: 'row heat' }, names, plot, readings);
  for (const column of [names, readings, room]) column.style.height = `${rows.length * HEAT_ROW}px`;
  let shown: RowWindow = rowWindow(0, 0, rows.length);
  let width = 0;
  let asked = 0;
  let palette: Palette | null = null;

  const repaint = (): void => {
    canvas.style.top = `${shown.first * HEAT_ROW}px`;
    if (width === 0) return;
    palette ??= paletteOf(canvas);
    paint(canvas, rows.slice(shown.first, shown.end), selection.axis, width, palette);
  };
  const show = (next: RowWindow): void => {
    shown = next;
    for (const [at, row] of drawn) {
      if (at >= next.first && at < next.end) continue;
      row.name.remove();
      row.reading.remove();
      drawn.delete(at);
    }
    for (let at = next.first; at < next.end; at++) {
      const row = rows[at];
      if (row === undefined || drawn.has(at)) continue;
      const made = drawRow(row, at, onOpen);
      made.read(selection.index);
      drawn.set(at, made);
      names.append(made.name);
      readings.append(made.reading);
    }
    grid.show(next);
    repaint();
  };
  const look = (): void => {
    asked = 0;
    if (!element.isConnected) return;
    const { top } = element.getBoundingClientRect();
    if (!holds(shown, top, window.innerHeight, rows.length))
      show(rowWindow(top, window.innerHeight, rows.length));
  };
  const onScroll = (): void => {
    asked ||= requestAnimationFrame(look);
  };
  window.addEventListener('scroll', onScroll, { passive: true });
  window.addEventListener('resize', onScroll, { passive: true });
  const endTheme = onTheme(() => {
    palette = null;
    repaint();
  });
  show(shown);
  return {
    element,
    width: () => width,
    draw: (pageWidth) => {
      const left = pageWidth < NARROW ? 0 : GUTTER;
      width = Math.max(0, plot.clientWidth - left);
      canvas.style.left = `${left}px`;
      const { top } = element.getBoundingClientRect();
      show(rowWindow(top, window.innerHeight, rows.length));
    },
    focus: (column) => {
      const at = rows.findIndex((row) => row.column === column);
      if (at !== -1) grid.focus(at);
      return at !== -1;
    },
    select: (index) => {
      for (const row of drawn.values()) row.read(index);
      grid.select();
    },
    finalize: () => {
      window.removeEventListener('scroll', onScroll);
      window.removeEventListener('resize', onScroll);
      cancelAnimationFrame(asked);
      endTheme();
    },
  };
}

function drawRow(row: HeatRow, at: number, onOpen: (column: string) => void): DrawnRow {
  const note = [row.metric, row.whole ? 'whole window' : null].filter((part) => part !== null).join(', ');
  const name = h(
    'button',
    {
      type: 'button',
      class: `row-name${row.code ? ' code' : ''}`,
      title: `Open ${row.name}`,
      'data-column': row.column,
      tabindex: -1,
      onclick: () => onOpen(row.column),
    },
    h('span', {}, h('bdi', {}, row.name)),
    note === '' ? null : h('span', { class: 'muted small' }, note),
  );
  const value = h('b', { class: 'num' });
  const interval = h('span', { class: 'muted num interval' });
  const mark = h('span', { class: 'mark' });
  const words = h('span', { class: 'words' });
  const reading = h('div', { class: 'heat-reading' }, value, interval, mark, words);
  for (const element of [name, reading]) element.style.top = `${at * HEAT_ROW}px`;
  return {
    name,
    reading,
    read: (index) => {
      const cell = row.cells[index];
      value.textContent = cell?.value === undefined || cell.value === '' ? '–' : cell.value;
      interval.textContent = cell?.interval ?? '';
      words.textContent = cell?.words ?? '';
      mark.replaceChildren(
        ...(cell === undefined || cell.verdict === null ? [] : [verdictIcon(cell.verdict, 14)]),
      );
    },
  };
}
