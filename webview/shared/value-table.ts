import type { Plot } from '../../src/core/report/charts/plot.js';
import { h } from './dom.js';

/** Longer tables are made when somebody asks for them. */
const AT_ONCE = 32;
/** Lines of a long table that are made at a time, the newest first. */
const PAGE = 60;

/** Says to the tables of a page that they are wanted now. */
const WANTED = 'tablewanted';

/** The values behind a plot: what is read instead of it, and shown in its place by a key. */
export function valueTable({ table, alt }: Plot, id: string): HTMLElement {
  const body = h('tbody', {});
  const line = (row: readonly string[]): HTMLElement =>
    h('tr', {}, ...row.map((text, i) => (i === 0 ? h('th', { scope: 'row' }, text) : h('td', {}, text))));
  const head = h('tr', {}, ...table.head.map((text) => h('th', { scope: 'col' }, text)));
  const own = h('table', {}, h('caption', {}, alt), h('thead', {}, head), body);
  // A table keeps its own height whatever it is told: the box around it hides it.
  const box = h('div', { class: 'visually-hidden values', id, tabindex: -1 });
  if (table.rows.length <= AT_ONCE) {
    body.append(...table.rows.map(line));
    box.append(own);
    return box;
  }
  let first = table.rows.length;
  const button = h('button', { type: 'button', class: 'link' });
  const more = (): void => {
    const from = Math.max(0, first - PAGE);
    body.prepend(...table.rows.slice(from, first).map(line));
    first = from;
    button.hidden = first === 0;
    button.textContent = `Show ${first} values before`;
  };
  button.textContent = `Show ${table.rows.length} values as a table`;
  button.addEventListener('click', () => {
    more();
    box.append(own);
    box.classList.add('open');
    box.focus();
  });
  box.append(button);
  box.addEventListener(WANTED, () => {
    if (own.isConnected) return;
    more();
    box.append(own);
  });
  if (document.body.classList.contains('tables')) box.dispatchEvent(new Event(WANTED));
  return box;
}

/** Shows tables in the place of plots, or plots again. */
export function toggleTables(): void {
  if (!document.body.classList.toggle('tables')) return;
  for (const box of document.querySelectorAll('.values')) box.dispatchEvent(new Event(WANTED));
}
