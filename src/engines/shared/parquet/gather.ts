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
  let at = count;
  for (let row = rows - 1; row >= 0; row--)
    values[row] = present[row] === 1 ? (values[--at] as number) : missing;
}
