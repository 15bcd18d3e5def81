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

/** A chunk length that cuts a span (ms) into about 10 to 60 chunks; null when there is no span. */
export function chunkFor(span: number): string | null {
  if (!(span > 0)) return null;
  const hours = span / HOUR;
  const fit = CHUNKS.find(([, length]) => hours / length <= MOST_CHUNKS) ?? CHUNKS.at(-1);
  return fit?.[0] ?? null;
}

/** About the first quarter of a span (ms), in whole weeks, days or hours. */
export function quarterOf(span: number): string {
  const quarter = span / 4;
  if (quarter >= 14 * DAY) return `${Math.round(quarter / (7 * DAY)) * 7}d`;
  if (quarter >= DAY) return `${Math.round(quarter / DAY)}d`;
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
