import type { ModelTask } from './reading.js';

/** What is known of a metric by its name, in whatever tool. */
export interface MetricFacts {
  readonly better: 'higher' | 'lower';
  readonly range: readonly [number, number];
  /** Whether people write it in percent too. */
  readonly share: boolean;
  /** Alert limits outside of this are unusual; null where any is usual. */
  readonly usual: readonly [number, number] | null;
  /** The only task it makes sense for; null = any. */
  readonly task: ModelTask | null;
}

const INFINITE = Number.POSITIVE_INFINITY;

const score = (task: ModelTask | null): MetricFacts => ({
  better: 'higher',
  range: [0, 1],
  share: true,
  usual: null,
  task,
});
const loss = (task: ModelTask | null): MetricFacts => ({
  better: 'lower',
  range: [0, INFINITE],
  share: false,
  usual: null,
  task,
});
const distance = (usual: readonly [number, number] | null): MetricFacts => ({
  better: 'lower',
  range: [0, 1],
  share: false,
  usual,
  task: null,
});

/** Names are compared as whole words: `model_f1_score` has f1, `f1tenth` has not. */
const FACTS: readonly (readonly [RegExp, MetricFacts])[] = [
  [
    /(^|_)(r2|r2_score|r_squared)(_|$)/,
    { better: 'higher', range: [-INFINITE, 1], share: false, usual: null, task: 'regression' },
  ],
  [/(^|_)(mape|wape)(_|$)/, loss('regression')],
  [
    /(^|_)(rmse|mae|mse|root_mean_squared_error|mean_absolute_error|mean_squared_error)(_|$)/,
    loss('regression'),
  ],
  [/(^|_)(log_loss|logloss|brier)(_|$)/, loss('classification')],
  [
    /(^|_)(accuracy|f1|f1_score|auc|roc_auc|pr_auc|auroc|precision|recall|specificity|balanced_accuracy)(_|$)/,
    score('classification'),
  ],
  [/(^|_)(ndcg|normalized_discounted_cumulative_gain|mrr)(_|$)/, score(null)],
  [
    /(^|_)(psi|population_stability_index)(_|$)/,
    { better: 'lower', range: [0, INFINITE], share: false, usual: [0.02, 0.5], task: null },
  ],
  [/(^|_)(js|jensen_?shannon)(_|$)/, distance([0.005, 0.6])],
  [/(^|_)hellinger(_|$)/, distance([0.02, 0.8])],
  [
    /(^|_)(null|missing|out_of_bounds|null_value|missing_data|error)_?(value_)?(rate|ratio|share|fraction)(_|$)/,
    { better: 'lower', range: [0, 1], share: true, usual: null, task: null },
  ],
  [
    /^(sample_?rate|sampling_rate|drift_share)$/,
    { better: 'higher', range: [0, 1], share: true, usual: null, task: null },
  ],
];

/** Words that turn a metric round, or make another number of it. */
const DERIVED =
  /drop|decrease|decline|degrad|delta|diff|change|loss_of|drift|_std|variance|deviation|ratio_of|increase|count|total|seconds|baseline/;

/** What is known of a metric; null where the name tells nothing for sure. */
export function factsOf(name: string): MetricFacts | null {
  const plain = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[-.\s:]+/g, '_')
    .toLowerCase();
  const found = FACTS.find(([pattern]) => pattern.test(plain))?.[1] ?? null;
  if (found === null) return null;
  const judging = found.task !== null || plain.includes('error_rate');
  return judging && DERIVED.test(plain) ? null : found;
}
