/** A calendar-aware length of time as written in the config: `<integer>ms|s|m|h|d|w|mo`. */
export interface Duration {
  readonly count: number;
  readonly unit: DurationUnit;
}

export type DurationUnit = 'ms' | 's' | 'm' | 'h' | 'd' | 'w' | 'mo';

const MILLISECONDS: Record<Exclude<DurationUnit, 'mo'>, number> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** The epoch (1970-01-01) is a Thursday; weeks start on Monday, three days earlier. */
export const WEEK_OFFSET = -3 * MILLISECONDS.d;

/** Parses `28d`, `1w`, `3mo`; null when the text is not a duration or its count is not positive. */
export function parseDuration(text: string): Duration | null {
  const match = /^([1-9]\d{0,8})(ms|s|m|h|d|w|mo)$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  return { count: Number(match[1]), unit: match[2] as DurationUnit };
}

/** Length in milliseconds; a month counts as 30 days (use `addDuration` for calendar arithmetic). */
export function durationMs(duration: Duration): number {
  return duration.count * (duration.unit === 'mo' ? 30 * MILLISECONDS.d : MILLISECONDS[duration.unit]);
}

/**
 * Start of the interval of length `every` that holds the instant `time` (ms since the epoch): intervals
 * are half-open, aligned to the epoch, weeks to Monday, months to the 1st (definitions.md, section 1).
 */
export function intervalStart(time: number, every: Duration): number {
  if (every.unit === 'mo') {
    const date = new Date(time);
    const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
    return monthStart(Math.floor(month / every.count) * every.count);
  }
  const length = durationMs(every);
  const offset = every.unit === 'w' ? WEEK_OFFSET : 0;
  return Math.floor((time - offset) / length) * length + offset;
}

/** Number of the interval of length `every` that holds the instant `time`, as engines number them. */
export function intervalIndex(time: number, every: Duration): number {
  if (every.unit === 'mo') {
    const date = new Date(time);
    return Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / every.count);
  }
  return Math.floor((time - (every.unit === 'w' ? WEEK_OFFSET : 0)) / durationMs(every));
}

/** The instant one `duration` after `time`, with calendar months. */
export function addDuration(time: number, duration: Duration): number {
  if (duration.unit !== 'mo') return time + durationMs(duration);
  const date = new Date(time);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth() + duration.count;
  return monthStart(month) + (time - Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1));
}

/** First instant of a month counted from January of year 0. */
export function monthStart(monthsSinceYearZero: number): number {
  return Date.UTC(Math.floor(monthsSinceYearZero / 12), ((monthsSinceYearZero % 12) + 12) % 12, 1);
}
