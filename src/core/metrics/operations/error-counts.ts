import type { Monitor } from '../../config/monitor.js';
import type { MinuteSeries } from '../../profile/extra/minutes.js';
import { remember } from '../../profile/remember.js';
import type { MetricInput, MetricValue } from '../metric.js';
import { noValue } from '../values.js';
import { firstFrom, minutesOf } from './minute-series.js';
import { missingRole } from './role-column.js';

/** Errors and requests with a status up to each minute. */
export interface ErrorCounts {
  readonly minutes: Int32Array;
  /** Of the minutes before position `i`. */
  readonly errors: Float64Array;
  readonly events: Float64Array;
}

/** What the two SLO metrics look at. */
export interface SloInput {
  readonly slo: NonNullable<Monitor['slo']>;
  readonly own: MinuteSeries;
  readonly counts: ErrorCounts;
}

const countsOf = remember((series: MinuteSeries): ErrorCounts => {
  const n = series.minutes.length;
  const [errors, events] = [new Float64Array(n + 1), new Float64Array(n + 1)];
  for (let i = 0; i < n; i++) {
    errors[i + 1] = (errors[i] as number) + (series.errors[i] as number);
    events[i + 1] = (events[i] as number) + (series.withStatus[i] as number);
  }
  return { minutes: series.minutes, errors, events };
});

/** The promised service level and the errors of each minute, or why one of them is missing. */
export function sloOf(input: MetricInput): SloInput | { readonly problem: MetricValue } {
  const { slo } = input.monitor;
  const missing = missingRole(input, 'status');
  if (missing !== null) return { problem: missing };
  if (slo === null) {
    return {
      problem: noValue(
        'error',
        'No service level is promised: set slo, such as { objective: 0.999, window: 30d }.',
        { current: input.current.rows },
      ),
    };
  }
  const found = minutesOf(input);
  return 'problem' in found ? found : { slo, own: found.own, counts: countsOf(found.all) };
}

/** Errors and events of the minutes in `[from, to)`. */
export function between(counts: ErrorCounts, from: number, to: number): { errors: number; events: number } {
  const [a, b] = [firstFrom(counts.minutes, from), firstFrom(counts.minutes, to)];
  return {
    errors: (counts.errors[b] as number) - (counts.errors[a] as number),
    events: (counts.events[b] as number) - (counts.events[a] as number),
  };
}
