import type { HeatRow } from '../../../src/core/report/charts/ledger.js';

/** How the rows of the strip are ordered: by verdict and then effect, by the effect alone, or by name. */
export const ORDERS = ['verdict', 'now', 'most', 'name'] as const;
export type Order = (typeof ORDERS)[number];

/** What is asked of the strip; the page keeps it. */
export interface HeatWish {
  /** Part of a column's name. */
  query: string;
  order: Order;
  /** Whether the rows that hold are shown too. */
  unfolded: boolean;
}

/** More rows than this fold those that hold, and can be searched and sorted. */
export const MOST_ROWS = 12;

/** The rows to show, in their order, and how many that hold are folded away. */
export function rowsToShow(rows: readonly HeatRow[], wish: HeatWish): { shown: HeatRow[]; folded: number } {
  const query = wish.query.trim().toLocaleLowerCase();
  if (query !== '') {
    const found = rows.filter(({ name }) => name.toLocaleLowerCase().includes(query));
    return { shown: sorted(found, wish.order), folded: 0 };
  }
  if (wish.unfolded || rows.length <= MOST_ROWS) return { shown: sorted(rows, wish.order), folded: 0 };
  // Rows come worst first: those that do not hold, and the first of the rest.
  const loud = rows.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'info').length;
  const shown = rows.filter((row, i) => !row.code || i < Math.max(MOST_ROWS, loud));
  return { shown: sorted(shown, wish.order), folded: rows.length - shown.length };
}

/** The report's own order is by verdict and then effect. */
function sorted(rows: readonly HeatRow[], order: Order): HeatRow[] {
  switch (order) {
    case 'verdict':
      return [...rows];
    case 'name':
      return [...rows].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    default:
      return [...rows].sort((a, b) => (b.effect[order] ?? -Infinity) - (a.effect[order] ?? -Infinity) || 0);
  }
}
