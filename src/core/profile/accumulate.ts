import { ExactProfile } from './exact-profile.js';
import type { NumericProfile } from './numeric-profile.js';
import type { NumericColumn } from './profiles.js';
import { mergeMoments, NO_MOMENTS } from './moments.js';
import { mergeBuckets, NO_BUCKETS } from './sketch-buckets.js';
import { MOST_AT_ONCE, SketchScratch, type SketchTable, type TableOwner } from './sketch-scratch.js';
import { SketchProfile } from './sketch-profile.js';
import { sortedNumbers } from './sort-numbers.js';

/** Values that go to a table at once: always as many, so that sums do not depend on how the rows came in pieces. */
const FOLD_AT = MOST_AT_ONCE;
/** After so many values a table is emptied: sums of more would lose digits. */
const MOST_IN_TABLE = 1 << 20;
/** Fewer values than this are not worth a fold while more may come. */
const REST_AT = 8_192;
/** So many exact values that come together are kept together: a buffer that grows would copy them. */
const PIECE = 8_192;
/** So few do not keep a whole buffer. */
const FEW = 2_048;

/** Makes accumulators that keep every value (exact) or put them into buckets of a bounded number. */
export class AccumulatorFactory {
  readonly #scratch: SketchScratch | null;
  /** Buffers that sketches are done with. */
  readonly #spare: Float64Array<ArrayBuffer>[] = [];

  constructor(exact: boolean) {
    this.#scratch = exact ? null : new SketchScratch();
  }

  create(): NumericAccumulator {
    return new NumericAccumulator(this.#scratch, this.#spare);
  }
}

/** The profile of no values, of the make a plan asks for. */
export function emptyNumeric(exact: boolean): NumericProfile {
  return exact ? ExactProfile.of(new Float64Array(0)) : SketchProfile.empty;
}

/** Collects one column of one cell. */
export class NumericAccumulator implements TableOwner {
  #buffer = new Float64Array(0);
  #length = 0;
  /** Of the exact ones, what came together. */
  #pieces: Float64Array[] = [];
  #missing = 0;
  #nonFinite = 0;
  #moments = NO_MOMENTS;
  /** Those that are in no table any more. */
  #buckets = NO_BUCKETS;
  #table: SketchTable | null = null;

  constructor(
    private readonly scratch: SketchScratch | null,
    private readonly spare: Float64Array<ArrayBuffer>[],
  ) {}

  /** Adds a value; NaN counts as missing, ±Infinity as non-finite, `-0` as `0`. */
  add(x: number): void {
    if (x - x !== 0) {
      if (x !== x) this.#missing++;
      else this.#nonFinite++;
      return;
    }
    if (this.#length === this.#buffer.length) this.#makeRoom(1);
    this.#buffer[this.#length++] = x + 0;
    if (this.scratch !== null && this.#length === FOLD_AT) this.#fold(this.scratch);
  }

  /** Adds `values[from, to)`, as `add` would one by one. */
  addRange(values: Float64Array, from: number, to: number): void {
    if (this.scratch === null) this.#keep(values, from, to);
    else this.#gather(values, from, to, this.scratch);
  }

  /** Takes all values as they are: they are told apart before they are sorted. */
  #keep(values: Float64Array, from: number, to: number): void {
    const size = to - from;
    if (size >= PIECE) {
      this.#pieces.push(values.slice(from, to));
      return;
    }
    if (this.#length + size > this.#buffer.length) this.#makeRoom(size);
    this.#buffer.set(values.subarray(from, to), this.#length);
    this.#length += size;
  }

  /** Takes all values as they are: a fold tells missing and non-finite ones apart. */
  #gather(values: Float64Array, from: number, to: number, scratch: SketchScratch): void {
    for (let at = from; at < to;) {
      // So many go to their buckets from where they are.
      if (this.#length === 0 && to - at >= FOLD_AT) {
        this.#put(values, at, at + FOLD_AT, scratch);
        at += FOLD_AT;
        continue;
      }
      const part = Math.min(FOLD_AT - this.#length, to - at);
      if (this.#length + part > this.#buffer.length) this.#makeRoom(part);
      this.#buffer.set(values.subarray(at, at + part), this.#length);
      this.#length += part;
      at += part;
      if (this.#length === FOLD_AT) this.#fold(scratch);
    }
  }

  /** Tells that the rows moved on to another cell: many values are folded, and what held them serves the next. */
  rest(): void {
    if (this.scratch === null) return;
    if (this.#length >= REST_AT || this.#table !== null) {
      this.#fold(this.scratch);
      this.#release();
      this.leave();
    } else if (this.#buffer.length === FOLD_AT && this.#length < FEW) {
      const rest = this.#buffer.slice(0, this.#length);
      this.#release();
      this.#buffer = rest;
      this.#length = rest.length;
    }
  }

  finish(): NumericColumn {
    if (this.scratch !== null) this.#fold(this.scratch);
    this.leave();
    const values = this.scratch === null ? this.#sorted() : new SketchProfile(this.#buckets, this.#moments);
    this.#release();
    return { kind: 'numeric', missing: this.#missing, nonFinite: this.#nonFinite, values };
  }

  #sorted(): ExactProfile {
    const { sorted, moments, missing, nonFinite } = sortedNumbers([
      ...this.#pieces,
      this.#buffer.subarray(0, this.#length),
    ]);
    this.#missing += missing;
    this.#nonFinite += nonFinite;
    return new ExactProfile(sorted, moments);
  }

  #fold(scratch: SketchScratch): void {
    if (this.#length > 0) this.#put(this.#buffer, 0, this.#length, scratch);
    this.#length = 0;
  }

  #put(values: Float64Array, from: number, to: number, scratch: SketchScratch): void {
    const table = scratch.tableOf(this);
    this.#table = table;
    const about = this.#moments.count > 0 ? this.#moments.mean : null;
    const { missing, nonFinite, moments } = table.add(values, from, to, about);
    this.#moments = mergeMoments(this.#moments, moments);
    this.#missing += missing;
    this.#nonFinite += nonFinite;
    if (table.count >= MOST_IN_TABLE) this.leave();
  }

  /** Takes its buckets out of its table, which serves another then. */
  leave(): void {
    const table = this.#table;
    if (table === null) return;
    const buckets = table.finish();
    this.#buckets = this.#buckets === NO_BUCKETS ? buckets : mergeBuckets(this.#buckets, buckets);
    this.#table = null;
    table.owner = null;
  }

  #release(): void {
    if (this.#buffer.length === FOLD_AT && this.scratch !== null && this.spare.length < 64)
      this.spare.push(this.#buffer);
    this.#buffer = new Float64Array(0);
    this.#pieces = [];
    this.#length = 0;
  }

  #makeRoom(more: number): void {
    const larger = this.#larger(this.#length + more);
    larger.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = larger;
  }

  #larger(needed: number): Float64Array<ArrayBuffer> {
    if (this.scratch === null) return new Float64Array(Math.max(64, needed, this.#buffer.length * 2));
    const wanted = Math.max(64, needed, this.#buffer.length * 4);
    return wanted < REST_AT ? new Float64Array(wanted) : (this.spare.pop() ?? new Float64Array(FOLD_AT));
  }
}
