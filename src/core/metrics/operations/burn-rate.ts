import { formatInstant } from '../../report/instants.js';
import { formatNumber } from '../../report/words.js';
import { absoluteMetric } from '../describe.js';
import { noValue } from '../values.js';
import { sloOf, type ErrorCounts } from './error-counts.js';
import { counted } from './role-column.js';

/** Pairs of windows (minutes), and how many times the allowed error rate both must exceed. */
const PAIRS = [
  { long: 60, short: 5, factor: 14.4, words: '1h and 5m' },
  { long: 360, short: 30, factor: 6, words: '6h and 30m' },
  { long: 4320, short: 360, factor: 1, words: '3d and 6h' },
] as const;
const LONGEST = 4320;

/** How fast the error budget burns, against the rates that must wake somebody. */
export const burnRate = absoluteMetric({
  id: 'burn_rate',
  name: 'Burn rate',
  family: 'operations',
  needs: ['timestamp', 'status'],
  reads: ['minutes'],
  worse: 'higher',
  range: [0, Infinity],
  unit: 'none',
  defaults: { warn: { kind: 'none' }, alert: { kind: 'value', value: 1 } },
  definition:
    'error rate in multiples of what slo.objective allows, over the windows 1h/5m, 6h/30m and 3d/6h: the smaller of both, against 14.4, 6 and 1, at the worst minute of the chunk; a pair counts where the log reaches back over its long window',
  formula: 'max over minutes and pairs of min(rate(long), rate(short)) / (1 − objective) / factor',
  source: 'Beyer et al., The Site Reliability Workbook, chapter 5 (multiwindow, multi-burn-rate alerts)',
  use: 'Paging: fast when much burns, slow when little does, and over when it is over.',
  avoid: 'A few requests an hour, where one error is a high rate: error_rate of a longer chunk.',
  compute: (input) => {
    const found = sloOf(input);
    if ('problem' in found) return found.problem;
    const { slo, own, counts } = found;
    const from = own.minutes[0] as number;
    const last = own.minutes.at(-1) as number;
    const worst = worstMinute(counts, from, last, 1 - slo.objective);
    if (worst === null) {
      return noValue('unknown', 'The log does not reach back over an hour before any minute of the chunk.', {
        current: input.current.rows,
      });
    }
    const { value, at, pair, rates } = worst;
    const because =
      value === 0
        ? undefined
        : `The worst minute is ${formatInstant(at * 60_000)}: over ${pair.words} the budget burns ${formatNumber(rates[0])} and ${formatNumber(rates[1])} times as fast as allowed (factor ${pair.factor}).`;
    return { ...counted(value, input.current.rows), ...(because === undefined ? {} : { because }) };
  },
});

interface Worst {
  readonly value: number;
  readonly at: number;
  readonly pair: (typeof PAIRS)[number];
  readonly rates: readonly [number, number];
}

function worstMinute(counts: ErrorCounts, from: number, last: number, allowed: number): Worst | null {
  const { minutes } = counts;
  const first = minutes[0] as number;
  const ends = new Trailing(counts, 0);
  const windows = PAIRS.map(
    ({ long, short }) => [new Trailing(counts, long), new Trailing(counts, short)] as const,
  );
  let worst: Worst | null = null;
  for (let minute = from; minute <= last; minute++) {
    const upTo = ends.startAt(minute + 1);
    for (const [i, pair] of PAIRS.entries()) {
      if (minute + 1 - pair.long < first) continue;
      const [long, short] = windows[i] as readonly [Trailing, Trailing];
      const rates = [long.rate(minute + 1, upTo) / allowed, short.rate(minute + 1, upTo) / allowed] as const;
      const value = Math.min(...rates) / pair.factor;
      if (worst === null || value > worst.value) worst = { value, at: minute, pair, rates };
    }
    // Where nothing happened for the longest window, nothing changes until something does.
    const next = minutes[upTo];
    const before = minutes[upTo - 1];
    if (next !== undefined && before !== undefined && minute - before > LONGEST)
      minute = Math.max(minute, next - 1);
  }
  return worst;
}

/** A window of so many minutes that moves on with time. */
class Trailing {
  #at = 0;

  constructor(
    private readonly counts: ErrorCounts,
    private readonly length: number,
  ) {}

  /** Position of the first minute in the window that ends before `end`. */
  startAt(end: number): number {
    const { minutes } = this.counts;
    while (this.#at < minutes.length && (minutes[this.#at] as number) < end - this.length) this.#at++;
    return this.#at;
  }

  /** Share of errors in the window; 0 without requests. `upTo` is the position after its last minute. */
  rate(end: number, upTo: number): number {
    const start = this.startAt(end);
    const { errors, events } = this.counts;
    const all = (events[upTo] as number) - (events[start] as number);
    return all === 0 ? 0 : ((errors[upTo] as number) - (errors[start] as number)) / all;
  }
}
