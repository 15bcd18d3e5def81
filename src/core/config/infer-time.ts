/** Lengths a chunk may have, in hours; the first that gives few enough chunks is taken. */
const CHUNKS = [
  ['1h', 1],
  ['6h', 6],
  ['1d', 24],
  ['1w', 168],
  ['1mo', 720],
  ['3mo', 2160],
] as const;
/** More chunks than this are more than anyone looks at; fewer than about ten show no trend. */
const MOST_CHUNKS = 60;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Rows of a log are not spread evenly: with a quarter more than enough on average, most chunks have enough. */
const SPARE = 1.25;

/** A length of chunks, and about how many rows each has. */
export interface GuessedChunk {
  readonly every: string;
  readonly rows: number;
  /** Whether most chunks have enough rows to be judged. */
  readonly enough: boolean;
}

/** How far the times of a log reach (ms), and whether they are days, without a time of day. */
export interface Span {
  readonly span: number;
  readonly days: boolean;
}

/**
 * The shortest length that cuts a span of so many rows into at most 60 chunks, of which most have `minRows`; where
 * that would leave less than two chunks, enough rows are not asked for. Days are not cut. Null when there is no span.
 */
export function chunkFor({ span, days }: Span, rows: number, minRows: number): GuessedChunk | null {
  if (!(span > 0)) return null;
  const hours = span / HOUR;
  const lengths = CHUNKS.filter(([, length]) => !days || length >= 24).map(([every, length]) => {
    const own = rows / (hours / length);
    return { every, chunks: hours / length, rows: own, enough: own >= SPARE * minRows };
  });
  const few = lengths.filter(({ chunks }) => chunks <= MOST_CHUNKS);
  const fit = few.find(({ enough, chunks }) => enough && chunks >= 2) ?? few[0] ?? lengths.at(-1);
  return fit === undefined ? null : { every: fit.every, rows: fit.rows, enough: fit.enough };
}

/** How far times reach from the earliest to the latest (ms since the epoch), of which about so many differ. */
export function spanOf(from: number, to: number, distinct: number): Span {
  const span = to - from;
  // The number of different times may be an estimate.
  const days = from % DAY === 0 && to % DAY === 0 && distinct <= 1.1 * (span / DAY + 1);
  return { span, days };
}

/** About the first quarter of a span, in whole weeks, days or hours. */
export function quarterOf({ span, days }: Span): string {
  const quarter = span / 4;
  if (quarter >= 14 * DAY) return `${Math.round(quarter / (7 * DAY)) * 7}d`;
  if (days || quarter >= DAY) return `${Math.max(1, Math.round(quarter / DAY))}d`;
  return `${Math.max(1, Math.round(quarter / HOUR))}h`;
}

/** Milliseconds in one unit of an integer timestamp. */
export function unitMs(unit: 's' | 'ms' | 'us' | 'ns' | null): number {
  switch (unit) {
    case 's':
      return 1_000;
    case 'us':
      return 1e-3;
    case 'ns':
      return 1e-6;
    default:
      return 1;
  }
}
