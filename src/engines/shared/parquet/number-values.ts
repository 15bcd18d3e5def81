import type { Column, CodedNumbers } from '../table/table.js';
import { readPlaces } from './dictionary-places.js';
import type { StoredColumn } from './footer.js';
import { gatherRows, spreadRows } from './page-rows.js';
import type { PageScratch } from './page-scratch.js';
import { readPlain, widthOf } from './plain-numbers.js';
import { plainNumbers } from './plain-page.js';
import { isDictionary, type PageValues, type StoredPage, type ValueSink } from './values.js';

/** Numbers told apart by their dictionary are named only where they are few. */
const MOST_CODED = 65_536;

/** Values of numbers, times and days. */
export class NumberValues implements ValueSink {
  #values = new Float64Array(0);
  #nulls = new Uint8Array(0);
  #codes = new Int32Array(0);
  /** The chunk's dictionary; null without one. */
  #dictionary: Float64Array | null = null;
  #dictionaryExact: readonly bigint[] | null = null;
  /** By place in the dictionary: position in `#distinct`. */
  #codeOf: Int32Array | null = null;
  readonly #distinct: number[] = [];
  readonly #known = new Map<number, number>();

  /** `whole`: the values are asked for as text or nanoseconds, where each digit counts. */
  constructor(
    private readonly column: StoredColumn,
    private readonly scratch: PageScratch,
    private readonly whole: boolean,
  ) {}

  open(): void {
    this.#dictionary = null;
    this.#dictionaryExact = null;
    this.#codeOf = null;
  }

  dictionary(bytes: Uint8Array<ArrayBuffer>, from: number, to: number, count: number): void {
    const values = new Float64Array(count);
    const exact = readPlain(this.column, bytes, from, to, count, values, this.scratch);
    this.#dictionary = values;
    this.#dictionaryExact =
      this.whole && exact !== null ? Array.from({ length: count }, (_, i) => exact(i)) : null;
    this.#codeOf = null;
    if (!this.whole || exact !== null || this.column.meaning.kind !== 'number') return;
    if (this.#distinct.length + count > MOST_CODED) return;
    this.#codeOf = Int32Array.from(values, (value) => this.#nameOf(value));
  }

  page(stored: StoredPage): PageValues {
    const { rows, count, present, encoding } = stored;
    const { meaning, physical } = this.column;
    const isFloat = physical === 'DOUBLE' || physical === 'FLOAT';
    if (this.#values.length < rows) this.#values = new Float64Array(rows);
    const values = this.#values;
    let exact: ReadonlyMap<number, bigint> | null = null;
    let coded: CodedNumbers | null = null;
    if (isDictionary(encoding)) {
      const places = readPlaces(stored, this.#dictionary?.length ?? null, this.scratch);
      gatherRows(this.#dictionary as Float64Array, stored, values, this.scratch);
      const ofDictionary = this.#dictionaryExact;
      if (ofDictionary !== null)
        exact = exactOf(rows, present, (i) => ofDictionary[places[i] as number] as bigint);
      if (this.#codeOf !== null) coded = this.#coded(this.#codeOf, stored);
    } else {
      const { bytes, from, to } = plainNumbers(stored, widthOf(physical), !isFloat, this.scratch);
      const read = readPlain(this.column, bytes, from, to, count, values, this.scratch);
      if (read !== null && this.whole) exact = exactOf(rows, present, read);
      spreadRows(values, stored, this.scratch);
    }
    // NaN tells that a value is missing, but where NaN may be a value.
    const nulls = isFloat && present !== null ? this.#invert(present, rows) : null;
    return {
      rows,
      slice: (start, end): Column => {
        const own = values.subarray(start, end);
        if (meaning.kind === 'day') return { kind: 'times', type: 'DATE', values: own };
        if (meaning.kind === 'time')
          return {
            kind: 'times',
            type: meaning.zoned ? 'TIMESTAMP WITH TIME ZONE' : 'TIMESTAMP',
            values: own,
          };
        if (meaning.kind !== 'number') throw new TypeError('Not a column of numbers.');
        return {
          kind: 'numbers',
          type: meaning.type,
          values: own,
          nulls: nulls?.subarray(start, end) ?? null,
          exact: exact === null ? null : { get: (row) => exact.get(row + start) },
          ...(coded === null
            ? {}
            : { coded: { codes: coded.codes.subarray(start, end), distinct: coded.distinct } }),
        };
      },
    };
  }

  #nameOf(value: number): number {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    this.#known.set(value, this.#distinct.length);
    return this.#distinct.push(value) - 1;
  }

  #coded(codeOf: Int32Array, stored: StoredPage): CodedNumbers {
    if (this.#codes.length < stored.rows) this.#codes = new Int32Array(stored.rows);
    const codes = this.#codes;
    gatherRows(codeOf, stored, codes, this.scratch);
    return { codes, distinct: this.#distinct };
  }

  /** Marks of the rows without a value, in place of those that have one. */
  #invert(present: Uint8Array, rows: number): Uint8Array {
    if (this.#nulls.length < rows) this.#nulls = new Uint8Array(rows);
    this.scratch.run.invertMarks(present.byteOffset, rows);
    this.#nulls.set(present);
    return this.#nulls;
  }
}

function exactOf(
  rows: number,
  present: Uint8Array | null,
  read: (i: number) => bigint,
): ReadonlyMap<number, bigint> {
  const exact = new Map<number, bigint>();
  let at = 0;
  for (let row = 0; row < rows; row++) {
    if (present !== null && present[row] !== 1) continue;
    const value = read(at++);
    if (!Number.isSafeInteger(Number(value))) exact.set(row, value);
  }
  return exact;
}
