import type { LabelledProfile } from '../../profile/profiles.js';
import type { MetricInput, MetricValue } from '../metric.js';
import { noValue } from '../values.js';

/** The slice's labelled rows, or why a performance metric has none. */
export function labelledRows(input: MetricInput): { labelled: LabelledProfile } | { problem: MetricValue } {
  const { logs, feedback } = input.monitor;
  if (feedback.labels === null && logs.columns.label === null) {
    return {
      problem: noValue('error', 'There are no labels: set feedback.labels, or logs.columns.label.', {
        current: 0,
      }),
    };
  }
  const { labelled } = input.current;
  if (labelled === null || labelled.rows === 0) {
    return { problem: noValue('unknown', 'No label has arrived for these rows yet.', { current: 0 }) };
  }
  return { labelled };
}
