import type { CoverageItem } from './finding.js';

/**
 * Codes that report the gap of one coverage item, as the rules' pages have it: a table of its own, so that views need
 * not load the rules.
 */
export const GAP_CODES: ReadonlyMap<string, CoverageItem> = new Map([
  ['missing-data-drift', 'data_drift'],
  ['missing-prediction-drift', 'prediction_drift'],
  ['missing-data-quality', 'data_quality'],
  ['missing-performance', 'performance'],
  ['offline-performance-only', 'performance'],
  ['missing-latency-objective', 'operations'],
  ['missing-error-rate', 'operations'],
  ['missing-ground-truth', 'ground_truth'],
  ['alert-reaches-nobody', 'alerting'],
  ['missing-baseline', 'baseline'],
  ['missing-schedule', 'schedule'],
]);
