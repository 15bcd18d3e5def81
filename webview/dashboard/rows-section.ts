import type { FeatureView } from '../../src/core/report/charts/ledger.js';
import { h } from '../shared/dom.js';
import { linkButton } from '../shared/link-button.js';
import type { FromDashboard } from './protocol.js';

/** Lines of a long list that are in sight, at its start and at its end. */
const FIRST = 10;
const LAST = 2;

/** How many rows are in each bin of a column; each number is the way to its rows. */
export function rowsSection(
  { column, name, rows }: FeatureView,
  send: (message: FromDashboard) => void,
): HTMLElement | null {
  if (rows === null) return null;
  const { chunk, title, approximate, lines } = rows;
  const number = (side: 'reference' | 'current', text: string, at: number, label: string): HTMLElement => {
    if (text === '') return h('td', { class: 'muted' }, '0');
    const open = linkButton(text, () => send({ type: 'rows', column, chunk, line: { at, label, side } }));
    const when = side === 'current' ? title : 'reference';
    open.setAttribute('aria-label', `Show the ${text} rows of ${name} ${label}, ${when}`);
    return h('td', {}, open);
  };
  const body = lines.map(({ label, reference, current }, at) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row', class: 'code' }, h('bdi', {}, label)),
      number('reference', reference, at, label),
      number('current', current, at, label),
    ),
  );
  return h(
    'section',
    { class: 'section rows-behind', 'aria-labelledby': 'section-rows' },
    h(
      'div',
      { class: 'section-head' },
      h('h2', { id: 'section-rows' }, 'The rows behind'),
      h(
        'p',
        {},
        linkButton('Show rows', () => send({ type: 'rows', column, chunk, line: null })),
        ' ',
        h(
          'span',
          { class: 'muted' },
          approximate
            ? 'Each number opens its rows, counted one by one; here they are told from sketches.'
            : 'Each number opens its rows.',
        ),
      ),
    ),
    h(
      'table',
      { class: 'numbers num' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, 'bin'),
          h('th', { scope: 'col' }, 'reference'),
          h('th', { scope: 'col' }, title),
        ),
      ),
      h('tbody', {}, ...folded(body)),
    ),
  );
}

/** A long list with its middle folded: the loudest bins, and what is in none, stay in sight. */
function folded(lines: readonly HTMLElement[]): HTMLElement[] {
  const hidden = lines.length > FIRST + LAST + 1 ? lines.slice(FIRST, -LAST) : [];
  if (hidden.length === 0) return [...lines];
  for (const line of hidden) line.hidden = true;
  const row = h('tr', {}, h('td', { colspan: 3 }, linkButton(`Show ${hidden.length} others`, unfold)));
  function unfold(): void {
    row.remove();
    for (const line of hidden) line.hidden = false;
    hidden[0]?.querySelector('button')?.focus();
  }
  return [...lines.slice(0, FIRST), row, ...hidden, ...lines.slice(-LAST)];
}
