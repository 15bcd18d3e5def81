import type { CheckSpec, ThresholdSpec } from '../config/monitor.js';
import type { MetricDescription } from '../metrics/metric.js';
import { momentsOf, sampleVariance } from '../profile/moments.js';
import type { Limit } from '../report/report.js';

/** The limits that a check applies; null = none. */
export interface Limits {
  readonly warn: Limit | null;
  readonly alert: Limit | null;
}

/**
 * A check's limits with their directions made plain: its own, or the metric's defaults where it names neither.
 * `referenceValue` is the metric on the reference, for `{ change }`; `chunkValues` those of its chunks, for `{ sd }`.
 */
export function limitsOf(
  check: CheckSpec,
  metric: MetricDescription,
  referenceValue: number | null,
  chunkValues: readonly number[] = [],
): Limits {
  const unnamed = check.warn.kind === 'default' && check.alert.kind === 'default';
  const resolve = (spec: ThresholdSpec, fallback: ThresholdSpec): Limit | null =>
    limitOf(
      spec.kind === 'default' ? (unnamed ? fallback : { kind: 'none' }) : spec,
      metric,
      referenceValue,
      chunkValues,
    );
  return {
    warn: resolve(check.warn, metric.defaults.warn),
    alert: resolve(check.alert, metric.defaults.alert),
  };
}

/** Whether a check compares with the metric's value on the reference. */
export function needsReferenceValue(check: CheckSpec): boolean {
  return check.warn.kind === 'change' || check.alert.kind === 'change';
}

/** A limit is learned from at least so many chunks of the reference (definitions.md, section 8). */
export const LEAST_CHUNKS = 6;

/** Whether a limit of the check is learned from the chunks of the reference. */
export function isLearned(check: CheckSpec): boolean {
  return check.warn.kind === 'sd' || check.alert.kind === 'sd';
}

/** Why a limit of the check is not learned; null where it is, or needs not be. */
export function unlearnedWords(check: CheckSpec, chunkValues: readonly number[]): string | null {
  if (!isLearned(check) || chunkValues.length >= LEAST_CHUNKS) return null;
  return `its limit is learned from the chunks of the reference, and ${chunkValues.length} of them have a value; at least ${LEAST_CHUNKS} are needed.`;
}

function limitOf(
  spec: ThresholdSpec,
  metric: MetricDescription,
  referenceValue: number | null,
  chunkValues: readonly number[],
): Limit | null {
  switch (spec.kind) {
    case 'default':
    case 'none':
      return null;
    case 'value':
      if (metric.worse === 'either') return { outside: [-Math.abs(spec.value), Math.abs(spec.value)] };
      return metric.worse === 'higher' ? { above: spec.value } : { below: spec.value };
    case 'above':
      return { above: spec.value };
    case 'below':
      return { below: spec.value };
    case 'outside':
      return { outside: [spec.low, spec.high] };
    case 'change':
      if (referenceValue === null) return null;
      if (metric.worse === 'either') return { outside: [referenceValue - spec.by, referenceValue + spec.by] };
      return metric.worse === 'higher'
        ? { above: referenceValue + spec.by }
        : { below: referenceValue - spec.by };
    case 'sd':
      return chunkValues.length < LEAST_CHUNKS ? null : learnedLimit(spec.by, metric, chunkValues);
  }
}

/** Mean ± `by` sample standard deviations of the values, clipped to the metric's range. */
function learnedLimit(by: number, metric: MetricDescription, values: readonly number[]): Limit {
  const moments = momentsOf(Float64Array.from(values));
  const spread = by * Math.sqrt(sampleVariance(moments));
  const low = Math.max(metric.range[0], moments.mean - spread);
  const high = Math.min(metric.range[1], moments.mean + spread);
  if (metric.worse === 'either') return { outside: [low, high] };
  return metric.worse === 'higher' ? { above: high } : { below: low };
}

/** Whether a value is beyond a limit; a value equal to it is not. */
export function isBeyond(value: number, limit: Limit): boolean {
  if ('above' in limit) return value > limit.above;
  if ('below' in limit) return value < limit.below;
  return value < limit.outside[0] || value > limit.outside[1];
}

/** Whether the whole interval is beyond a limit, on one side of it. */
export function isWhollyBeyond(interval: readonly [number, number], limit: Limit): boolean {
  if ('above' in limit) return interval[0] > limit.above;
  if ('below' in limit) return interval[1] < limit.below;
  return interval[1] < limit.outside[0] || interval[0] > limit.outside[1];
}

/** Whether the whole interval is on the worse side of a value; never where a metric has no worse side. */
export function isSurelyWorse(
  interval: readonly [number, number] | null,
  value: number,
  { worse }: Pick<MetricDescription, 'worse'>,
): boolean {
  if (interval === null || worse === 'either') return false;
  return isWhollyBeyond(interval, worse === 'lower' ? { below: value } : { above: value });
}

/** The number of a limit that a value is measured against: the nearer end of a range. */
export function limitNumber(limit: Limit, value: number): number {
  if ('above' in limit) return limit.above;
  if ('below' in limit) return limit.below;
  return Math.abs(value - limit.outside[0]) < Math.abs(value - limit.outside[1])
    ? limit.outside[0]
    : limit.outside[1];
}
