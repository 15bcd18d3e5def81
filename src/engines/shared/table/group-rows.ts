import { NONE } from '../tasks/reader.js';
import { mostRuns, type Runs } from './runs.js';

/** Keys further apart than this are not told apart by counting. */
const WIDEST = 1 << 20;

/** Whole numbers of the rows of a block. */
export interface RowKey {
  readonly numbers: () => Int32Array;
  /** The same as runs; null where rows come in no order. */
  readonly runs: Runs | null;
}

/**
 * The rows `[0, count)`, or those of `rows`, in an order in which rows of equal keys are neighbours and otherwise keep theirs;
 * null where they mostly are already, or the keys lie too far apart. The last key counts most.
 */
export function groupRows(
  keys: readonly RowKey[],
  rows: Uint32Array | null,
  count: number,
): Uint32Array | null {
  const scattered = keys.filter((key) => isScattered(key, rows, count));
  if (scattered.length === 0) return null;
  let order = rows ?? Uint32Array.from({ length: count }, (_, row) => row);
  // All keys, from the least on: each sort keeps what those before it did.
  for (const key of keys) {
    const sorted = sortedBy(key.numbers(), order);
    if (sorted === null) return null;
    order = sorted;
  }
  return order;
}

function isScattered(key: RowKey, rows: Uint32Array | null, count: number): boolean {
  if (rows === null || key.runs?.ends.length === 1) return key.runs === null;
  const numbers = key.numbers();
  const most = mostRuns(count);
  let runs = 0;
  for (let i = 1; i < count && runs <= most; i++) {
    if (numbers[rows[i] as number] !== numbers[rows[i - 1] as number]) runs++;
  }
  return runs > most;
}

/** A stable counting sort. */
function sortedBy(key: Int32Array, rows: Uint32Array): Uint32Array | null {
  let [smallest, largest] = [Infinity, -Infinity];
  let none = 0;
  for (const row of rows) {
    const value = key[row] as number;
    if (value === NONE) none++;
    else {
      if (value < smallest) smallest = value;
      if (value > largest) largest = value;
    }
  }
  if (none === rows.length) return rows;
  if (largest - smallest > WIDEST) return null;
  // Rows without a key come first.
  const base = smallest - 1;
  const next = new Uint32Array(largest - base + 2);
  for (const row of rows) {
    const value = key[row] as number;
    const at = (value === NONE ? 0 : value - base) + 1;
    next[at] = (next[at] as number) + 1;
  }
  for (let i = 1; i < next.length; i++) next[i] = (next[i] as number) + (next[i - 1] as number);
  const sorted = new Uint32Array(rows.length);
  for (const row of rows) {
    const value = key[row] as number;
    const at = value === NONE ? 0 : value - base;
    sorted[next[at] as number] = row;
    next[at] = (next[at] as number) + 1;
  }
  return sorted;
}
