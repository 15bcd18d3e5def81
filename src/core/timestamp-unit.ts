import type { Monitor } from './config/monitor.js';

type Unit = NonNullable<Monitor['logs']['timestampUnit']>;

/** Milliseconds in each unit. */
const UNITS: Readonly<Record<Unit, number>> = { s: 1000, ms: 1, us: 1e-3, ns: 1e-6 };

/** Logs of predictions are of these years. */
const [EARLIEST, LATEST] = [Date.UTC(1990, 0), Date.UTC(2100, 0)];

/**
 * The unit in which all times of a log are of our years, where by the one it is said to have none is: `s` of times that
 * end in January 1970 in ms. Null where the unit may be right, as that of a clock that starts at 0. `span` is what was
 * read (ms since the epoch).
 */
export function likelierUnit(span: { readonly min: number; readonly max: number }, unit: Unit): Unit | null {
  const fits = (time: number): boolean => time >= EARLIEST && time < LATEST;
  if (span.max >= EARLIEST && span.min < LATEST) return null;
  const others = (Object.keys(UNITS) as Unit[]).filter((other) => {
    const factor = UNITS[other] / UNITS[unit];
    return fits(span.min * factor) && fits(span.max * factor);
  });
  return others[0] ?? null;
}
