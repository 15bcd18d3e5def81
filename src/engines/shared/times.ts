import type { TimeFacts } from '../../core/profile/log-facts.js';
import type { TimedSource } from './log-source.js';

/** The hours that times are summarised by, µs. */
export const HOUR = 3_600_000_000;

/** The times of one file by the hour: small, and summaries of files add up. Microseconds since the epoch. */
export interface TimeSummary {
  readonly hours: Float64Array;
  readonly counts: Float64Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly missing: number;
}

/** The first and the last of some times, and how many rows have none; null where nobody looked. */
export function spanOf(times: TimeSummary | null): TimedSource['time'] {
  if (times === null) return null;
  // Hours ascend, and so do the first and last times in them.
  return { first: times.first[0] ?? Infinity, last: times.last.at(-1) ?? -Infinity, missing: times.missing };
}

/**
 * The times of a log, from those of its files. The 99.9 % quantile is known to the hour, which decides which times are
 * plausible in all but odd logs; of those `exactly` is asked.
 */
export async function timesOf(
  summaries: readonly TimeSummary[],
  marginMs: number,
  exactly: () => Promise<{ q999: number; plausible: number }>,
): Promise<TimeFacts | null> {
  const missing = summaries.reduce((sum, summary) => sum + summary.missing, 0);
  const hours = summaries
    .flatMap(({ hours: found, counts, first, last }) =>
      Array.from(found, (hour, i) => ({
        hour,
        count: counts[i] as number,
        first: first[i] as number,
        last: last[i] as number,
      })),
    )
    .sort((a, b) => a.hour - b.hour);
  if (hours.length === 0) return null;
  const total = hours.reduce((sum, { count }) => sum + count, 0);
  const min = hours.reduce((earliest, { first }) => Math.min(earliest, first), Infinity);
  const max = hours.reduce((latest, { last }) => Math.max(latest, last), -Infinity);
  const position = (total - 1) * 0.999;
  const margin = marginMs * 1000;
  const [low, high] = [hourAt(hours, Math.floor(position))?.first, hourAt(hours, Math.ceil(position))?.last];
  const plain = low !== undefined && high !== undefined && max <= low + margin;
  const { q999, plausible } = plain ? { q999: low, plausible: max } : await exactly();
  return { min: min / 1000, max: max / 1000, q999: q999 / 1000, latestPlausible: plausible / 1000, missing };
}

function hourAt<Hour extends { readonly count: number }>(
  hours: readonly Hour[],
  index: number,
): Hour | undefined {
  let before = 0;
  return hours.find((hour) => {
    before += hour.count;
    return index < before;
  });
}
