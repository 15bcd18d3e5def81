import type { TableCell, TableColumn, TableOutput } from '../../src/core/notebook/outputs/output.js';
import { trendPoints, TREND_HEIGHT, TREND_WIDTH } from '../../src/core/notebook/outputs/trend.js';
import { csvTable, markdownTable } from '../../src/core/notebook/formats/plain.js';
import { h, svg } from '../shared/dom.js';
import { linkButton } from '../shared/link-button.js';
import { verdictIcon } from '../shared/icons.js';
import { compareKeys } from '../report-page/sort.js';
import type { OutputTools } from './draw-output.js';

/** Rows of a page, once all are shown. */
const PAGE = 50;

/** Tables of fewer rows need no filter. */
const FILTER_FROM = 8;

interface TableState {
  sorted: { readonly column: number; readonly sign: 1 | -1 } | null;
  filter: string;
  all: boolean;
  page: number;
}

/** A table that sorts, filters, turns its pages and can be copied. */
export function drawTable(root: HTMLElement, table: TableOutput, tools: OutputTools): void {
  const state: TableState = { sorted: null, filter: '', all: table.rows.length <= table.shown, page: 0 };
  const heads = table.columns.map(({ name, kind }, column) => {
    const button = h('button', { type: 'button' }, name);
    const head = h(
      'th',
      { scope: 'col', class: kind === 'number' ? 'number' : '' },
      kind === 'trend' ? name : button,
    );
    button.addEventListener('click', () => {
      const down = state.sorted?.column === column && state.sorted.sign === 1;
      state.sorted = { column, sign: down ? -1 : 1 };
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      update();
    });
    return head;
  });
  const body = h('tbody');
  const bar = h('div', { class: 'bar' });
  const label = table.title ?? 'Table';
  const filter = h('input', { type: 'search', placeholder: 'Filter', 'aria-label': `Filter ${label}` });
  filter.addEventListener('input', () => {
    state.filter = filter.value;
    state.page = 0;
    update();
  });
  if (table.title !== null) root.append(h('p', { class: 'title' }, table.title));
  root.append(
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label },
      h('table', {}, h('thead', {}, h('tr', {}, ...heads)), body),
    ),
  );
  if (table.note !== null && table.note !== '') root.append(h('p', { class: 'sub' }, table.note));
  root.append(bar);

  const update = (): void => {
    const found = rowsOf(table, state);
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    const shown = state.all
      ? found.slice(state.page * PAGE, (state.page + 1) * PAGE)
      : found.slice(0, table.shown);
    body.replaceChildren(...shown.map((row) => rowElement(row, table.columns)));
    const count = h('span', { role: 'status' }, countWords(table, found.length, shown.length));
    const active = root.contains(document.activeElement) ? document.activeElement?.textContent : null;
    bar.replaceChildren(count, ...actions(table, found, tools));
    if (table.rows.length > table.shown) {
      bar.insertBefore(
        linkButton(state.all ? 'Show fewer' : 'Show all', () => {
          state.all = !state.all;
          state.page = 0;
          update();
        }),
        count.nextSibling,
      );
    }
    if (state.all && pages > 1) bar.append(...pager(state, pages, update));
    if (table.rows.length >= FILTER_FROM) bar.append(filter);
    // A button that was drawn anew keeps the focus.
    if (active !== null && active !== undefined && active !== '') {
      [...bar.querySelectorAll('button')].find((one) => one.textContent === active)?.focus();
    }
  };
  update();
}

function rowsOf(table: TableOutput, { sorted, filter }: TableState): TableOutput['rows'] {
  const wanted = filter.trim().toLowerCase();
  const found = table.rows.filter(
    (row) => wanted === '' || row.some(({ text }) => text.toLowerCase().includes(wanted)),
  );
  if (sorted === null) return found;
  const { column, sign } = sorted;
  const key = (row: readonly TableCell[]): string => {
    const value = row[column]?.value ?? null;
    return value === null || Array.isArray(value) ? '' : String(value as string | number | boolean);
  };
  return [...found].sort((a, b) => sign * compareKeys(key(a), key(b), sign));
}

function countWords(table: TableOutput, found: number, shown: number): string {
  const of = table.total ?? `more than ${table.rows.length}`;
  const filtered = found < table.rows.length ? `${found} found, ` : '';
  if (table.rows.length <= table.shown && filtered === '' && table.total !== null) {
    return `${table.total} ${table.total === 1 ? 'row' : 'rows'}`;
  }
  return `${filtered}${shown} of ${of} rows shown`;
}

function actions(table: TableOutput, rows: TableOutput['rows'], { post }: OutputTools): HTMLElement[] {
  if (post === null) return [];
  const own = { columns: table.columns, rows };
  return [
    linkButton('Copy as Markdown', () => post({ type: 'copy', as: 'Markdown', text: markdownTable(own) })),
    linkButton('Copy as CSV', () => post({ type: 'copy', as: 'CSV', text: csvTable(own) })),
    linkButton('Open in editor', () => post({ type: 'open', text: csvTable(own) })),
  ];
}

function pager(state: TableState, pages: number, update: () => void): HTMLElement[] {
  const turn = (text: string, by: number): HTMLElement => {
    const button = linkButton(text, () => {
      state.page = Math.max(0, Math.min(pages - 1, state.page + by));
      update();
    });
    return button;
  };
  return [
    turn('Previous page', -1),
    h('span', {}, `page ${state.page + 1} of ${pages}`),
    turn('Next page', 1),
  ];
}

function rowElement(row: readonly TableCell[], columns: readonly TableColumn[]): HTMLElement {
  const verdict = row[columns.findIndex(({ kind }) => kind === 'verdict')]?.value;
  return h('tr', {}, ...row.map((cell, i) => cellElement(cell, columns[i], verdict === 'alert')));
}

function cellElement(cell: TableCell, column: TableColumn | undefined, alert: boolean): HTMLElement {
  switch (column?.kind) {
    case 'verdict':
      return h(
        'td',
        { class: 'word' },
        verdictIcon(cell.value as Parameters<typeof verdictIcon>[0]),
        ` ${cell.text}`,
      );
    case 'number':
      return h('td', { class: column.name === 'value' ? 'number strong' : 'number' }, cell.text);
    case 'code':
      return h('td', { class: 'code' }, cell.text);
    case 'trend':
      return h('td', {}, sparkline(cell.value as readonly (number | null)[], alert));
    default:
      return h('td', {}, cell.text);
  }
}

function sparkline(values: readonly (number | null)[], alert: boolean): SVGElement {
  const { lines, last } = trendPoints(values);
  return svg(
    'svg',
    {
      class: alert ? 'trend alert' : 'trend',
      'aria-hidden': 'true',
      width: String(TREND_WIDTH),
      height: String(TREND_HEIGHT),
      viewBox: `0 0 ${TREND_WIDTH} ${TREND_HEIGHT}`,
    },
    ...lines.map((points) => svg('polyline', { points })),
    ...(last === null ? [] : [svg('circle', { cx: String(last[0]), cy: String(last[1]), r: '2' })]),
  );
}
