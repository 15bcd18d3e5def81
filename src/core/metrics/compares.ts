import type { MetricDescription } from './metric.js';

/** Whether a metric sets the current rows against the reference. */
export function comparesWithReference(metric: MetricDescription): boolean {
  return metric.compares ?? metric.family === 'stability';
}
