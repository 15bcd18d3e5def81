import { Kernels } from './kernels.js';
import { momentsFrom, NO_MOMENTS, type Moments } from './moments.js';
import { KEYS, type Buckets } from './sketch-buckets.js';

/** Bytes of a bucket while it fills (`kernels/sketch.ts`). */
const BUCKET_BYTES = 32;

/** Most values that are added at once. */
export const MOST_AT_ONCE = 32_768;

/** Tables that fill side by side: one for each column that a task reads, and one for a cell that is just left. */
const TABLES = 4;

/** What some values came to. */
export interface Added {
  /** NaN. */
  readonly missing: number;
  /** Infinities. */
  readonly nonFinite: number;
  /** Of the numbers. */
  readonly moments: Moments;
}

/** Whose values a table holds. */
export interface TableOwner {
  /** Another needs its table: takes what is in it. */
  leave(): void;
}

/** Dense buckets that fill: 32 MB of addresses, of which values of like size touch little. */
export class SketchTable {
  owner: TableOwner | null = null;
  /** Values in it. */
  count = 0;
  readonly #used: number;
  readonly #buckets: number;
  readonly #tally: number;

  constructor(
    private readonly kernels: Kernels,
    private readonly room: { readonly values: number; readonly sums: number },
    private readonly take: (table: SketchTable, touched: number) => Buckets,
  ) {
    this.#used = kernels.reserve(KEYS / 8);
    this.#buckets = kernels.reserve(KEYS * BUCKET_BYTES);
    this.#tally = kernels.reserve(20);
    this.#empty();
  }

  /**
   * Adds `values[from, to)`, at most `MOST_AT_ONCE` of them; tells what these came to. `about`: a number near them, such as the
   * mean of those before, from which their deviations are taken; null where none is known.
   */
  add(values: Float64Array, from: number, to: number, about: number | null): Added {
    const { kernels, room } = this;
    const size = to - from;
    new Float64Array(kernels.buffer, room.values, size).set(values.subarray(from, to));
    const tally = new Int32Array(kernels.buffer, this.#tally, 5);
    tally.fill(0, 1, 3);
    kernels.run.fillBuckets(room.values, size, this.#buckets, this.#used, this.#tally);
    const [, missing = 0, nonFinite = 0] = tally;
    const others = missing + nonFinite;
    this.count += size - others;
    return { missing, nonFinite, moments: this.#moments(size, others, about) };
  }

  /** The buckets, which are empty then. */
  finish(): Buckets {
    const [touched = 0] = new Int32Array(this.kernels.buffer, this.#tally, 1);
    const buckets = this.take(this, touched);
    this.#empty();
    return buckets;
  }

  /** Writes the buckets in use to the kernels' memory. */
  write(marks: number, counts: number, means: number): void {
    this.kernels.run.takeBuckets(this.#buckets, this.#used, this.#tally, marks, counts, means);
  }

  /** Of the values that were just added, of which `others` are no numbers. */
  #moments(size: number, others: number, near: number | null): Moments {
    const count = size - others;
    if (count === 0) return NO_MOMENTS;
    const { kernels, room } = this;
    const about = near ?? kernels.run.meanOf(room.values, size, count);
    const sums = new Float64Array(kernels.buffer, room.sums, 4);
    sums.set([0, 0, Infinity, -Infinity]);
    kernels.run.addDeviations(room.values, size, about, room.sums, others > 0);
    const [squares = 0, sum = 0, min = 0, max = 0] = sums;
    return momentsFrom(about, count, { squares, sum, min, max });
  }

  #empty(): void {
    this.count = 0;
    new Int32Array(this.kernels.buffer, this.#tally, 5).set([0, 0, 0, KEYS / 32, -1]);
  }
}

/** Working space for sketching, one for each thread: a few tables that accumulators fill in turn. */
export class SketchScratch {
  readonly #kernels = new Kernels();
  readonly #room = {
    values: this.#kernels.reserve(MOST_AT_ONCE * 8),
    sums: this.#kernels.reserve(32),
  };
  /** The one that was used last comes last. */
  readonly #tables: SketchTable[] = [];
  #found = 0;
  #foundBytes = 0;

  /** The table that `owner` fills: its own, an empty one, or the one that was used longest ago. */
  tableOf(owner: TableOwner): SketchTable {
    const tables = this.#tables;
    let at = tables.findIndex((table) => table.owner === owner);
    if (at < 0) at = tables.findIndex((table) => table.owner === null);
    if (at < 0 && tables.length < TABLES) {
      at = tables.push(new SketchTable(this.#kernels, this.#room, (...taken) => this.#take(...taken))) - 1;
    }
    const [table] = tables.splice(Math.max(0, at), 1) as [SketchTable];
    tables.push(table);
    if (table.owner !== owner) table.owner?.leave();
    table.owner = owner;
    return table;
  }

  #take(table: SketchTable, touched: number): Buckets {
    const room = touched * 16 + 8;
    if (room > this.#foundBytes) {
      this.#foundBytes = room * 2;
      this.#found = this.#kernels.reserve(this.#foundBytes);
    }
    const means = this.#found;
    const marks = means + touched * 8;
    const counts = marks + touched * 4;
    table.write(marks, counts, means);
    const { buffer } = this.#kernels;
    return {
      marks: new Uint32Array(buffer.slice(marks, counts)),
      counts: new Uint32Array(buffer.slice(counts, counts + touched * 4)),
      means: new Float64Array(buffer.slice(means, marks)),
    };
  }
}
