import { BLOCK } from '../../../core/profile/block.js';

/** `out[i] = values[places[i]]` for the first `count` places; gives `out`. */
export function gather<Values extends Float64Array | Int32Array | Uint8Array>(
  values: Values,
  places: Int32Array | Uint32Array,
  count: number,
  out: Values,
): Values {
  for (let from = 0; from < count; from += BLOCK)
    gatherBlock(values, places, from, Math.min(count, from + BLOCK), out);
  return out;
}

function gatherBlock(
  values: Float64Array | Int32Array | Uint8Array,
  places: Int32Array | Uint32Array,
  from: number,
  to: number,
  out: Float64Array | Int32Array | Uint8Array,
): void {
  for (let i = from; i < to; i++) out[i] = values[places[i] as number] as number;
}

/** The values of some rows, in their order; null: of all. */
export function pick<Values extends Float64Array | Int32Array | Uint8Array>(
  values: Values,
  rows: Uint32Array | null,
): Values {
  return rows === null ? values : gather(values, rows, rows.length, values.slice(0, rows.length) as Values);
}

/** Sum of the first `rows` marks. */
export function countMarks(marks: Uint8Array, rows: number): number {
  // Mostly all are set, and to look for one that is not takes next to nothing.
  if (!marks.subarray(0, rows).includes(0)) return rows;
  let count = 0;
  for (let from = 0; from < rows; from += BLOCK) count += marksIn(marks, from, Math.min(rows, from + BLOCK));
  return count;
}

/** Sum of the marks `[from, to)`, which are few. */
function marksIn(marks: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let row = from; row < to; row++) count += marks[row] as number;
  return count;
}
