import { BLOCK } from '../../../core/profile/block.js';
import { workingRoom } from '../../../core/profile/working-room.js';
import { factsOf, type Column, type TextColumn } from './table.js';
import type { Expression } from './expressions.js';
import { parseDouble } from './numbers.js';

/** A condition that hangs on one text alone, as what comes of its values. */
export interface CodedCondition {
  readonly text: Expression;
  /** 1 where it holds: first for rows without a text, then by code. */
  readonly found: Uint8Array;
}

/** What conditions are told from. */
interface Source {
  text(expression: Expression): TextColumn;
  column(name: string): Column;
}

/** A condition by the values of one text, where it hangs on nothing else; null for others. */
export function codedCondition(expression: Expression, source: Source): CodedCondition | null {
  const of = (text: Expression, test: (value: string) => boolean, ofNone = false): CodedCondition => {
    const { values } = source.text(text);
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
    case 'present': {
      if (expression.of.op !== 'stored') return null;
      const column = source.column(expression.of.column);
      // A fraction may be NaN, which is there and has no text.
      const told = column.kind === 'numbers' && column.coded !== undefined && factsOf('', column).integer;
      if (!told && column.kind !== 'texts') return null;
      return of({ op: 'text', column: expression.of.column, booleansAsDigits: false }, () => true);
    }
    case 'all':
    case 'either': {
      let both: CodedCondition | null = null;
      for (const condition of expression.conditions) {
        const own = codedCondition(condition, source);
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

/** Adds a mark to each row, as the value with its code has it (`CodedCondition.found`). */
export function markCodes(codes: Int32Array, found: Uint8Array, marks: Uint8Array): void {
  const rows = codes.length;
  // All rows alike need no look at any.
  const [first = 0] = found;
  if (found.every((mark) => mark === first)) {
    if (first !== 0) for (let row = 0; row < rows; row++) marks[row] = (marks[row] as number) | first;
    return;
  }
  const { run, buffer, at } = workingRoom(rows * 5 + found.length);
  const [own, table] = [at + rows * 4, at + rows * 5];
  new Int32Array(buffer, at, rows).set(codes);
  new Uint8Array(buffer, own, rows).set(marks);
  new Uint8Array(buffer, table, found.length).set(found);
  run.markCodes(at, rows, table, own);
  marks.set(new Uint8Array(buffer, own, rows));
}

/** Where both hold, or one of them does. */
export function combined(a: Uint8Array, b: Uint8Array, how: 'all' | 'either'): Uint8Array {
  const found = new Uint8Array(a.length);
  for (let from = 0; from < found.length; from += BLOCK)
    combineBlock(a, b, how === 'all', from, Math.min(found.length, from + BLOCK), found);
  return found;
}

function combineBlock(
  a: Uint8Array,
  b: Uint8Array,
  both: boolean,
  from: number,
  to: number,
  out: Uint8Array,
): void {
  for (let row = from; row < to; row++) {
    const [one, other] = [a[row] as number, b[row] as number];
    out[row] = both ? one & other : one | other;
  }
}

function atLeast(value: number | null, least: number): boolean {
  // DuckDB orders NaN above all numbers.
  return value !== null && (Number.isNaN(value) || value >= least);
}
