import type { CheckSpec } from '../config/monitor.js';
import {
  estimatedAveragePrecision,
  estimatedBrier,
  estimatedF1,
  estimatedPrecision,
  estimatedRecall,
  estimatedRocAuc,
  estimatedSpecificity,
} from './estimation/estimated-binary.js';
import { estimatedAccuracy, estimatedLogLoss } from './estimation/estimated-both.js';
import {
  estimatedMacroF1,
  estimatedMacroPrecision,
  estimatedMacroRecall,
  estimatedRocAucOvr,
} from './estimation/estimated-multiclass.js';
import {
  estimatedMae,
  estimatedMape,
  estimatedMse,
  estimatedRmse,
} from './estimation/estimated-regression.js';
import { labelBias } from './feedback/label-bias.js';
import { labelCoverage } from './feedback/label-coverage.js';
import { labelDelay } from './feedback/label-delay.js';
import { labelFromFutureShare } from './feedback/label-from-future-share.js';
import { orphanShare } from './feedback/orphan-share.js';
import type { Metric } from './metric.js';
import { availability } from './operations/availability.js';
import { burnRate } from './operations/burn-rate.js';
import { costPer1k, costTotal } from './operations/cost.js';
import { errorRate } from './operations/error-rate.js';
import { freshnessS } from './operations/freshness-s.js';
import { lateShare } from './operations/late-share.js';
import { latencyPercentile } from './operations/latency.js';
import { maxGapS } from './operations/max-gap-s.js';
import { peakPerS } from './operations/peak-per-s.js';
import { requests } from './operations/requests.js';
import { resourceUse } from './operations/resource.js';
import { sloBudgetLeft } from './operations/slo-budget-left.js';
import { throughputPerS } from './operations/throughput-per-s.js';
import { timeoutRate } from './operations/timeout-rate.js';
import { accuracy } from './performance/accuracy.js';
import { averagePrecision } from './performance/average-precision.js';
import { balancedAccuracy } from './performance/balanced-accuracy.js';
import { bias } from './performance/bias.js';
import { brier } from './performance/brier.js';
import { ece } from './performance/ece.js';
import { f1 } from './performance/f1.js';
import { fnr } from './performance/fnr.js';
import { fpr } from './performance/fpr.js';
import { hitRateAtK } from './performance/hit-rate-at-k.js';
import { logLoss } from './performance/log-loss.js';
import { macroF1 } from './performance/macro-f1.js';
import { macroPrecision } from './performance/macro-precision.js';
import { macroRecall } from './performance/macro-recall.js';
import { mae } from './performance/mae.js';
import { mapAtK } from './performance/map-at-k.js';
import { mape } from './performance/mape.js';
import { mcc } from './performance/mcc.js';
import { medianAe } from './performance/median-ae.js';
import { mrr } from './performance/mrr.js';
import { mse } from './performance/mse.js';
import { ndcgAtK } from './performance/ndcg-at-k.js';
import { npv } from './performance/npv.js';
import { precision } from './performance/precision.js';
import { precisionAtK } from './performance/precision-at-k.js';
import { r2 } from './performance/r2.js';
import { recall } from './performance/recall.js';
import { recallAtK } from './performance/recall-at-k.js';
import { rmse } from './performance/rmse.js';
import { rocAuc } from './performance/roc-auc.js';
import { rocAucOvr } from './performance/roc-auc-ovr.js';
import { specificity } from './performance/specificity.js';
import { wape } from './performance/wape.js';
import { weightedF1 } from './performance/weighted-f1.js';
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
import { adwin } from './stability/adwin.js';
import { andersonDarling } from './stability/anderson-darling.js';
import { chi2 } from './stability/chi2.js';
import { conceptShift } from './stability/concept-shift.js';
import { correlationShift } from './stability/correlation-shift.js';
import { cramerVonMises } from './stability/cramer-von-mises.js';
import { cramersV } from './stability/cramers-v.js';
import { ddm } from './stability/ddm.js';
import { domainClassifier } from './stability/domain-classifier.js';
import { energyDistance } from './stability/energy-distance.js';
import { hellinger } from './stability/hellinger.js';
import { jsDistance } from './stability/js-distance.js';
import { kl } from './stability/kl.js';
import { ks } from './stability/ks.js';
import { lInfinity } from './stability/l-infinity.js';
import { meanShift } from './stability/mean-shift.js';
import { pageHinkley } from './stability/page-hinkley.js';
import { pcaReconstruction } from './stability/pca-reconstruction.js';
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
  conceptShift,
  ddm,
  adwin,
  pageHinkley,
  energyDistance,
  cramerVonMises,
  andersonDarling,
  chi2,
  cramersV,
  domainClassifier,
  pcaReconstruction,
  correlationShift,
  rocAuc,
  accuracy,
  logLoss,
  precision,
  recall,
  specificity,
  npv,
  fpr,
  fnr,
  f1,
  mcc,
  balancedAccuracy,
  averagePrecision,
  brier,
  ece,
  macroPrecision,
  macroRecall,
  macroF1,
  weightedF1,
  rocAucOvr,
  mae,
  mse,
  rmse,
  bias,
  medianAe,
  r2,
  mape,
  wape,
  ndcgAtK,
  mapAtK,
  mrr,
  hitRateAtK,
  precisionAtK,
  recallAtK,
  estimatedRocAuc,
  estimatedAveragePrecision,
  estimatedAccuracy,
  estimatedPrecision,
  estimatedRecall,
  estimatedSpecificity,
  estimatedF1,
  estimatedLogLoss,
  estimatedBrier,
  estimatedRocAucOvr,
  estimatedMacroPrecision,
  estimatedMacroRecall,
  estimatedMacroF1,
  estimatedMae,
  estimatedMse,
  estimatedRmse,
  estimatedMape,
  requests,
  throughputPerS,
  peakPerS,
  latencyPercentile(50),
  latencyPercentile(90),
  latencyPercentile(95),
  latencyPercentile(99),
  errorRate,
  timeoutRate,
  availability,
  sloBudgetLeft,
  burnRate,
  freshnessS,
  maxGapS,
  lateShare,
  costTotal,
  costPer1k,
  resourceUse('cpu', 'mean'),
  resourceUse('cpu', 'max'),
  resourceUse('memory', 'mean'),
  resourceUse('memory', 'max'),
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
  labelDelay(50),
  labelDelay(95),
  labelFromFutureShare,
  labelBias,
  orphanShare,
];

const BY_ID: ReadonlyMap<string, Metric> = new Map(METRICS.map((metric) => [metric.id, metric]));

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
  return BY_ID.get(id) ?? null;
}
