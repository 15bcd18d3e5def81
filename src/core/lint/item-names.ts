import type { CoverageItem } from './finding.js';

/** The ten items as surfaces name them. */
export const ITEM_NAMES: Readonly<Record<CoverageItem, string>> = {
  data_drift: 'data drift',
  prediction_drift: 'prediction drift',
  data_quality: 'data quality',
  performance: 'performance',
  operations: 'operations',
  ground_truth: 'ground truth',
  alerting: 'alerting',
  baseline: 'baseline',
  schedule: 'schedule',
  payload_logging: 'payload logging',
};
