import { BLOCK } from '../../../core/profile/block.js';
import { workingRoom } from '../../../core/profile/working-room.js';
import type { Run } from '../tasks/reader.js';
import type { CategoryRows, CellOf, PlainCategories } from '../tasks/task.js';
import type { CodedTexts } from './block-reader.js';
import { byteOrder } from './compare-bytes.js';
import { ValueNames } from './value-names.js';

/** Counters that one column may take, all cells together; with more of them most would stay empty. */
const MOST_COUNTERS = 4_000_000;

/** Fewer rows than this are counted where they are. */
const FEW_ROWS = 1_000;

/** Counts the values of one column in each cell. */
export class CategoryTally {
  readonly #names = new ValueNames();
  /** By cell: rows of each value by its name, 0 for none; null once there are too many. */
  #dense: Map<number | null, Uint32Array> | null = new Map();
  readonly #sparse = new Map<number | null, Map<number, number>>();
  #last: number | null | undefined;
  #counts: Uint32Array = new Uint32Array(0);

  take(coded: CodedTexts, runs: readonly Run[]): void {
    const names = this.#names.of(coded);
    const { codes } = coded;
    for (const { cell, from, to } of runs) {
      const counts = this.#denseOf(cell);
      if (counts !== null) {
        if (to - from >= FEW_ROWS + 4 * coded.values.length)
          countMany(codes.subarray(from, to), coded.values.length, names, counts);
        else {
          for (let row = from; row < to; row += BLOCK)
            countNames(codes, row, Math.min(to, row + BLOCK), names, counts);
        }
        continue;
      }
      const found = this.#sparse.get(cell) ?? new Map<number, number>();
      this.#sparse.set(cell, found);
      for (let row = from; row < to; row++) {
        const name = names[(codes[row] as number) + 1] as number;
        found.set(name, (found.get(name) ?? 0) + 1);
      }
    }
  }

  finish(): PlainCategories {
    const { values } = this.#names;
    const cells = [...(this.#dense ?? this.#sparse)];
    // Values of rows that take no part are none.
    const seen = new Uint8Array(values.length + 1);
    for (const [, counts] of cells) {
      if (counts instanceof Uint32Array) markUsed(counts, seen);
      else for (const name of counts.keys()) seen[name] = 1;
    }
    const order: number[] = [];
    for (let name = 1; name < seen.length; name++) if (seen[name] === 1) order.push(name);
    const compare = byteOrder(values);
    order.sort((a, b) => compare(values[a - 1] as string, values[b - 1] as string));
    return {
      kind: 'categories',
      values: order.map((name) => values[name - 1] as string),
      cells: cells.map(([cell, counts]): CellOf<CategoryRows> => ({
        cell,
        value: inOrder(
          counts instanceof Uint32Array ? (name) => counts[name] ?? 0 : (name) => counts.get(name) ?? 0,
          order,
        ),
      })),
    };
  }

  /** The counters of a cell, one for each value so far; null where they would be too many. */
  #denseOf(cell: number | null): Uint32Array | null {
    if (this.#dense === null) return null;
    const size = this.#names.values.length + 1;
    if (cell === this.#last && this.#counts.length >= size) return this.#counts;
    let counts = this.#dense.get(cell);
    if (counts === undefined || counts.length < size) {
      const larger = new Uint32Array(Math.max(size, Math.min(2 * size, size + 256)));
      if (counts !== undefined) larger.set(counts);
      counts = larger;
      this.#dense.set(cell, counts);
      if (this.#dense.size * size > MOST_COUNTERS) return this.#thin();
    }
    this.#last = cell;
    this.#counts = counts;
    return counts;
  }

  #thin(): null {
    for (const [cell, counts] of this.#dense ?? []) this.#sparse.set(cell, new Map(entriesOf(counts)));
    this.#dense = null;
    return null;
  }
}

/** Counts the names of many codes, all below `values`. */
function countMany(codes: Int32Array, values: number, names: Int32Array, counts: Uint32Array): void {
  const size = values + 1;
  const { run, buffer, at } = workingRoom(codes.length * 4 + size * 8);
  const tables = at + codes.length * 4;
  new Int32Array(buffer, at, codes.length).set(codes);
  const [even, odd] = [
    new Uint32Array(buffer, tables, size),
    new Uint32Array(buffer, tables + size * 4, size),
  ];
  even.fill(0);
  odd.fill(0);
  run.countCodes(at, codes.length, even.byteOffset, odd.byteOffset);
  for (let code = 0; code < size; code++) {
    const rows = (even[code] as number) + (odd[code] as number);
    const name = names[code] as number;
    if (rows > 0) counts[name] = (counts[name] as number) + rows;
  }
}

/** Counts the names of `codes[from, to)`. */
function countNames(
  codes: Int32Array,
  from: number,
  to: number,
  names: Int32Array,
  counts: Uint32Array,
): void {
  for (let row = from; row < to; row++) {
    const name = names[(codes[row] as number) + 1] as number;
    counts[name] = (counts[name] as number) + 1;
  }
}

function markUsed(counts: Uint32Array, seen: Uint8Array): void {
  for (let name = 0; name < counts.length; name++) if (counts[name] !== 0) seen[name] = 1;
}

/** The counts of one cell, by the places of the values in `order`. */
function inOrder(countOf: (name: number) => number, order: readonly number[]): CategoryRows {
  const codes = new Uint32Array(order.length);
  const counts = new Float64Array(order.length);
  let used = 0;
  for (let place = 0; place < order.length; place++) {
    const rows = countOf(order[place] as number);
    if (rows === 0) continue;
    codes[used] = place;
    counts[used++] = rows;
  }
  return { missing: countOf(0), codes: codes.slice(0, used), counts: counts.slice(0, used) };
}

function entriesOf(counts: Uint32Array): [name: number, rows: number][] {
  const entries: [number, number][] = [];
  for (let name = 0; name < counts.length; name++) {
    if (counts[name] !== 0) entries.push([name, counts[name] as number]);
  }
  return entries;
}
