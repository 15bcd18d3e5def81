import type { MetricValue } from './metric.js';

/** No value, and why: `unknown` when rows or labels are not there yet, `error` when it cannot be computed. */
export function noValue(
  verdict: 'unknown' | 'error' | 'info',
  because: string,
  counts: { reference?: number | null; current: number; exact?: boolean },
): MetricValue {
  return {
    value: null,
    interval: null,
    pValue: null,
    nReference: counts.reference ?? null,
    nCurrent: counts.current,
    exact: counts.exact ?? true,
    verdict,
    because,
  };
}
