import type { CheckSpec } from '../config/monitor.js';
import type { Metric, MetricValue } from '../metrics/metric.js';
import type { Result, Subject } from '../report/report.js';
import { limitsOf } from './limits.js';

/** A value that is shown and never judged, as a result: none where there is no number. */
export function shownResult(
  check: CheckSpec,
  metric: Metric,
  value: MetricValue,
  subject: Subject,
  chunk: string | null,
  explanation: string,
): Result[] {
  if (value.value === null || !Number.isFinite(value.value)) return [];
  return [
    {
      check: check.id,
      family: metric.family,
      metric: metric.id,
      subject,
      chunk,
      standing: false,
      standing_verdict: null,
      value: value.value,
      interval: value.interval,
      confidence: 0.95,
      p_value: null,
      q_value: null,
      n_reference: value.nReference,
      n_current: value.nCurrent,
      exact: value.exact,
      threshold: metric.sizeKey === undefined ? limitsOf(check, metric, null) : { warn: null, alert: null },
      verdict: 'info',
      definition: metric.definition,
      explanation,
    },
  ];
}
