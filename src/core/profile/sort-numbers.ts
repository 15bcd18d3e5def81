import { workingRoom } from './working-room.js';

/** Fewer values than this are sorted sooner by comparing them. */
const FEW = 1500;

/** Bytes of the tables of `kernels/sort.ts`. */
const TABLES = 3 * 2048 * 4;

/**
 * Sorts finite numbers ascending, in place. Many by a radix sort of the upper 32 bits of each double, then by comparison where
 * these are equal: two to four times as fast as comparing all.
 */
export function sortNumbers(values: Float64Array): void {
  const { length } = values;
  if (length < FEW) {
    values.sort();
    return;
  }
  const { run, buffer, at } = workingRoom(TABLES + length * 16);
  const own = new Float64Array(buffer, at + TABLES, length);
  own.set(values);
  run.sortDoubles(own.byteOffset, own.byteOffset + length * 8, length, at);
  values.set(own);
}
