import { NO_MOMENTS, scaledMean, type Moments } from './moments.js';
import { workingRoom, type Room } from './working-room.js';

/** Fewer values than this are sorted sooner by comparing them. */
const FEW = 300;

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

/** The numbers of some arrays. */
export interface SortedNumbers {
  /** Ascending. */
  readonly sorted: Float64Array<ArrayBuffer>;
  readonly moments: Moments;
  /** How many were NaN. */
  readonly missing: number;
  /** How many were infinite. */
  readonly nonFinite: number;
}

/** Bytes of what kernels tell of some numbers. */
const TOLD = 16;

/** Sorts the numbers of some arrays, which stay as they are; -0 counts as 0. */
export function sortedNumbers(parts: readonly Float64Array[]): SortedNumbers {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const { run, buffer, at } = workingRoom(TABLES + TOLD + length * 16);
  const [told, values] = [at + TABLES, at + TABLES + TOLD];
  let end = values;
  for (const part of parts) {
    new Float64Array(buffer, end, part.length).set(part);
    end += part.byteLength;
  }
  const count = run.keepNumbers(values, length, told);
  const [missing = 0, nonFinite = 0] = new Uint32Array(buffer, told, 2);
  const own = new Float64Array(buffer, values, count);
  if (count < FEW) own.sort();
  else run.sortDoubles(values, values + count * 8, count, at);
  const sorted = own.slice();
  return { sorted, moments: momentsOfSorted({ run, buffer, at: told }, values, sorted), missing, nonFinite };
}

/** As `momentsOf` has them, to the last bit: of sorted values, which stand at `values` too. */
function momentsOfSorted({ run, buffer, at }: Room, values: number, sorted: Float64Array): Moments {
  const count = sorted.length;
  if (count === 0) return NO_MOMENTS;
  const told = new Float64Array(buffer, at, 2);
  run.sumExactly(values, count, at);
  const [total = 0, carry = 0] = told;
  const mean = Number.isFinite(total) ? (total + carry) / count : scaledMean(sorted, 0, count);
  run.sumDeviations(values, count, mean, at);
  const [squares = 0, rest = 0] = told;
  return {
    count,
    mean,
    m2: squares - (rest * rest) / count,
    min: sorted[0] as number,
    max: sorted[count - 1] as number,
  };
}
