/** Which part of the current window a cell looks at. */
export type Span =
  /** The chunk that stands: the last complete one whose labels are mature. */
  | { readonly kind: 'latest' }
  /** The whole current window as one. */
  | { readonly kind: 'all' }
  /** The chunk that holds this instant (ms since the epoch). */
  | { readonly kind: 'chunk'; readonly at: number }
  /** Rows from `since` and before `until` (ms since the epoch). */
  | { readonly kind: 'range'; readonly since: number; readonly until: number };

/** How windows are written, for messages. */
export const SPAN_WORDS =
  'latest, all, a day such as 2001-06-18 (its chunk), a month such as 2001-06, or 2001-05-28..2001-06-24';

const DAY = 86_400_000;
const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Reads a window; null where it is none. Days are UTC, and the last day of a range belongs to it. */
export function parseSpan(text: string): Span | null {
  const written = text.trim();
  if (written === 'latest' || written === 'all') return { kind: written };
  const month = /^(\d{4})-(\d{2})$/.exec(written);
  if (month !== null) {
    const [year, number] = [Number(month[1]), Number(month[2])];
    if (number < 1 || number > 12) return null;
    return { kind: 'range', since: Date.UTC(year, number - 1, 1), until: Date.UTC(year, number, 1) };
  }
  const range = /^(\S+?)\s*(?:\.\.|\/)\s*(\S+)$/.exec(written);
  if (range !== null) {
    const [since, last] = [instantOf(range[1] ?? ''), instantOf(range[2] ?? '')];
    if (since === null || last === null) return null;
    const until = (range[2] ?? '').includes('T') ? last : last + DAY;
    return until > since ? { kind: 'range', since, until } : null;
  }
  const at = instantOf(written);
  return at === null ? null : { kind: 'chunk', at };
}

function instantOf(text: string): number | null {
  if (!TIME.test(text)) return null;
  const time = Date.parse(!text.includes('T') || /(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(time) ? null : time;
}
