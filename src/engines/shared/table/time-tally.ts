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
  #hour = NaN;
  #own: Hour = { count: 0, first: Infinity, last: -Infinity };

  /** Takes instants `[from, to)` in µs; NaN is none. */
  take(instants: Float64Array, from: number, to: number): void {
    for (let row = from; row < to; row++) {
      const time = instants[row] as number;
      if (time !== time) {
        this.#missing++;
        continue;
      }
      const hour = Math.trunc(time / HOUR);
      if (hour !== this.#hour) this.#own = this.#hourOf(hour);
      const own = this.#own;
      own.count++;
      if (time < own.first) own.first = time;
      if (time > own.last) own.last = time;
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
    this.#hour = hour;
    return own;
  }
}
