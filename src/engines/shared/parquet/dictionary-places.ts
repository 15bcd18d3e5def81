import { readHybrid } from './hybrid.js';
import type { PageScratch } from './page-scratch.js';
import { UnreadableParquet } from './unreadable.js';
import type { StoredPage } from './values.js';

/**
 * Places of a page's values in the dictionary of its chunk, which has `size` values; null: there is none. Good until the next
 * page. Throws UnreadableParquet where one lies outside.
 */
export function readPlaces(
  { bytes, from, to, count }: StoredPage,
  size: number | null,
  scratch: PageScratch,
): Int32Array {
  if (size === null) throw new UnreadableParquet('A page needs a dictionary that is not there.');
  const places = scratch.integers(count);
  if (count === 0) return places;
  if (from >= to) throw new UnreadableParquet('A page holds fewer values than it says.');
  const width = bytes[from] as number;
  let largest = 0;
  if (width === 0) places.fill(0, 0, count);
  else largest = readHybrid(bytes, from + 1, to, width, places, count, scratch);
  if (largest >= size) throw new UnreadableParquet('A page names a value that its dictionary has not.');
  return places;
}
