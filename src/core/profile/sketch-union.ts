import { KEYS, NO_BUCKETS, type Buckets } from './sketch-buckets.js';
import { workingRoom } from './working-room.js';

/** Buckets of the union of many sets of values: each bucket is visited twice, however many sets there are. */
export function unionOfBuckets(parts: readonly Buckets[]): Buckets {
  let first = KEYS / 32;
  let last = -1;
  let largest = 0;
  let all = 0;
  for (const { marks } of parts) {
    if (marks.length === 0) continue;
    first = Math.min(first, (marks[0] as number) >>> 6);
    last = Math.max(last, (marks[marks.length - 1] as number) >>> 6);
    largest = Math.max(largest, marks.length);
    all += marks.length;
  }
  if (all === 0) return NO_BUCKETS;
  const words = last + 1 - first;
  const most = Math.min(all, words * 32);
  // Doubles first: the room begins at a multiple of 64.
  const { run, buffer, at } = workingRoom(16 * (largest + most) + 8 * words);
  const means = at;
  const allMeans = means + 8 * largest;
  const marks = allMeans + 8 * most;
  const counts = marks + 4 * largest;
  const allMarks = counts + 4 * largest;
  const allCounts = allMarks + 4 * most;
  const used = allCounts + 4 * most;
  const before = used + 4 * words;
  new Uint32Array(buffer, used, words).fill(0);
  for (const part of parts) {
    new Uint32Array(buffer, marks, part.marks.length).set(part.marks);
    run.noteUsed(marks, part.marks.length, used, first);
  }
  const size = run.countUsed(used, words, before);
  new Uint32Array(buffer, allCounts, size).fill(0);
  for (const part of parts) {
    const { length } = part.marks;
    new Uint32Array(buffer, marks, length).set(part.marks);
    new Uint32Array(buffer, counts, length).set(part.counts);
    new Float64Array(buffer, means, length).set(part.means);
    run.addBuckets(marks, counts, means, length, used, before, first, allMarks, allCounts, allMeans);
  }
  return {
    marks: new Uint32Array(buffer, allMarks, size).slice(),
    counts: new Uint32Array(buffer, allCounts, size).slice(),
    means: new Float64Array(buffer, allMeans, size).slice(),
  };
}
