import { h } from '../shared/dom.js';
import type { ShownPage } from './protocol.js';

const NUMBER = /^(U?(TINY|SMALL|BIG|HUGE)?INT|FLOAT|DOUBLE|REAL|DECIMAL)/;

/** A page of rows as a table: where each stands, then its values as text, never as markup. */
export function rowsTable({ columns, rows, words, asked }: ShownPage): HTMLElement {
  const head = h(
    'tr',
    {},
    h('th', { scope: 'col', class: 'right' }, 'row'),
    h('th', { scope: 'col' }, 'file'),
    ...columns.map(({ name, type }, i) =>
      h(
        'th',
        {
          scope: 'col',
          class: `code${NUMBER.test(type) ? ' right' : ''}${asked && i === 0 ? ' asked' : ''}`,
          title: type,
        },
        h('bdi', {}, name),
      ),
    ),
  );
  const body = rows.map(({ file, row, cells }) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row', class: 'right muted' }, String(row)),
      h('td', { class: 'muted' }, h('bdi', {}, file)),
      ...cells.map((cell, i) =>
        h(
          'td',
          {
            class: `${NUMBER.test(columns[i]?.type ?? '') ? 'right' : ''}${asked && i === 0 ? ' asked' : ''}`,
          },
          cellOf(cell),
        ),
      ),
    ),
  );
  return h(
    'div',
    { class: 'table-box', tabindex: 0, role: 'region', 'aria-label': `Table of the rows: ${words}` },
    h('table', { class: 'rows num' }, h('thead', {}, head), h('tbody', {}, ...body)),
  );
}

function cellOf(cell: string | null): Node {
  if (cell === null) return h('span', { class: 'nothing' }, 'no value');
  if (cell === '') return h('span', { class: 'nothing' }, 'empty text');
  return h('bdi', {}, cell);
}
