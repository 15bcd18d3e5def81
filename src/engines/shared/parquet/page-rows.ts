import type { PageScratch } from './page-scratch.js';
import type { StoredPage } from './values.js';

/** Writes to `out` what the rows of a page have in a dictionary, by the places that were read last. */
export function gatherRows<Values extends Float64Array | Int32Array>(
  dictionary: Values,
  stored: StoredPage,
  out: Values,
  scratch: PageScratch,
): void {
  const { rows, count } = stored;
  const wide = dictionary instanceof Float64Array;
  const values = scratch.values(rows, wide ? 8 : 4);
  const [from, places, to] = [
    scratch.dictionary(dictionary),
    scratch.integers(count).byteOffset,
    values.byteOffset,
  ];
  if (wide) scratch.run.gatherDoubles(from, places, count, to);
  else scratch.run.gatherIntegers(from, places, count, to);
  spread(values, stored, wide, out, scratch);
}

/** Moves the values of a page, which are the first of `values`, to their rows; NaN or -1 in the others. */
export function spreadRows(
  values: Float64Array | Int32Array,
  stored: StoredPage,
  scratch: PageScratch,
): void {
  if (stored.present === null) return;
  const { rows, count } = stored;
  const wide = values instanceof Float64Array;
  const room = scratch.values(rows, wide ? 8 : 4);
  room.set(new Uint8Array(values.buffer, values.byteOffset, count * values.BYTES_PER_ELEMENT));
  spread(room, stored, wide, values, scratch);
}

function spread(
  values: Uint8Array,
  { rows, count, present }: StoredPage,
  wide: boolean,
  out: Float64Array | Int32Array,
  scratch: PageScratch,
): void {
  const move = wide ? scratch.run.spreadDoubles : scratch.run.spreadIntegers;
  if (present !== null) move(values.byteOffset, present.byteOffset, rows, count);
  new Uint8Array(out.buffer, out.byteOffset, values.length).set(values);
}
