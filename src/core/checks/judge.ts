import type { MetricDescription, MetricValue } from '../metrics/metric.js';
import type { Verdict } from '../report/report.js';
import { isBeyond, isWhollyBeyond, type Limits } from './limits.js';

/** Why a result has the verdict it has, for the sentence that explains it. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reason:
    | 'holds'
    | 'beyond-alert'
    | 'beyond-warn'
    | 'beyond-not-sure'
    | 'beyond-chance'
    | 'too-few-rows'
    | 'no-value'
    | 'no-limit'
    | 'no-chance-key'
    | 'own';
}

/**
 * The verdict of one value (definitions.md, sections 3, 4 and 8): two keys for stability (size and
 * q-value), value and whole interval for the rest, the metric's own word where it judges itself. Of a test
 * statistic the limits apply to its size.
 */
export function judge(
  metric: MetricDescription,
  value: MetricValue,
  qValue: number | null,
  limits: Limits,
  options: { minRows: number; falseDiscoveryRate: number },
): Judgement {
  if (metric.judged === 'own') return { verdict: value.verdict ?? 'info', reason: 'own' };
  // A test statistic may be infinite, and its size is there all the same.
  const measured = value.size ?? value.value;
  if (measured === null) return { verdict: value.verdict ?? 'unknown', reason: 'no-value' };
  if (limits.warn === null && limits.alert === null) return { verdict: 'info', reason: 'no-limit' };
  const fewest = Math.min(value.nCurrent, value.nReference ?? Infinity);
  // The number of rows is itself the value of metrics that count them.
  const counts = metric.unit === 'rows' || metric.countsRows === true;
  if (!counts && fewest < options.minRows) return { verdict: 'unknown', reason: 'too-few-rows' };
  return metric.judged === 'two-keys'
    ? twoKeys(measured, value.pValue === null ? null : qValue, limits, options.falseDiscoveryRate)
    : absolute(measured, value.interval, limits);
}

function twoKeys(value: number, qValue: number | null, limits: Limits, rate: number): Judgement {
  if (qValue === null) return { verdict: 'info', reason: 'no-chance-key' };
  for (const level of ['alert', 'warn'] as const) {
    const limit = limits[level];
    if (limit === null || !isBeyond(value, limit)) continue;
    return qValue <= rate
      ? { verdict: level, reason: `beyond-${level}` }
      : { verdict: 'unknown', reason: 'beyond-chance' };
  }
  return { verdict: 'pass', reason: 'holds' };
}

function absolute(value: number, interval: readonly [number, number] | null, limits: Limits): Judgement {
  if (limits.alert !== null && isBeyond(value, limits.alert)) {
    return interval === null || isWhollyBeyond(interval, limits.alert)
      ? { verdict: 'alert', reason: 'beyond-alert' }
      : { verdict: 'warn', reason: 'beyond-not-sure' };
  }
  if (limits.warn !== null && isBeyond(value, limits.warn)) return { verdict: 'warn', reason: 'beyond-warn' };
  return { verdict: 'pass', reason: 'holds' };
}
