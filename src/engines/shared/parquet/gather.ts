import { BLOCK } from '../../../core/profile/block.js';

/** `out[i] = values[places[i]]` for the first `count` places. */
export function gatherNumbers(
  values: Float64Array,
  places: Int32Array,
  count: number,
  out: Float64Array,
): void {
  for (let from = 0; from < count; from += BLOCK)
    numbers(values, places, from, Math.min(count, from + BLOCK), out);
}

/** The same of whole numbers. */
export function gatherCodes(values: Int32Array, places: Int32Array, count: number, out: Int32Array): void {
  for (let from = 0; from < count; from += BLOCK)
    codes(values, places, from, Math.min(count, from + BLOCK), out);
}

function numbers(
  values: Float64Array,
  places: Int32Array,
  from: number,
  to: number,
  out: Float64Array,
): void {
  for (let i = from; i < to; i++) out[i] = values[places[i] as number] as number;
}

function codes(values: Int32Array, places: Int32Array, from: number, to: number, out: Int32Array): void {
  for (let i = from; i < to; i++) out[i] = values[places[i] as number] as number;
}

/** Moves the first `count` of `values` to the rows that have one; `missing` in the others. */
export function spread(
  values: Float64Array | Int32Array,
  present: Uint8Array,
  rows: number,
  count: number,
  missing: number,
): void {
  // From the end, so that nothing is written over before it is moved.
  let at = count;
  for (let to = rows; to > 0; to -= BLOCK) {
    const from = Math.max(0, to - BLOCK);
    at =
      values instanceof Float64Array
        ? spreadNumbers(values, present, from, to, at, missing)
        : spreadCodes(values, present, from, to, at, missing);
  }
}

function spreadNumbers(
  values: Float64Array,
  present: Uint8Array,
  from: number,
  to: number,
  count: number,
  missing: number,
): number {
  let at = count;
  for (let row = to - 1; row >= from; row--)
    values[row] = present[row] === 1 ? (values[--at] as number) : missing;
  return at;
}

function spreadCodes(
  values: Int32Array,
  present: Uint8Array,
  from: number,
  to: number,
  count: number,
  missing: number,
): number {
  let at = count;
  for (let row = to - 1; row >= from; row--)
    values[row] = present[row] === 1 ? (values[--at] as number) : missing;
  return at;
}

/** Sum of the first `rows` marks. */
export function countMarks(marks: Uint8Array, rows: number): number {
  let count = 0;
  for (let from = 0; from < rows; from += BLOCK) count += marksIn(marks, from, Math.min(rows, from + BLOCK));
  return count;
}

/** Sum of the marks `[from, to)`, which are few. */
export function marksIn(marks: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let row = from; row < to; row++) count += marks[row] as number;
  return count;
}

/** `out[row] = 1 − marks[row]`. */
export function invertMarks(marks: Uint8Array, rows: number, out: Uint8Array): void {
  for (let from = 0; from < rows; from += BLOCK) invert(marks, from, Math.min(rows, from + BLOCK), out);
}

function invert(marks: Uint8Array, from: number, to: number, out: Uint8Array): void {
  for (let row = from; row < to; row++) out[row] = 1 - (marks[row] as number);
}
