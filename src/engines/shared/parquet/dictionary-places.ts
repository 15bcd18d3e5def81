import { BLOCK } from '../../../core/profile/block.js';
import { readHybrid } from './hybrid.js';
import { UnreadableParquet } from './unreadable.js';

/**
 * Places in a dictionary of `size` values, for each of `count` values of a page in `bytes[from, to)`: written to `places`.
 * Throws UnreadableParquet where one lies outside.
 */
export function readPlaces(
  bytes: Uint8Array,
  from: number,
  to: number,
  count: number,
  size: number,
  places: Int32Array,
): void {
  if (count === 0) return;
  if (from >= to) throw new UnreadableParquet('A page holds fewer values than it says.');
  const width = bytes[from] as number;
  if (width === 0) places.fill(0, 0, count);
  else readHybrid(bytes, from + 1, to, width, places, count);
  let largest = 0;
  for (let at = 0; at < count; at += BLOCK)
    largest = Math.max(largest, largestOf(places, at, Math.min(count, at + BLOCK)));
  if (largest >= size) throw new UnreadableParquet('A page names a value that its dictionary has not.');
}

function largestOf(places: Int32Array, from: number, to: number): number {
  let largest = 0;
  for (let i = from; i < to; i++) {
    const place = places[i] as number;
    if (place > largest) largest = place;
  }
  return largest;
}
