import type { Conversion } from './conversion.js';

/** Drift metrics of other tools that measure the same as ours, on the same scale. */
const DRIFT: Readonly<Record<string, string>> = {
  population_stability_index: 'psi',
  psi: 'psi',
  jensen_shannon_distance: 'js_distance',
  jensen_shannon: 'js_distance',
  js_distance: 'js_distance',
  kolmogorov_smirnov: 'ks',
  ks_statistic: 'ks',
  normalized_wasserstein_distance: 'wasserstein_normed',
  wasserstein: 'wasserstein',
  hellinger: 'hellinger',
  l_infinity: 'l_infinity',
  l_infinity_distance: 'l_infinity',
  tv_distance: 'tvd',
};

/** Performance metrics by task; what a task does not have is not carried over. */
const PERFORMANCE: Readonly<
  Record<'binary' | 'multiclass' | 'regression', Readonly<Record<string, string>>>
> = {
  binary: {
    accuracy: 'accuracy',
    precision: 'precision',
    recall: 'recall',
    f1: 'f1',
    f1_score: 'f1',
    specificity: 'specificity',
    roc_auc: 'roc_auc',
    auc: 'roc_auc',
    average_precision: 'average_precision',
    log_loss: 'log_loss',
  },
  multiclass: {
    accuracy: 'accuracy',
    precision: 'macro_precision',
    recall: 'macro_recall',
    f1: 'macro_f1',
    f1_score: 'macro_f1',
    log_loss: 'log_loss',
  },
  regression: {
    mae: 'mae',
    mean_absolute_error: 'mae',
    mse: 'mse',
    mean_squared_error: 'mse',
    rmse: 'rmse',
    root_mean_squared_error: 'rmse',
    r2: 'r2',
    r2_score: 'r2',
    mape: 'mape',
  },
};

const QUALITY: Readonly<Record<string, string>> = {
  null_value_rate: 'missing_share',
  missing_values: 'missing_share',
  out_of_bounds_rate: 'out_of_range_share',
  data_type_error_rate: 'type_mismatch_share',
  unseen_values: 'unseen_share',
};

/** Our name of another tool's drift metric; null where there is none on the same scale. */
export function driftMetric(name: string): string | null {
  return DRIFT[name] ?? null;
}

/** Our name of another tool's data-quality metric; null where there is none. */
export function qualityMetric(name: string): string | null {
  return QUALITY[name] ?? null;
}

/** Our name of another tool's performance metric for a task; null where there is none. */
export function performanceMetric(name: string, task: Conversion['task']): string | null {
  return PERFORMANCE[task ?? 'binary'][name.toLowerCase()] ?? null;
}

/** What performance is first measured by. */
export function firstMetric(task: Conversion['task']): string {
  return task === 'regression' ? 'mae' : 'accuracy';
}

/** The limit of a performance metric on its bad side. */
export function limitText(metric: string, value: number): string {
  return /^(mae|mse|rmse|mape|log_loss)$/.test(metric) ? `{ above: ${value} }` : `{ below: ${value} }`;
}
