import { BLOCK } from '../../../core/profile/block.js';
import { HOUR, type TimeSummary } from '../times.js';

interface Hour {
  count: number;
  first: number;
  last: number;
}

/** Summarises instants by the hour. */
export class TimeTally {
  readonly #hours = new Map<number, Hour>();
  #missing = 0;

  /** Takes instants `[from, to)` in µs; NaN is none. */
  take(instants: Float64Array, from: number, to: number): void {
    for (let row = from; row < to;) {
      const time = instants[row] as number;
      if (time !== time) {
        this.#missing++;
        row++;
        continue;
      }
      // Neighbours mostly share an hour.
      const hour = Math.trunc(time / HOUR);
      row = addHour(instants, row, Math.min(to, row + BLOCK), hour, this.#hourOf(hour));
    }
  }

  finish(): TimeSummary {
    const sorted = [...this.#hours].sort(([a], [b]) => a - b);
    return {
      hours: Float64Array.from(sorted, ([hour]) => hour),
      counts: Float64Array.from(sorted, ([, { count }]) => count),
      first: Float64Array.from(sorted, ([, { first }]) => first),
      last: Float64Array.from(sorted, ([, { last }]) => last),
      missing: this.#missing,
    };
  }

  #hourOf(hour: number): Hour {
    let own = this.#hours.get(hour);
    if (own === undefined) {
      own = { count: 0, first: Infinity, last: -Infinity };
      this.#hours.set(hour, own);
    }
    return own;
  }
}

/** Adds the instants from `row` on, before `to`, that are of one hour; gives the first that is not. */
function addHour(instants: Float64Array, row: number, to: number, hour: number, own: Hour): number {
  let { first, last } = own;
  let at = row;
  for (; at < to; at++) {
    const time = instants[at] as number;
    if (Math.trunc(time / HOUR) !== hour) break;
    if (time < first) first = time;
    if (time > last) last = time;
  }
  own.count += at - row;
  own.first = first;
  own.last = last;
  return at;
}
