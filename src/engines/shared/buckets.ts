import type { Duration } from '../../core/config/duration.js';
import { durationMs, monthStart, WEEK_OFFSET } from '../../core/config/duration.js';

/** Start (ms since the epoch) of the interval that an expression numbers `index`. */
export function bucketStart(index: number, every: Duration): number {
  if (every.unit === 'mo') return monthStart(index * every.count);
  return index * durationMs(every) + (every.unit === 'w' ? WEEK_OFFSET : 0);
}
