import { createHash } from 'node:crypto';

import type { SegmentPlan } from '../../../core/profile/plan.js';
import { bucketStart } from '../buckets.js';
import { NONE } from '../tasks/reader.js';
import { atOnce, ROWS_A_STEP, type Breath, type Steps } from '../../../core/profile/breath.js';
import { bucketRuns, bucketsOf } from './bucket-runs.js';
import { doublesOf, instantsOf, pickCoded } from './column-forms.js';
import { codedCondition, combined, markCodes, type CodedCondition } from './conditions.js';
import { expressionsIn, parseExpression, partsOf, type Expression } from './expressions.js';
import { countMarks } from './gather.js';
import type { RowKey } from './group-rows.js';
import { mostRuns, numbersOf, runsIn, type Runs } from './runs.js';
import { asCanonical, isPresent, type Column, type Table, type TextColumn } from './table.js';

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
  know(expression: string, runs: Runs): void {
    this.#known.set(keyOf('runs', parseExpression(expression)), runs);
  }

  /** DOUBLE: NaN where it is NULL. */
  doubles(expression: string): Float64Array {
    return this.#doubles(parseExpression(expression));
  }

  /** INTEGER: `NONE` where it is NULL. */
  integers(expression: string): Int32Array {
    return this.#integers(parseExpression(expression));
  }

  /** The same as runs of neighbouring rows; null where rows come in no order. */
  runs(expression: string): Runs | null {
    return this.#runs(parseExpression(expression));
  }

  /** The same to group rows by. */
  key(expression: string): RowKey {
    return { numbers: () => this.integers(expression), runs: this.runs(expression) };
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

  /** How many rows meet a condition. */
  count(condition: string): number {
    return this.isMetByAll(condition) ? this.table.rows : countMarks(this.holds(condition), this.table.rows);
  }

  /** Whether a condition asks for nothing. */
  isMetByAll(condition: string): boolean {
    const expression = parseExpression(condition);
    return expression.op === 'all' && expression.conditions.length === 0;
  }

  /** Up to eight conditions: of each row the bits of those that hold, by their order; where all rows are alike that one number. */
  marks(conditions: readonly string[]): Uint8Array | number {
    const marks = new Uint8Array(this.table.rows);
    const byText = new Map<string, CodedCondition>();
    let always = 0;
    let isMarked = false;
    for (const [i, condition] of conditions.map(parseExpression).entries()) {
      if (condition.op === 'never') continue;
      const coded = this.#codedOf(condition);
      if (coded === null) {
        const holds = this.#holds(condition);
        if (!holds.includes(1)) continue;
        if (!holds.includes(0)) always |= 1 << i;
        else {
          for (let row = 0; row < holds.length; row++)
            marks[row] = (marks[row] as number) | ((holds[row] as number) << i);
          isMarked = true;
        }
        continue;
      }
      const key = JSON.stringify(coded.text);
      const bits = coded.found.map((mark) => mark << i);
      const known = byText.get(key);
      if (known === undefined) byText.set(key, { text: coded.text, found: bits });
      else known.found.forEach((mark, code) => (known.found[code] = mark | (bits[code] as number)));
    }
    // Conditions of one text are looked up together.
    for (const { text, found } of byText.values()) {
      markCodes(this.#texts(text).codes, found, marks);
      isMarked = true;
    }
    if (!isMarked) return always;
    return always === 0 ? marks : marks.map((mark) => mark | always);
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
          return pickCoded(texts, positions);
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
      const known = this.#known.get(keyOf('runs', expression)) as Runs | null | undefined;
      if (known !== undefined && known !== null) return numbersOf(known);
      switch (expression.op) {
        case 'zero':
          return new Int32Array(rows);
        case 'bucket': {
          const runs = this.#runs(expression);
          return runs === null
            ? bucketsOf(this.#instants(expression.time), expression.every)
            : numbersOf(runs);
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

  #runs(expression: Expression): Runs | null {
    const { rows } = this.table;
    return this.#once('runs', expression, () => {
      const most = mostRuns(rows);
      switch (expression.op) {
        case 'zero':
          return { ends: [rows], numbers: [0] };
        case 'nothing':
          return { ends: [rows], numbers: [NONE] };
        case 'bucket':
          return bucketRuns(this.#instants(expression.time), expression.every, most);
        default:
          return runsIn(this.#integers(expression), most);
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
      const coded = this.#codedOf(expression);
      if (coded !== null) {
        const holds = new Uint8Array(rows);
        markCodes(this.#texts(coded.text).codes, coded.found, holds);
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
          return this.#where((row) => !((times[row] as number) > expression.instant));
        }
        case 'from': {
          const times = this.#instants(expression.time);
          return this.#where((row) => (times[row] as number) >= expression.instant);
        }
        case 'before': {
          const times = this.#instants(expression.time);
          return this.#where((row) => (times[row] as number) < expression.instant);
        }
        case 'after': {
          const [times, chunks] = [this.#instants(expression.time), this.#integers(expression.chunk)];
          return this.#where(
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

  #codedOf(condition: Expression): CodedCondition | null {
    return codedCondition(condition, {
      text: (text) => this.#texts(text),
      column: (name) => this.#column(name),
    });
  }

  #present(of: Expression): Uint8Array {
    if (of.op === 'stored') {
      const column = this.#column(of.column);
      if (column.kind === 'numbers' && column.nulls === null && !column.values.includes(NaN))
        return new Uint8Array(this.table.rows).fill(1);
      return this.#where((row) => isPresent(column, row));
    }
    if (of.op === 'time') {
      const times = this.#instants(of);
      return this.#where((row) => !Number.isNaN(times[row]));
    }
    const found = this.#integers(of);
    return this.#where((row) => found[row] !== NONE);
  }

  /** Marks the rows that pass a test. */
  #where(test: (row: number) => boolean): Uint8Array {
    const found = new Uint8Array(this.table.rows);
    for (let row = 0; row < found.length; row++) if (test(row)) found[row] = 1;
    return found;
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

function keyOf(as: string, expression: Expression): string {
  return `${as} ${JSON.stringify(expression)}`;
}
