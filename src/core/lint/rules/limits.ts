import { checkPath } from '../check-path.js';
import type { CheckSpec, ThresholdSpec } from '../../config/monitor.js';
import type { MetricDescription } from '../../metrics/metric.js';
import type { LintContext, Rule, RuleFinding } from '../rule.js';
import { COMPLETE, completeBut } from './example.js';

/** A limit that the metric can never cross. */
export const thresholdOutOfRange: Rule = {
  code: 'threshold-out-of-range',
  id: 'TM603',
  severity: 'error',
  title: 'A limit lies outside of what the metric can be',
  why: 'A limit that is never crossed is no limit, and one that always is tells nothing.',
  triggers: completeBut(
    'metric: error_rate, alert: { above: 0.01 }',
    'metric: error_rate, alert: { above: -1 }',
  ),
  passes: COMPLETE,
  fix: null,
  gap: null,
  check: (context) =>
    limitsOf(context).flatMap(({ check, key, value, metric }) => {
      const [low, high] = metric.range;
      if ((value >= low && value <= high) || isPercent(value, metric)) return [];
      const span = high === Number.POSITIVE_INFINITY ? `never below ${low}` : `between ${low} and ${high}`;
      const message = `\`${check.metric}\` is ${span}, so the limit ${value} is never crossed, or always. Write one in its range.`;
      return [{ message, path: [...checkPath(check), key] }];
    }),
};

/** A share in percent, or seconds where milliseconds are read. */
export const wrongUnit: Rule = {
  code: 'wrong-unit',
  id: 'TM604',
  severity: 'warning',
  title: 'A limit looks as if it were in another unit',
  why: 'A limit that is wrong by a factor of a hundred or a thousand never fires, or always does.',
  triggers: completeBut(
    'metric: latency_p95_ms, alert: { above: 200 }',
    'metric: latency_p95_ms, alert: { above: 0.2 }',
  ),
  passes: COMPLETE,
  fix: null,
  gap: null,
  check: (context) =>
    limitsOf(context).flatMap(({ check, key, value, metric }): RuleFinding[] => {
      const path = [...checkPath(check), key];
      if (isPercent(value, metric)) {
        const share = Number((value / 100).toPrecision(6));
        return [
          {
            message: `\`${check.metric}\` is a share between 0 and 1, and ${value} looks like a percentage. Write ${share}.`,
            path,
          },
        ];
      }
      if (metric.unit === 'ms' && value > 0 && value < 1) {
        return [
          {
            message: `\`${check.metric}\` counts milliseconds, and ${value} looks like seconds. Write ${value * 1000}.`,
            path,
          },
        ];
      }
      return [];
    }),
};

/** A limit far from what the metric usually gets. */
export const unusualThreshold: Rule = {
  code: 'unusual-threshold',
  id: 'TM605',
  severity: 'warning',
  title: 'A limit is unusually loose or tight',
  why: 'Nothing that matters crosses a limit that is too loose, and chance alone crosses one that is too tight.',
  triggers: completeBut('of: score, warn: 0.1, alert: 0.25', 'of: score, warn: 0.1, alert: 2.5'),
  passes: COMPLETE,
  fix: null,
  gap: null,
  check: (context) =>
    limitsOf(context).flatMap(({ check, key, value, metric }) => {
      const usual = metric.defaults[key];
      // The defaults are what the field uses; five times as much, or a tenth, is something else.
      if (metric.family !== 'stability' || usual.kind !== 'value' || usual.value <= 0) return [];
      if (value > metric.range[1] || (value <= usual.value * 5 && value >= usual.value / 10)) return [];
      const how = value > usual.value ? 'loose' : 'tight';
      const message = `${value} is unusually ${how} for \`${check.metric}\`, whose usual limit is ${usual.value}. Set it from the values of your own reference.`;
      return [{ message, path: [...checkPath(check), key] }];
    }),
};

interface WrittenLimit {
  readonly check: CheckSpec;
  readonly key: 'warn' | 'alert';
  readonly value: number;
  readonly metric: MetricDescription;
}

function limitsOf({ draft, metrics }: LintContext): WrittenLimit[] {
  return draft.checks.flatMap((check) => {
    const metric = metrics.get(check.metric);
    if (metric === undefined) return [];
    return (['warn', 'alert'] as const).flatMap((key) =>
      numbersOf(check[key]).map((value) => ({ check, key, value, metric })),
    );
  });
}

function numbersOf(limit: ThresholdSpec): number[] {
  if (limit.kind === 'outside') return [limit.low, limit.high].filter((value) => Number.isFinite(value));
  return limit.kind === 'above' || limit.kind === 'below' || limit.kind === 'value' ? [limit.value] : [];
}

function isPercent(value: number, { range, family }: MetricDescription): boolean {
  return range[0] === 0 && range[1] === 1 && family !== 'stability' && value > 1 && value <= 100;
}
