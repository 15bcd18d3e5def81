import type { MinuteSeries } from '../../profile/extra/minutes.js';
import type { MetricInput, MetricValue } from '../metric.js';
import { noValue } from '../values.js';

/** The requests of each minute of the slice, and of the window it is a part of; or why there are none. */
export function minutesOf(
  input: MetricInput,
): { readonly own: MinuteSeries; readonly all: MinuteSeries } | { readonly problem: MetricValue } {
  const own = input.current.extra?.minutes ?? null;
  if (own === null || own.minutes.length === 0) {
    return {
      problem: noValue('unknown', 'The rows have no time: set logs.columns.timestamp.', {
        current: input.current.rows,
      }),
    };
  }
  return { own, all: input.window?.extra?.minutes ?? own };
}

/** Position of the first minute that is not before `minute`. */
export function firstFrom(minutes: Int32Array, minute: number): number {
  let [low, high] = [0, minutes.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((minutes[middle] as number) < minute) low = middle + 1;
    else high = middle;
  }
  return low;
}
