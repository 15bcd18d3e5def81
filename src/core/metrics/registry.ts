import type { CheckSpec } from '../config/monitor.js';
import { labelCoverage } from './feedback/label-coverage.js';
import { orphanShare } from './feedback/orphan-share.js';
import type { Metric } from './metric.js';
import { errorRate } from './operations/error-rate.js';
import { latencyPercentile } from './operations/latency.js';
import { requests } from './operations/requests.js';
import { accuracy } from './performance/accuracy.js';
import { logLoss } from './performance/log-loss.js';
import { rocAuc } from './performance/roc-auc.js';
import { constant } from './quality/constant.js';
import { duplicateShare } from './quality/duplicate-share.js';
import { futureTimestamps } from './quality/future-timestamps.js';
import { malformedShare } from './quality/malformed-share.js';
import { missingShare } from './quality/missing-share.js';
import { nonFiniteShare } from './quality/non-finite-share.js';
import { outOfRangeShare } from './quality/out-of-range-share.js';
import { rowCountChange } from './quality/row-count-change.js';
import { schemaChange } from './quality/schema-change.js';
import { typeMismatchShare } from './quality/type-mismatch-share.js';
import { unseenShare } from './quality/unseen-share.js';
import { andersonDarling } from './stability/anderson-darling.js';
import { chi2 } from './stability/chi2.js';
import { cramerVonMises } from './stability/cramer-von-mises.js';
import { cramersV } from './stability/cramers-v.js';
import { energyDistance } from './stability/energy-distance.js';
import { hellinger } from './stability/hellinger.js';
import { jsDistance } from './stability/js-distance.js';
import { kl } from './stability/kl.js';
import { ks } from './stability/ks.js';
import { lInfinity } from './stability/l-infinity.js';
import { meanShift } from './stability/mean-shift.js';
import { psi } from './stability/psi.js';
import { tvd } from './stability/tvd.js';
import { wasserstein } from './stability/wasserstein.js';
import { wassersteinNormed } from './stability/wasserstein-normed.js';

/** Every metric there is, by family. Adding one is adding its file and a line here. */
export const METRICS: readonly Metric[] = [
  psi,
  ks,
  jsDistance,
  kl,
  hellinger,
  tvd,
  lInfinity,
  wasserstein,
  wassersteinNormed,
  meanShift,
  energyDistance,
  cramerVonMises,
  andersonDarling,
  chi2,
  cramersV,
  rocAuc,
  accuracy,
  logLoss,
  requests,
  latencyPercentile(50),
  latencyPercentile(95),
  latencyPercentile(99),
  errorRate,
  missingShare,
  nonFiniteShare,
  unseenShare,
  outOfRangeShare,
  typeMismatchShare,
  constant,
  duplicateShare,
  rowCountChange,
  schemaChange,
  malformedShare,
  futureTimestamps,
  labelCoverage,
  orphanShare,
];

/**
 * The metric as a check wants it, by its own definition or another tool's; null when there is none, or the tool has no
 * such metric.
 */
export function metricOf(check: Pick<CheckSpec, 'metric' | 'definition'>): Metric | null {
  const metric = metricById(check.metric);
  if (metric === null || check.definition === 'tidemark') return metric;
  const variant = metric.definitions?.[check.definition];
  return variant === undefined ? null : { ...metric, ...variant };
}

/** The metric with this id; null when there is none. */
export function metricById(id: string): Metric | null {
  return METRICS.find((metric) => metric.id === id) ?? null;
}
