import type { CheckSpec } from '../config/monitor.js';
import type { Metric } from '../metrics/metric.js';
import { metricById } from '../metrics/registry.js';
import { EMPTY_SLICE } from '../profile/empty-slice.js';
import type { SliceProfile } from '../profile/profiles.js';
import type { Chunk } from '../profile/windows.js';
import type { Result } from '../report/report.js';
import { inputOf, isSupported, subjectsOf, type EvaluateInput } from './evaluate.js';
import { limitsOf } from './limits.js';

/**
 * The checks' values on the reference itself: stability of each of its chunks against the whole of it (how much it
 * varies by nature), performance of each chunk and of the whole. They are shown, never judged.
 */
export function referenceValues(input: EvaluateInput): Result[] {
  const { reference } = input;
  if (reference?.profile === null || reference === null) return [];
  const whole = reference.profile;
  return input.monitor.checks.flatMap((check) => {
    const metric = metricById(check.metric);
    if (metric === null || !isSupported(check)) return [];
    if (metric.family !== 'stability' && metric.family !== 'performance') return [];
    return subjectsOf(check, metric, input).flatMap((column) => {
      const value = (current: SliceProfile, chunk: Chunk | null): Result[] =>
        valueOf(check, metric, input, column, current, chunk);
      return [
        ...(metric.family === 'performance' ? value(whole, null) : []),
        ...reference.chunks
          .filter((chunk) => chunk.complete)
          .flatMap((chunk) => value(chunk.profile ?? EMPTY_SLICE, chunk)),
      ];
    });
  });
}

function valueOf(
  check: CheckSpec,
  metric: Metric,
  input: EvaluateInput,
  column: string | null,
  current: SliceProfile,
  chunk: Chunk | null,
): Result[] {
  const value = metric.compute(inputOf(check, input, column, current));
  if (value.value === null || !Number.isFinite(value.value)) return [];
  return [
    {
      check: check.id,
      family: metric.family,
      metric: metric.id,
      subject: { column, segment: null, version: null },
      chunk: chunk?.name ?? null,
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
      threshold: limitsOf(check, metric, null),
      verdict: 'info',
      definition: metric.definition,
      explanation: 'Of the reference itself: how much it varies by nature. Not judged.',
    },
  ];
}
