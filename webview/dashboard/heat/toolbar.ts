import { dropdown, searchField } from '../../shared/controls.js';
import { h } from '../../shared/dom.js';
import { ORDERS, type HeatWish, type Order } from './order.js';

/** What stands over a long strip: a search, an order, and how many rows there are. */
export interface Toolbar {
  readonly element: HTMLElement;
  readonly count: HTMLElement;
}

const WORDS: Readonly<Record<Order, string>> = {
  verdict: 'Verdict, then effect',
  now: 'Effect now',
  most: 'Largest effect so far',
  name: 'Name',
};

/** Changes the wish, and says so. */
export function heatToolbar(wish: HeatWish, onChange: () => void): Toolbar {
  const count = h('span', { class: 'muted num', role: 'status' });
  const find = searchField('Find a column', wish.query, (text) => {
    wish.query = text;
    onChange();
  });
  find.dataset['find'] = 'column';
  const order = dropdown(
    'Order of the columns',
    ORDERS.map((value) => ({ value, text: WORDS[value] })),
    wish.order,
    (value) => {
      wish.order = ORDERS.find((one) => one === value) ?? 'verdict';
      onChange();
    },
  );
  return { element: h('div', { class: 'heat-tools' }, find, order, count), count };
}
