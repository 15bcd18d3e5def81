import { createHash } from 'node:crypto';

import { BLOCK } from '../../../core/profile/block.js';
import { intervalIndex, type Duration } from '../../../core/config/duration.js';
import type { SegmentPlan } from '../../../core/profile/plan.js';
import { bucketStart } from '../buckets.js';
import { NONE } from '../tasks/reader.js';
import { atOnce, ROWS_A_STEP, type Breath, type Steps } from '../../../core/profile/breath.js';
import { expressionsIn, parseExpression, partsOf, type Expression } from './expressions.js';
import { parseInstants } from './instants.js';
import { parseDouble } from './numbers.js';
import { asCanonical, isPresent, type Column, type Table, type TextColumn } from './table.js';

const TICKS = { s: 1e6, ms: 1000, us: 1, ns: 1e-3 } as const;

/** Computes expressions over one table, every row of it; what was computed once is kept. */
export class Evaluator {
  readonly #known = new Map<string, unknown>();

  constructor(readonly table: Table) {}

  /** Computes the expressions that stand in a value, a step at a time, so that they are known. Throws CancelledError. */
  async prepare(asked: unknown, breath: Breath): Promise<void> {
    for (const text of expressionsIn(asked)) {
      for (const part of partsOf(parseExpression(text))) {
        const [key, steps] = this.#long(part);
        if (steps === null) this.#short(part);
        else if (!this.#known.has(key)) this.#known.set(key, await breath.through(steps));
        await breath.take();
      }
    }
  }

  /** Tells what an expression of whole numbers comes to. */
  know(expression: string, numbers: Int32Array): void {
    this.#known.set(keyOf('integers', parseExpression(expression)), numbers);
  }

  /** DOUBLE: NaN where it is NULL. */
  doubles(expression: string): Float64Array {
    return this.#doubles(parseExpression(expression));
  }

  /** INTEGER: `NONE` where it is NULL. */
  integers(expression: string): Int32Array {
    return this.#integers(parseExpression(expression));
  }

  /** Instants, µs since the epoch: NaN where there is none. */
  instants(expression: string): Float64Array {
    return this.#instants(parseExpression(expression));
  }

  texts(expression: string): TextColumn {
    return this.#texts(parseExpression(expression));
  }

  /** Conditions: 1 where it holds. */
  holds(expression: string): Uint8Array {
    return this.#holds(parseExpression(expression));
  }

  /** What takes longer than a look at each row. */
  #long(part: Expression): [key: string, steps: Steps<unknown> | null] {
    switch (part.op) {
      case 'text':
        return [
          keyOf('texts', part),
          asCanonical(this.#column(part.column), this.table.rows, part.booleansAsDigits),
        ];
      case 'time':
        return [keyOf('instants', part), instantsOf(this.#column(part.column), part.unit)];
      case 'hash':
        return [keyOf('doubles', part), this.#hashes(part)];
      default:
        return ['', null];
    }
  }

  #short(part: Expression): void {
    switch (part.op) {
      case 'double':
      case 'milliseconds':
      case 'position':
        this.#doubles(part);
        break;
      case 'bucket':
      case 'rowsChunk':
      case 'segment':
      case 'cell':
        this.#integers(part);
        break;
      case 'nothing':
      case 'row':
      case 'zero':
      case 'stored':
        break;
      // Often part of a condition that is computed without them.
      case 'is':
      case 'isNot':
      case 'oneOf':
      case 'atLeast':
        break;
      default:
        this.#holds(part);
    }
  }

  #doubles(expression: Expression): Float64Array {
    const { rows } = this.table;
    return this.#once('doubles', expression, () => {
      switch (expression.op) {
        case 'row':
          return Float64Array.from({ length: rows }, (_, row) => this.table.firstRow + row);
        case 'double': {
          const { column, offset } = expression;
          if (offset === 0) return doublesOf(this.#column(column), rows);
          return this.#doubles({ op: 'double', column, offset: 0 }).map((value) => value - offset);
        }
        case 'milliseconds':
          return this.#instants(expression.time).map((time) => time / 1000);
        case 'position': {
          const codes = new Map(expression.values.map((value, code) => [value, code]));
          const { codes: texts, values } = this.#texts(expression.text);
          const positions = Float64Array.from(values, (value) => codes.get(value) ?? -1);
          return pick(texts, positions);
        }
        case 'hash':
          return atOnce(this.#hashes(expression));
        default:
          return new Float64Array(rows).fill(NaN);
      }
    });
  }

  #integers(expression: Expression): Int32Array {
    const { rows } = this.table;
    return this.#once('integers', expression, () => {
      switch (expression.op) {
        case 'zero':
          return new Int32Array(rows);
        case 'bucket': {
          return bucketsOf(this.#instants(expression.time), expression.every);
        }
        case 'rowsChunk': {
          const before = expression.rowOffset + this.table.firstRow;
          return Int32Array.from({ length: rows }, (_, row) => Math.floor((before + row) / expression.rows));
        }
        case 'segment':
          return this.#segments(expression.segments);
        case 'cell': {
          const [chunk, segment] = [this.#integers(expression.chunk), this.#integers(expression.segment)];
          const cells = new Int32Array(rows).fill(NONE);
          for (let row = 0; row < rows; row++) {
            const [own, of] = [segment[row] as number, chunk[row] as number];
            if (own !== NONE) cells[row] = of === NONE ? -1 - own : of * expression.segments + own;
          }
          return cells;
        }
        default:
          return new Int32Array(rows).fill(NONE);
      }
    });
  }

  #instants(expression: Expression): Float64Array {
    if (expression.op !== 'time') return new Float64Array(this.table.rows).fill(NaN);
    return this.#once('instants', expression, () =>
      atOnce(instantsOf(this.#column(expression.column), expression.unit)),
    );
  }

  #texts(expression: Expression): TextColumn {
    const { rows } = this.table;
    return this.#once('texts', expression, () => {
      if (expression.op === 'text')
        return atOnce(asCanonical(this.#column(expression.column), rows, expression.booleansAsDigits));
      return { kind: 'texts', type: 'VARCHAR', codes: new Int32Array(rows).fill(-1), values: [] };
    });
  }

  #holds(expression: Expression): Uint8Array {
    const { rows } = this.table;
    return this.#once('holds', expression, () => {
      const of = (test: (row: number) => boolean): Uint8Array => {
        const found = new Uint8Array(rows);
        for (let row = 0; row < rows; row++) if (test(row)) found[row] = 1;
        return found;
      };
      const coded = this.#codedOf(expression);
      if (coded !== null) {
        const { codes } = this.#texts(coded.text);
        const holds = new Uint8Array(rows);
        for (let from = 0; from < rows; from += BLOCK)
          markCodes(codes, coded.found, from, Math.min(rows, from + BLOCK), holds);
        return holds;
      }
      switch (expression.op) {
        case 'all':
        case 'either': {
          const parts = expression.conditions.map((one) => this.#holds(one));
          if (parts.length === 0) return new Uint8Array(rows).fill(Number(expression.op === 'all'));
          if (parts.length === 1) return parts[0] as Uint8Array;
          return parts.reduce((both, part) => combined(both, part, expression.op));
        }
        case 'present':
          return this.#present(expression.of);
        case 'upTo': {
          const times = this.#instants(expression.time);
          return of((row) => !((times[row] as number) > expression.instant));
        }
        case 'from': {
          const times = this.#instants(expression.time);
          return of((row) => (times[row] as number) >= expression.instant);
        }
        case 'before': {
          const times = this.#instants(expression.time);
          return of((row) => (times[row] as number) < expression.instant);
        }
        case 'after': {
          const [times, chunks] = [this.#instants(expression.time), this.#integers(expression.chunk)];
          return of(
            (row) =>
              (times[row] as number) >
              bucketStart((chunks[row] as number) + 1, expression.every) * 1000 + expression.grace,
          );
        }
        default:
          return new Uint8Array(rows);
      }
    });
  }

  /**
   * A condition that hangs on one text alone, as what comes of each of its values: 1 where it holds, first for rows without a
   * text, then by code. Null for others.
   */
  #codedOf(expression: Expression): Coded | null {
    const of = (text: Expression, test: (value: string) => boolean, ofNone = false): Coded => {
      const { values } = this.#texts(text);
      const found = new Uint8Array(values.length + 1);
      found[0] = Number(ofNone);
      for (let code = 0; code < values.length; code++) found[code + 1] = Number(test(values[code] as string));
      return { text, found };
    };
    switch (expression.op) {
      case 'is':
        return of(expression.text, (value) => value === expression.value);
      case 'isNot':
        return of(expression.text, (value) => value !== expression.value, true);
      case 'oneOf':
        return of(expression.text, (value) => expression.values.includes(value));
      case 'atLeast':
        return of(expression.text, (value) => atLeast(parseDouble(value), expression.least));
      case 'all':
      case 'either': {
        let both: Coded | null = null;
        for (const condition of expression.conditions) {
          const own = this.#codedOf(condition);
          if (own === null) return null;
          if (both === null) both = own;
          else if (JSON.stringify(own.text) !== JSON.stringify(both.text)) return null;
          else both = { text: both.text, found: combined(both.found, own.found, expression.op) };
        }
        return both;
      }
      default:
        return null;
    }
  }

  #present(of: Expression): Uint8Array {
    const where = (test: (row: number) => boolean): Uint8Array => {
      const found = new Uint8Array(this.table.rows);
      for (let row = 0; row < found.length; row++) if (test(row)) found[row] = 1;
      return found;
    };
    if (of.op === 'stored') {
      const column = this.#column(of.column);
      if (column.kind === 'numbers' && column.nulls === null && !column.values.includes(NaN))
        return new Uint8Array(this.table.rows).fill(1);
      return where((row) => isPresent(column, row));
    }
    if (of.op === 'time') {
      const times = this.#instants(of);
      return where((row) => !Number.isNaN(times[row]));
    }
    const found = this.#integers(of);
    const present = new Uint8Array(found.length);
    for (let row = 0; row < found.length; row++) present[row] = Number(found[row] !== NONE);
    return present;
  }

  #segments(segments: SegmentPlan): Int32Array {
    if (segments.kind === 'values') {
      const { codes, values } = this.#texts({ op: 'text', column: segments.column, booleansAsDigits: false });
      const places = new Map(segments.values.map((value, place) => [value, place]));
      const placeOf = Int32Array.from(values, (value) => places.get(value) ?? NONE);
      const found = new Int32Array(codes.length).fill(NONE);
      for (let row = 0; row < codes.length; row++) {
        const code = codes[row] as number;
        if (code >= 0) found[row] = placeOf[code] as number;
      }
      return found;
    }
    const { edges } = segments;
    return Int32Array.from(this.#doubles({ op: 'double', column: segments.column, offset: 0 }), (value) => {
      if (Number.isNaN(value)) return NONE;
      const range = edges.findIndex((edge) => value < edge);
      return range < 0 ? edges.length : range;
    });
  }

  *#hashes({ seed, id, path, rowsBefore }: Expression & { readonly op: 'hash' }): Steps<Float64Array> {
    const { rows } = this.table;
    const ids = id === null ? null : this.#texts({ op: 'text', column: id, booleansAsDigits: false });
    const hashes = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      if (row % ROWS_A_STEP === 0) yield;
      const key =
        ids?.values[ids.codes[row] as number] ?? `${path}\u001f${this.table.firstRow + row + rowsBefore}`;
      const digest = createHash('md5').update(`${seed}\u001f${key}`).digest();
      // The upper 53 of the 64 bits that DuckDB calls the lower ones.
      hashes[row] = Number(digest.readBigUInt64LE(8) >> 11n);
    }
    return hashes;
  }

  #column(name: string): Column {
    const column = this.table.columns.get(name);
    if (column === undefined) throw new TypeError(`There is no column ${name}.`);
    return column;
  }

  /** `as`: what it is computed as, since nothing has a form in each of them. */
  #once<Value>(as: string, expression: Expression, make: () => Value): Value {
    const key = keyOf(as, expression);
    const known = this.#known.get(key) as Value | undefined;
    if (known !== undefined) return known;
    const made = make();
    this.#known.set(key, made);
    return made;
  }
}

/** What comes of the values of a text: first for none, then by code. */
interface Coded {
  readonly text: Expression;
  readonly found: Uint8Array;
}

function markCodes(codes: Int32Array, found: Uint8Array, from: number, to: number, out: Uint8Array): void {
  for (let row = from; row < to; row++) out[row] = found[(codes[row] as number) + 1] as number;
}

function keyOf(as: string, expression: Expression): string {
  return `${as} ${JSON.stringify(expression)}`;
}

/** Where both hold, or one of them does. */
function combined(a: Uint8Array, b: Uint8Array, how: 'all' | 'either'): Uint8Array {
  const found = new Uint8Array(a.length);
  for (let row = 0; row < found.length; row++) {
    const [one, other] = [a[row] as number, b[row] as number];
    found[row] = how === 'all' ? one & other : one | other;
  }
  return found;
}

/** The value that each code stands for, NaN for none. */
function pick(codes: Int32Array, values: Float64Array): Float64Array {
  const picked = new Float64Array(codes.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    picked[row] = code < 0 ? NaN : (values[code] as number);
  }
  return picked;
}

/** Number of the interval that holds each instant (µs). */
function bucketsOf(instants: Float64Array, every: Duration): Int32Array {
  const buckets = new Int32Array(instants.length).fill(NONE);
  // Neighbours mostly share an interval: it is looked up where the last one ends.
  for (let row = 0; row < instants.length;) {
    const time = instants[row] as number;
    if (time !== time) {
      row++;
      continue;
    }
    const index = intervalIndex(time / 1000, every);
    const from = bucketStart(index, every) * 1000;
    const until = bucketStart(index + 1, every) * 1000;
    let end = row + 1;
    for (let block = end; end === block && end < instants.length;) {
      block = Math.min(instants.length, end + BLOCK);
      end = firstOutside(instants, end, block, from, until);
    }
    buckets.fill(index, row, end);
    row = end;
  }
  return buckets;
}

/** The first instant in `[row, to)` that is not in `[from, until)`; else `to`. */
function firstOutside(instants: Float64Array, row: number, to: number, from: number, until: number): number {
  let at = row;
  while (at < to && (instants[at] as number) >= from && (instants[at] as number) < until) at++;
  return at;
}

function atLeast(value: number | null, least: number): boolean {
  // DuckDB orders NaN above all numbers.
  return value !== null && (Number.isNaN(value) || value >= least);
}

function doublesOf(column: Column, rows: number): Float64Array {
  switch (column.kind) {
    case 'numbers':
      return column.values;
    case 'booleans':
      return Float64Array.from(column.codes, (code) => (code < 0 ? NaN : code));
    case 'times':
      return new Float64Array(rows).fill(NaN);
    case 'texts': {
      return pick(
        column.codes,
        Float64Array.from(column.values, (value) => parseDouble(value) ?? NaN),
      );
    }
  }
}

function* instantsOf(column: Column, unit: keyof typeof TICKS | null): Steps<Float64Array> {
  switch (column.kind) {
    case 'times':
      return column.values;
    case 'booleans':
      return new Float64Array(column.codes.length).fill(NaN);
    case 'texts': {
      return pick(column.codes, yield* parseInstants(column.values));
    }
    case 'numbers': {
      const factor = TICKS[unit ?? 's'];
      if (unit !== 'ns') return column.values.map((value) => roundHalfEven(value) * factor);
      // Nanoseconds are more than doubles hold.
      return column.values.map((value, row) => {
        if (!Number.isFinite(value)) return NaN;
        return Number((column.exact?.get(row) ?? BigInt(roundHalfEven(value))) / 1000n);
      });
    }
  }
}

/** As DuckDB casts a DOUBLE to BIGINT: halves to the even neighbour. */
function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
