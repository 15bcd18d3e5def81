import type { ColumnFacts } from '../../../core/profile/log-facts.js';
import { BLOCK } from '../../../core/profile/block.js';
import { ROWS_A_STEP, type Steps } from '../../../core/profile/breath.js';
import { dateText, instantText } from './instants.js';
import { doubleText } from './numbers.js';

/** Rows of one file in memory: typed columns of equal length. */
export interface Table {
  /** Number of its first row in the file. */
  readonly firstRow: number;
  readonly rows: number;
  readonly columns: ReadonlyMap<string, Column>;
}

export type Column = NumberColumn | TextColumn | BooleanColumn | TimeColumn;

export interface NumberColumn {
  readonly kind: 'numbers';
  /** The type as DuckDB names it. */
  readonly type: string;
  /** NaN where there is none. */
  readonly values: Float64Array;
  /** 1 where there is no value; null: nowhere, or NaN tells it. */
  readonly nulls: Uint8Array | null;
  /** Whole numbers that doubles cannot tell apart, by row. */
  readonly exact: { get(row: number): bigint | undefined } | null;
  /** The same values told apart before, where the file does so. */
  readonly coded?: CodedNumbers;
}

export interface CodedNumbers {
  /** Position among the distinct values; -1 where there is none. */
  readonly codes: Int32Array;
  readonly distinct: readonly number[];
}

export interface TextColumn {
  readonly kind: 'texts';
  readonly type: string;
  /** Position among the values; -1 where there is none. */
  readonly codes: Int32Array;
  /** Distinct. */
  readonly values: readonly string[];
}

export interface BooleanColumn {
  readonly kind: 'booleans';
  /** 1, 0, or -1 where there is none. */
  readonly codes: Int8Array;
}

export interface TimeColumn {
  readonly kind: 'times';
  readonly type: 'TIMESTAMP' | 'TIMESTAMP WITH TIME ZONE' | 'DATE';
  /** µs since the epoch, NaN where there is none. */
  readonly values: Float64Array;
}

/** Gathers text values as codes. */
export class TextBuilder {
  readonly #codes = new Map<string, number>();
  #rows = new Int32Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(value: string | null): void {
    if (this.#length === this.#rows.length) {
      const larger = new Int32Array(this.#rows.length * 2);
      larger.set(this.#rows);
      this.#rows = larger;
    }
    let code = -1;
    if (value !== null) {
      const known = this.#codes.get(value);
      code = known ?? this.#codes.size;
      if (known === undefined) this.#codes.set(value, code);
    }
    this.#rows[this.#length++] = code;
  }

  finish(type = 'VARCHAR'): TextColumn {
    return { kind: 'texts', type, codes: this.#rows.slice(0, this.#length), values: [...this.#codes.keys()] };
  }
}

/** What is known of a column before it has a role. */
export function factsOf(name: string, column: Column): ColumnFacts {
  switch (column.kind) {
    case 'numbers':
      return {
        name,
        kind: 'numeric',
        type: column.type,
        integer: /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(column.type),
      };
    case 'times':
      return { name, kind: 'timestamp', type: column.type, integer: false };
    case 'booleans':
      return { name, kind: 'categorical', type: 'BOOLEAN', integer: false };
    case 'texts':
      return {
        name,
        kind: /\[|^(STRUCT|MAP|UNION)/.test(column.type) ? 'list' : 'categorical',
        type: column.type,
        integer: false,
      };
  }
}

/** Whether a row has a value. */
export function isPresent(column: Column, row: number): boolean {
  switch (column.kind) {
    case 'numbers':
      return column.nulls === null ? !Number.isNaN(column.values[row] as number) : column.nulls[row] === 0;
    case 'times':
      return !Number.isNaN(column.values[row] as number);
    default:
      return (column.codes[row] as number) >= 0;
  }
}

/** Each row's value as the text that its type is written as, null where it has none; numbers by `ofNumber`. */
function* asTexts(
  column: Column,
  rows: number,
  ofNumber: (value: number) => string | null,
  booleans: readonly [string, string],
): Steps<TextColumn> {
  if (column.kind === 'texts') return column;
  if (column.kind === 'numbers' && column.coded !== undefined) return ofCoded(column.coded, ofNumber);
  if (column.kind === 'numbers' && column.exact === null && factsOf('', column).integer)
    return ofCoded(yield* codedNumbers(column, rows), ofNumber);
  const builder = new TextBuilder();
  for (let row = 0; row < rows; row++) {
    if (row % ROWS_A_STEP === 0) yield;
    if (!isPresent(column, row)) builder.add(null);
    else if (column.kind === 'booleans') builder.add(booleans[column.codes[row] as 0 | 1]);
    else if (column.kind === 'times')
      builder.add(
        column.type === 'DATE'
          ? dateText(column.values[row] as number)
          : `${instantText(column.values[row] as number)}${column.type === 'TIMESTAMP' ? '' : '+00'}`,
      );
    else builder.add(column.exact?.get(row)?.toString() ?? ofNumber(column.values[row] as number));
  }
  return builder.finish();
}

/** Whole numbers up to here, as most labels and codes are, have a place of their own. */
const SMALL = 1024;

/** Whole numbers told apart. */
function* codedNumbers({ values, nulls }: NumberColumn, rows: number): Steps<CodedNumbers> {
  const codes = new Int32Array(rows);
  const distinct: number[] = [];
  const small = new Int32Array(SMALL).fill(-1);
  const large = new Map<number, number>();
  for (let row = 0; row < rows; row++) {
    if (row % ROWS_A_STEP === 0) yield;
    const value = values[row] as number;
    if (nulls === null ? Number.isNaN(value) : nulls[row] !== 0) {
      codes[row] = -1;
      continue;
    }
    const isSmall = value >= 0 && value < SMALL;
    let code = isSmall ? (small[value] as number) : (large.get(value) ?? -1);
    if (code < 0) {
      code = distinct.push(value) - 1;
      if (isSmall) small[value] = code;
      else large.set(value, code);
    }
    codes[row] = code;
  }
  return { codes, distinct };
}

/** The texts of numbers that are told apart already. */
function ofCoded({ codes, distinct }: CodedNumbers, ofNumber: (value: number) => string | null): TextColumn {
  const builder = new TextBuilder();
  for (const value of distinct) builder.add(ofNumber(value));
  const { codes: codeOf, values } = builder.finish();
  if (values.length === distinct.length) return { kind: 'texts', type: 'VARCHAR', codes, values };
  const texts = new Int32Array(codes.length);
  for (let from = 0; from < codes.length; from += BLOCK)
    rename(codes, codeOf, from, Math.min(codes.length, from + BLOCK), texts);
  return { kind: 'texts', type: 'VARCHAR', codes: texts, values };
}

/** The names that codes have elsewhere; -1 stays -1. */
function rename(codes: Int32Array, names: Int32Array, from: number, to: number, out: Int32Array): void {
  for (let row = from; row < to; row++) {
    const code = codes[row] as number;
    out[row] = code < 0 ? -1 : (names[code] as number);
  }
}

/** A column as DuckDB casts it to VARCHAR. */
export function asVarchar(column: Column, rows: number): Steps<TextColumn> {
  const { integer } = factsOf('', column);
  return asTexts(column, rows, integer ? (value) => String(value + 0) : doubleText, ['false', 'true']);
}

/** A column as text that does not depend on how a file stored it (`Language.text`). */
export function asCanonical(column: Column, rows: number, booleansAsDigits: boolean): Steps<TextColumn> {
  const { integer } = factsOf('', column);
  return asTexts(
    column,
    rows,
    (value) =>
      Number.isNaN(value)
        ? null
        : Number.isInteger(value) && Math.abs(value) < 1e15
          ? String(value + 0)
          : integer
            ? String(value)
            : doubleText(value),
    booleansAsDigits ? ['0', '1'] : ['false', 'true'],
  );
}
