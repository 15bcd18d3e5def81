import type { HeatRow } from '../../../src/core/report/charts/ledger.js';
import { h, place } from '../../shared/dom.js';
import { isShown, type Selection } from '../selection.js';
import { HEAT_ROW, type RowWindow } from './row-window.js';

/** Grids of at most this many cells are in the page as they are. */
const MOST_CELLS = 1500;
/** Of larger ones, each row has the cells this close to the selected one. */
const BESIDE = 2;
/** Rows that Page Up and Page Down pass. */
const PAGE = 10;

interface GridOptions {
  readonly rows: readonly HeatRow[];
  readonly metric: string;
  readonly selection: Selection;
  readonly onOpen: (column: string) => void;
  /** The row with the tab stop, which must be in the page wherever it is scrolled to. */
  readonly onRow: (row: number) => void;
}

/** The cells as screen readers and keys know them: of a large grid only those around what is in sight. */
export interface HeatGrid {
  readonly element: HTMLElement;
  /** Puts the rows of a window into the page, and the one with the tab stop. */
  readonly show: (rows: RowWindow) => void;
  /** Another chunk is selected. */
  readonly select: () => void;
  /** Puts the focus, and the tab stop, on a row. */
  readonly focus: (row: number) => void;
}

/** One tab stop; arrows move within, Enter opens the row's column. */
export function heatGrid({ rows, metric, selection, onOpen, onRow }: GridOptions): HeatGrid {
  const { axis } = selection;
  const whole = rows.length * axis.chunks.length <= MOST_CELLS;
  const lines = new Map<number, { element: HTMLElement; cells: Map<number, HTMLElement> }>();
  const element = h('div', {
    class: 'heat-cells',
    role: 'grid',
    'aria-label': `${metric} by column and ${axis.unit}`,
    'aria-rowcount': rows.length,
    'aria-colcount': axis.chunks.length,
  });
  element.style.height = `${rows.length * HEAT_ROW}px`;
  let current = 0;
  let shown: RowWindow = { first: 0, end: 0 };

  const cellOf = (row: HeatRow, k: number): HTMLElement => {
    const chunk = axis.chunks[k];
    const cell = row.cells[k];
    const value = cell?.value ?? '';
    const what = value === '' ? 'no value' : `${row.metric ?? metric} ${value}`;
    const words = [cell?.words ?? '', row.whole ? 'whole window' : '']
      .filter((part) => part !== '')
      .join(', ');
    const box = h('div', {
      role: 'gridcell',
      tabindex: -1,
      'aria-colindex': k + 1,
      'aria-label': `${row.name}, ${chunk?.title ?? ''}, ${what}${words === '' ? '' : `, ${words}`}`,
    });
    place(box, chunk?.x0 ?? 0, chunk?.x1 ?? 0);
    return box;
  };
  const columns = (): number[] => {
    const near = (k: number): boolean => whole || Math.abs(k - selection.index) <= BESIDE;
    return axis.chunks.flatMap((chunk, k) => (near(k) && isShown(chunk) ? [k] : []));
  };
  const fill = (at: number, wanted: readonly number[]): void => {
    const line = lines.get(at);
    const row = rows[at];
    if (line === undefined || row === undefined) return;
    for (const [k, cell] of line.cells) {
      if (wanted.includes(k)) continue;
      cell.remove();
      line.cells.delete(k);
    }
    let before: Element | null = line.element.firstElementChild;
    for (const k of wanted) {
      const known = line.cells.get(k);
      if (known !== undefined) {
        before = known.nextElementSibling;
        continue;
      }
      const cell = cellOf(row, k);
      line.cells.set(k, cell);
      line.element.insertBefore(cell, before);
    }
  };
  const lineOf = (at: number): HTMLElement => {
    const row = rows[at];
    const line = h('div', {
      role: 'row',
      class: 'heat-line',
      'aria-rowindex': at + 1,
      'aria-label': row?.name ?? '',
      'data-row-of': row?.column ?? '',
      'data-row': at,
    });
    line.style.top = `${at * HEAT_ROW}px`;
    return line;
  };
  let stop: HTMLElement | undefined;
  const moveStop = (focus: boolean): void => {
    if (stop !== undefined) stop.tabIndex = -1;
    stop = lines.get(current)?.cells.get(selection.index);
    if (stop === undefined) return;
    stop.tabIndex = 0;
    if (focus) stop.focus({ preventScroll: true });
  };
  const show = (next: RowWindow): void => {
    shown = next;
    const wanted = new Set<number>(current < rows.length ? [current] : []);
    for (let at = next.first; at < next.end; at++) wanted.add(at);
    for (const [at, line] of lines) {
      if (wanted.has(at)) continue;
      line.element.remove();
      lines.delete(at);
    }
    const now = columns();
    // Reading order is the order in the page.
    let before = element.firstElementChild;
    for (const at of [...wanted].sort((a, b) => a - b)) {
      const known = lines.get(at);
      if (known !== undefined) {
        before = known.element.nextElementSibling;
        continue;
      }
      const line = { element: lineOf(at), cells: new Map<number, HTMLElement>() };
      lines.set(at, line);
      element.insertBefore(line.element, before);
      fill(at, now);
    }
    moveStop(false);
  };
  const select = (): void => {
    const focused = element.contains(document.activeElement);
    if (!whole) {
      const now = columns();
      for (const at of lines.keys()) fill(at, now);
    }
    moveStop(focused);
  };
  const go = (row: number): void => {
    current = Math.max(0, Math.min(rows.length - 1, row));
    show(shown);
    moveStop(true);
    lines.get(current)?.element.scrollIntoView({ block: 'nearest' });
    onRow(current);
  };
  element.addEventListener('focusin', (event) => {
    const line = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null;
    const row = Number(line?.dataset['row'] ?? current);
    // A click on another row moves the tab stop there.
    if (row !== current) {
      current = row;
      moveStop(false);
    }
  });
  element.addEventListener('keydown', (event) => {
    const far = event.ctrlKey || event.metaKey;
    const to: Readonly<Record<string, number | undefined>> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + PAGE,
      PageUp: current - PAGE,
      Home: far ? 0 : undefined,
      End: far ? rows.length - 1 : undefined,
    };
    const next = to[event.key];
    if (next !== undefined) go(next);
    else if (event.key === 'Enter') {
      const row = rows[current];
      if (row !== undefined) onOpen(row.column);
    } else return;
    event.preventDefault();
  });
  return { element, show, select, focus: go };
}
