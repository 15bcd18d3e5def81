import type { DelayProfile } from '../../profile/extra/feedback.js';
import type { MetricInput, MetricValue } from '../metric.js';
import { noValue } from '../values.js';

/** How long the labels of the slice took, or why nobody knows. */
export function delaysOf(
  input: MetricInput,
): { readonly delays: DelayProfile } | { readonly problem: MetricValue } {
  const { labels } = input.monitor.feedback;
  const current = input.current.rows;
  if (labels === null || labels.received === null) {
    return {
      problem: noValue('error', 'Nothing tells when a label arrived: set feedback.labels.received.', {
        current,
      }),
    };
  }
  const delays = input.current.extra?.delays ?? null;
  if (delays === null) {
    return { problem: noValue('unknown', 'The rows have no time: set logs.columns.timestamp.', { current }) };
  }
  if (delays.arrived.count + delays.waiting.count + delays.fromFuture === 0) {
    return { problem: noValue('unknown', 'There are no rows.', { current }) };
  }
  return { delays };
}
