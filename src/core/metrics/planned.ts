import type { Family, Task } from '../config/monitor.js';

/** A metric that is defined (definitions.md) but not computed by this version. */
export interface PlannedMetric {
  readonly id: string;
  readonly family: Family;
  readonly subject: 'column' | 'slice';
  /** Tasks it makes sense for; null = all. */
  readonly tasks: readonly Task[] | null;
}

const CLASSES: readonly Task[] = ['binary', 'multiclass'];
const BINARY: readonly Task[] = ['binary'];
const MULTICLASS: readonly Task[] = ['multiclass'];
const REGRESSION: readonly Task[] = ['regression'];
const RANKING: readonly Task[] = ['ranking'];

/**
 * Every metric of definitions.md, sections 3 to 7. Those that the registry computes are described there;
 * of the others this is all that is known, enough to accept them with a warning and to say where they belong.
 */
export const PLANNED_METRICS: readonly PlannedMetric[] = [
  ...planned('stability', 'column', null, [
    'psi',
    'kl',
    'js_distance',
    'hellinger',
    'tvd',
    'l_infinity',
    'ks',
    'wasserstein',
    'wasserstein_normed',
    'energy_distance',
    'cramer_von_mises',
    'anderson_darling',
    'chi2',
    'cramers_v',
    'mean_shift',
  ]),
  ...planned('stability', 'slice', null, ['domain_classifier', 'pca_reconstruction', 'correlation_shift']),
  ...planned(
    'stability',
    'slice',
    ['binary', 'multiclass', 'regression'],
    ['concept_shift', 'adwin', 'page_hinkley'],
  ),
  ...planned('stability', 'slice', CLASSES, ['ddm']),
  ...planned('performance', 'slice', CLASSES, ['accuracy', 'log_loss']),
  ...planned('performance', 'slice', BINARY, [
    'precision',
    'recall',
    'specificity',
    'npv',
    'fpr',
    'fnr',
    'f1',
    'mcc',
    'balanced_accuracy',
    'roc_auc',
    'average_precision',
    'brier',
    'ece',
  ]),
  ...planned('performance', 'slice', MULTICLASS, [
    'macro_precision',
    'macro_recall',
    'macro_f1',
    'weighted_f1',
    'roc_auc_ovr',
  ]),
  ...planned('performance', 'slice', REGRESSION, [
    'mae',
    'mse',
    'rmse',
    'bias',
    'median_ae',
    'r2',
    'mape',
    'wape',
  ]),
  ...planned('performance', 'slice', RANKING, [
    'ndcg_at_k',
    'map_at_k',
    'mrr',
    'hit_rate_at_k',
    'precision_at_k',
    'recall_at_k',
  ]),
  ...planned('performance', 'slice', CLASSES, ['estimated_accuracy', 'estimated_log_loss']),
  ...planned('performance', 'slice', BINARY, [
    'estimated_roc_auc',
    'estimated_average_precision',
    'estimated_precision',
    'estimated_recall',
    'estimated_specificity',
    'estimated_f1',
    'estimated_brier',
  ]),
  ...planned('performance', 'slice', MULTICLASS, [
    'estimated_roc_auc_ovr',
    'estimated_macro_precision',
    'estimated_macro_recall',
    'estimated_macro_f1',
  ]),
  ...planned('performance', 'slice', REGRESSION, [
    'estimated_mae',
    'estimated_mse',
    'estimated_rmse',
    'estimated_mape',
  ]),
  ...planned('operations', 'slice', null, [
    'requests',
    'throughput_per_s',
    'peak_per_s',
    'latency_p50_ms',
    'latency_p90_ms',
    'latency_p95_ms',
    'latency_p99_ms',
    'error_rate',
    'timeout_rate',
    'availability',
    'slo_budget_left',
    'burn_rate',
    'freshness_s',
    'max_gap_s',
    'late_share',
    'cost_total',
    'cost_per_1k',
    'cpu_mean',
    'cpu_max',
    'memory_mean',
    'memory_max',
  ]),
  ...planned('quality', 'column', null, [
    'missing_share',
    'non_finite_share',
    'unseen_share',
    'out_of_range_share',
    'type_mismatch_share',
    'constant',
  ]),
  ...planned('quality', 'slice', null, [
    'malformed_share',
    'duplicate_share',
    'schema_change',
    'row_count_change',
    'future_timestamps',
  ]),
  ...planned('feedback', 'slice', null, [
    'label_coverage',
    'label_delay_p50',
    'label_delay_p95',
    'label_from_future_share',
    'label_bias',
    'orphan_share',
  ]),
];

function planned(
  family: Family,
  subject: 'column' | 'slice',
  tasks: readonly Task[] | null,
  ids: readonly string[],
): PlannedMetric[] {
  return ids.map((id) => ({ id, family, subject, tasks }));
}
