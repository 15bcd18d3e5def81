import type { CheckSpec } from '../config/monitor.js';
import type { Metric, MetricValue } from '../metrics/metric.js';
import { metricOf } from '../metrics/registry.js';
import type { Result } from '../report/report.js';
import { columnsOfCheck } from './column-values.js';
import { inputOf, isSupported, needsMature, windowRows, type SegmentInput } from './evaluate.js';
import { shownResult } from './shown-result.js';

/** The values of checks on the window's rows of each segment: shown beside the value of all rows, never judged. */
export function segmentValues(checks: readonly CheckSpec[], inputs: readonly SegmentInput[]): Result[] {
  return checks.flatMap((check) => {
    const metric = metricOf(check);
    if (metric === null || !isSupported(check)) return [];
    return inputs.flatMap((input) =>
      valuesOf(check, metric, input).flatMap(({ column, value }) =>
        shownResult(check, metric, value, { column, segment: input.segment, version: null }, null, SHOWN),
      ),
    );
  });
}

const SHOWN = 'Of the rows of this segment. Shown, not judged: a check with a segment of its own judges it.';

function valuesOf(
  check: CheckSpec,
  metric: Metric,
  input: SegmentInput,
): { column: string | null; value: MetricValue }[] {
  if (metric.subject === 'column') {
    return columnsOfCheck(check, metric, input).map((column) => ({
      column,
      value: input.values.of(check, metric, column).whole,
    }));
  }
  const rows = windowRows(input, needsMature(check, metric));
  return [{ column: null, value: metric.compute(inputOf(check, input, rows, null)) }];
}
