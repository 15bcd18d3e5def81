import type { Metric, MetricDescription } from './metric.js';

type Named = Pick<
  MetricDescription,
  | 'id'
  | 'name'
  | 'family'
  | 'definition'
  | 'formula'
  | 'source'
  | 'use'
  | 'avoid'
  | 'worse'
  | 'range'
  | 'unit'
>;

/** A metric as most are, but for what it says otherwise: of all rows, judged by value and interval, without default limits. */
export function absoluteMetric(
  metric: Named & Partial<Omit<MetricDescription, keyof Named>> & Pick<Metric, 'compute' | 'definitions'>,
): Metric {
  return {
    subject: 'slice',
    kinds: [],
    tasks: null,
    needs: [],
    interval: 'none',
    defaults: { warn: { kind: 'none' }, alert: { kind: 'none' } },
    judged: 'absolute',
    windowOnly: false,
    always: false,
    ...metric,
  };
}
