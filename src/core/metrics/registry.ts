import { labelCoverage } from './feedback/label-coverage.js';
import { orphanShare } from './feedback/orphan-share.js';
import type { Metric } from './metric.js';
import { errorRate } from './operations/error-rate.js';
import { latencyPercentile } from './operations/latency.js';
import { requests } from './operations/requests.js';
import { accuracy } from './performance/accuracy.js';
import { logLoss } from './performance/log-loss.js';
import { rocAuc } from './performance/roc-auc.js';
import { duplicateShare } from './quality/duplicate-share.js';
import { futureTimestamps } from './quality/future-timestamps.js';
import { malformedShare } from './quality/malformed-share.js';
import { missingShare } from './quality/missing-share.js';
import { schemaChange } from './quality/schema-change.js';
import { unseenShare } from './quality/unseen-share.js';
import { jsDistance } from './stability/js-distance.js';
import { ks } from './stability/ks.js';
import { psi } from './stability/psi.js';

/** Every metric there is, by family. Adding one is adding its file and a line here. */
export const METRICS: readonly Metric[] = [
  psi,
  ks,
  jsDistance,
  rocAuc,
  accuracy,
  logLoss,
  requests,
  latencyPercentile(50),
  latencyPercentile(95),
  latencyPercentile(99),
  errorRate,
  missingShare,
  unseenShare,
  duplicateShare,
  schemaChange,
  malformedShare,
  futureTimestamps,
  labelCoverage,
  orphanShare,
];

/** The metric with this id; null when there is none. */
export function metricById(id: string): Metric | null {
  return METRICS.find((metric) => metric.id === id) ?? null;
}
