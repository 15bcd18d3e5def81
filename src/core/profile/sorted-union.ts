import { lowerBound } from './exact-profile.js';
import { sortNumbers } from './sort-numbers.js';

/** Values that are sorted at a time: few enough to stay at hand. */
const BLOCK = 16_384;

/** The values of several sorted arrays in one, ascending: stretch by stretch, as the longest array has its values. */
export function sortedUnion(parts: readonly Float64Array[]): Float64Array {
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  const longest = parts.reduce(
    (long, part) => (part.length > long.length ? part : long),
    new Float64Array(0),
  );
  const step = Math.max(1, Math.round((BLOCK * longest.length) / Math.max(1, size)));
  const union = new Float64Array(size);
  const taken = parts.map(() => 0);
  let end = 0;
  for (let k = step; end < size; k += step) {
    const bound = longest[k] ?? Infinity;
    const start = end;
    for (const [i, part] of parts.entries()) {
      const from = taken[i] as number;
      const to = lowerBound(part, bound);
      union.set(part.subarray(from, to), end);
      end += to - from;
      taken[i] = to;
    }
    sortNumbers(union.subarray(start, end));
  }
  return union;
}
