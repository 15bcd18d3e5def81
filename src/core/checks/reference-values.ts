import type { CheckSpec } from '../config/monitor.js';
import type { Metric, MetricValue } from '../metrics/metric.js';
import { metricOf } from '../metrics/registry.js';
import type { RowsProfile } from '../profile/profiles.js';
import type { Result } from '../report/report.js';
import { isByChunk } from './by-chunk.js';
import { columnsOfCheck } from './columns-of-check.js';
import { inputOf, isSupported, type EvaluateInput } from './evaluate.js';
import { limitsOf } from './limits.js';

/**
 * The checks' values on the reference itself: stability of each of its chunks against the whole of it (how much it
 * varies by nature), performance of each chunk and of the whole. They are shown, never judged.
 */
export function referenceValues(input: EvaluateInput): Result[] {
  const { reference } = input;
  if (reference?.profile === null || reference === null) return [];
  const whole = reference.profile;
  const complete = reference.chunks.map((chunk, i) => ({ chunk, i })).filter(({ chunk }) => chunk.complete);
  return input.monitor.checks.flatMap((check) => {
    const metric = metricOf(check);
    if (metric === null || !isSupported(check) || check.segment !== null) return [];
    if (metric.family !== 'stability' && metric.family !== 'performance') return [];
    const shown = (value: MetricValue | undefined, column: string | null, name: string | null): Result[] =>
      value === undefined ? [] : resultOf(check, metric, value, column, name);
    if (metric.subject === 'column') {
      return columnsOfCheck(check, metric, input).flatMap((column) => {
        const { referenceChunks } = input.values.of(check, metric, column);
        return complete.flatMap(({ chunk, i }) => shown(referenceChunks[i], column, chunk.name));
      });
    }
    const value = (rows: RowsProfile | null): MetricValue =>
      metric.compute(inputOf(check, input, rows, null));
    return [
      ...(metric.family === 'performance' ? shown(value(whole), null, null) : []),
      ...(isByChunk(check, metric)
        ? complete.flatMap(({ chunk }) => shown(value(chunk.profile), null, chunk.name))
        : []),
    ];
  });
}

function resultOf(
  check: CheckSpec,
  metric: Metric,
  value: MetricValue,
  column: string | null,
  chunk: string | null,
): Result[] {
  if (value.value === null || !Number.isFinite(value.value)) return [];
  return [
    {
      check: check.id,
      family: metric.family,
      metric: metric.id,
      subject: { column, segment: null, version: null },
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
      explanation: 'Of the reference itself: how much it varies by nature. Not judged.',
    },
  ];
}
