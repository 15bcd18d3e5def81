import { BLOCK } from '../../../core/profile/block.js';
import { intervalIndex, type Duration } from '../../../core/config/duration.js';
import { bucketStart } from '../buckets.js';
import { NONE } from '../tasks/reader.js';
import { RunList, type Runs } from './runs.js';

/** Numbers of the intervals that hold instants (µs), `NONE` where there is none, as runs; null where there are more than `most`. */
export function bucketRuns(instants: Float64Array, every: Duration, most: number): Runs | null {
  const runs = new RunList();
  const isAll = eachBucket(instants, every, (to, index) => {
    runs.add(to, index);
    return runs.ends.length <= most;
  });
  return isAll ? runs : null;
}

/** The same, a number for each row. */
export function bucketsOf(instants: Float64Array, every: Duration): Int32Array {
  const buckets = new Int32Array(instants.length);
  let from = 0;
  eachBucket(instants, every, (to, index) => {
    buckets.fill(index, from, to);
    from = to;
    return true;
  });
  return buckets;
}

/** Tells of neighbours that share an interval, up to which row; gives whether it was to go on to the last. */
function eachBucket(
  instants: Float64Array,
  every: Duration,
  tell: (to: number, index: number) => boolean,
): boolean {
  for (let row = 0; row < instants.length;) {
    const time = instants[row] as number;
    if (time !== time) {
      if (!tell(++row, NONE)) return false;
      continue;
    }
    // Neighbours mostly share an interval: it is looked up where the last one ends.
    const index = intervalIndex(time / 1000, every);
    const from = bucketStart(index, every) * 1000;
    const until = bucketStart(index + 1, every) * 1000;
    row++;
    for (let block = row; row === block && row < instants.length;) {
      block = Math.min(instants.length, row + BLOCK);
      row = firstOutside(instants, row, block, from, until);
    }
    if (!tell(row, index)) return false;
  }
  return true;
}

/** The first instant in `[row, to)` that is not in `[from, until)`; else `to`. */
function firstOutside(instants: Float64Array, row: number, to: number, from: number, until: number): number {
  let at = row;
  while (at < to && (instants[at] as number) >= from && (instants[at] as number) < until) at++;
  return at;
}
