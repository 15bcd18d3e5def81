import { COLUMN_BYTES, COUNT } from './columns';

/** What reading rows gives: all was read; there is no room for more rows; a row is not plain. */
export const DONE: u32 = 0;
export const FULL: u32 = 1;
export const ODD: u32 = 2;

/** More numbers than these and those of one row are not noted. */
const MOST_OTHERS: u32 = 4096;

let first: usize = 0;
let notes: usize = 0;
let others: u32 = 0;
let full: bool = false;
/** Room for a text as it is without escapes. */
export let scratch: usize = 0;

/** Begins to read rows into columns. `state`: words of 32 bits, the fourth the address of the room for texts. */
export function begin(columns: usize, state: usize): void {
  first = columns;
  notes = state + 16;
  others = 0;
  full = false;
  scratch = load<u32>(state, 12);
}

/** Tells that a dictionary is full. */
export function fill(): void {
  full = true;
}

/** Whether there is no room for row `next`. */
export function isFull(next: u32, most: u32): bool {
  return next === most || full || others > MOST_OTHERS;
}

/** Notes the number `[start, end)` of a column's last value for somebody else to read: column, value, address and length. */
export function note(column: usize, start: usize, end: usize): void {
  const other = notes + ((others++ as usize) << 4);
  store<u32>(other, ((column - first) / COLUMN_BYTES) as u32);
  store<u32>(other, load<u32>(column, COUNT) - 1, 4);
  store<u32>(other, start as u32, 8);
  store<u32>(other, (end - start) as u32, 12);
}

/** Writes to `state` where reading stopped, the next row, and how many numbers are noted behind. */
export function stop(state: usize, at: usize, next: u32): void {
  store<u32>(state, at as u32);
  store<u32>(state, next, 4);
  store<u32>(state, others, 8);
}
