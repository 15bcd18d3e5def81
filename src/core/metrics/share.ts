import { wilsonInterval } from '../statistics/wilson.js';
import type { MetricValue } from './metric.js';
import { noValue } from './values.js';

/** A share of rows with its Wilson interval; unknown without rows. `what` names the rows: `rows with a status`. */
export function shareOf(
  part: number,
  whole: number,
  what: string,
  options: { exact?: boolean; because?: string | null } = {},
): MetricValue {
  if (whole === 0) return noValue('unknown', `There are no ${what}.`, { current: 0 });
  return {
    value: part / whole,
    interval: wilsonInterval(part, whole),
    pValue: null,
    nReference: null,
    nCurrent: whole,
    exact: options.exact ?? true,
    ...(options.because === undefined || options.because === null ? {} : { because: options.because }),
  };
}
