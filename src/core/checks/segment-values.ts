import type { CheckSpec } from '../config/monitor.js';
import type { Metric, MetricValue } from '../metrics/metric.js';
import { metricOf } from '../metrics/registry.js';
import type { SegmentValue } from '../report/report.js';
import { columnsOfCheck } from './columns-of-check.js';
import { inputOf, isSupported, needsMature, windowRows, type SegmentInput } from './evaluate.js';

/** The values of checks on the window's rows of each segment: shown beside the value of all rows, never judged. */
export function segmentValues(checks: readonly CheckSpec[], inputs: readonly SegmentInput[]): SegmentValue[] {
  return checks.flatMap((check) => {
    const metric = metricOf(check);
    if (metric === null || !isSupported(check)) return [];
    return inputs.flatMap((input) => valuesOf(check, metric, input));
  });
}

function valuesOf(check: CheckSpec, metric: Metric, input: SegmentInput): SegmentValue[] {
  const shown = (column: string | null, value: MetricValue): SegmentValue[] =>
    value.value === null || !Number.isFinite(value.value)
      ? []
      : [
          {
            check: check.id,
            family: metric.family,
            metric: metric.id,
            subject: { column, segment: input.segment, version: null },
            value: value.value,
            interval: value.interval,
            n_reference: value.nReference,
            n_current: value.nCurrent,
            exact: value.exact,
          },
        ];
  if (metric.subject === 'column') {
    return columnsOfCheck(check, metric, input).flatMap((column) =>
      shown(column, input.values.of(check, metric, column).whole),
    );
  }
  const rows = windowRows(input, needsMature(check, metric));
  return shown(null, metric.compute(inputOf(check, input, rows, null)));
}
