import type { SampleColumn } from '../../profile/extra/row-sample.js';
import { sortNumbers } from '../../profile/sort-numbers.js';
import type { BinnedTable } from './boosting.js';

/** Bin of missing values, and of categories that were never seen. */
const MISSING = 0;
/** Rows that a category needs for a bin of its own, in the rows that bins are made from. */
const LEAST_ROWS = 10;

/** Turns columns into bins: numbers by quantiles, categories in the order of their mean target. */
export class Binner {
  readonly #columns: readonly ColumnBinner[];

  /** Bins are made from these rows and their targets; at most `most` a column. */
  constructor(columns: readonly SampleColumn[], rows: Int32Array, target: Float64Array, most: number) {
    this.#columns = columns.map((column) =>
      column.kind === 'numeric'
        ? numericBinner(column.values, rows, most)
        : categoryBinner(column.codes, column.categories.length, rows, target, most),
    );
  }

  /** These rows of columns that are the same as those the bins were made from. */
  table(columns: readonly SampleColumn[], rows: Int32Array): BinnedTable {
    return {
      rows: rows.length,
      bins: this.#columns.map(({ bins }) => bins),
      columns: this.#columns.map(({ binOf }, j) => {
        const column = columns[j] as SampleColumn;
        const values = column.kind === 'numeric' ? column.values : column.codes;
        const found = new Uint8Array(rows.length);
        for (let i = 0; i < rows.length; i++) found[i] = binOf(values[rows[i] as number] as number);
        return found;
      }),
    };
  }
}

interface ColumnBinner {
  readonly bins: number;
  binOf(value: number): number;
}

function numericBinner(values: Float64Array, rows: Int32Array, most: number): ColumnBinner {
  const present = new Float64Array(rows.length);
  let count = 0;
  for (const row of rows) {
    const x = values[row] as number;
    if (x === x) present[count++] = x;
  }
  const sorted = present.subarray(0, count);
  sortNumbers(sorted);
  const edges: number[] = [];
  for (let k = 1; k < most - 1; k++) {
    const at = Math.floor((k * sorted.length) / (most - 1));
    const [below, above] = [sorted[at - 1], sorted[at]];
    // An edge lies between two values: the larger of them starts the next bin.
    if (below === undefined || above === undefined) continue;
    const edge = below < above ? above : nextAbove(sorted, above);
    if (edge !== null && edge > (edges.at(-1) ?? -Infinity)) edges.push(edge);
  }
  return {
    bins: edges.length + 2,
    binOf: (x) => {
      if (x !== x) return MISSING;
      let [low, high] = [0, edges.length];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((edges[middle] as number) <= x) low = middle + 1;
        else high = middle;
      }
      return low + 1;
    },
  };
}

/** The smallest of the sorted values that is larger than `x`; null where none is. */
function nextAbove(sorted: Float64Array, x: number): number | null {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= x) low = middle + 1;
    else high = middle;
  }
  return sorted[low] ?? null;
}

function categoryBinner(
  codes: Int32Array,
  categories: number,
  rows: Int32Array,
  target: Float64Array,
  most: number,
): ColumnBinner {
  const sums = new Float64Array(categories);
  const counts = new Float64Array(categories);
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i] as number] as number;
    if (code < 0) continue;
    sums[code] = (sums[code] as number) + (target[i] as number);
    counts[code] = (counts[code] as number) + 1;
  }
  const known = Array.from(counts, (_, code) => code).filter(
    (code) => (counts[code] as number) >= LEAST_ROWS,
  );
  known.sort(
    (a, b) =>
      (sums[a] as number) / (counts[a] as number) - (sums[b] as number) / (counts[b] as number) || a - b,
  );
  const bins = new Uint8Array(categories);
  const room = most - 1;
  for (const [i, code] of known.entries()) {
    bins[code] = 1 + (known.length <= room ? i : Math.floor((i * room) / known.length));
  }
  return {
    bins: 1 + Math.min(known.length, room),
    binOf: (code) => (code < 0 ? MISSING : (bins[code] ?? MISSING)),
  };
}
