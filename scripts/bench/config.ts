const STABILITY = ['psi', 'js_distance', 'tvd', 'chi2', 'ks', 'wasserstein_normed'];
const QUALITY = ['missing_share', 'unseen_share'];

/** What a class can be asked; the features are asked everything that applies to them. */
const OF_CLASSES = ['psi', 'js_distance', 'tvd', 'chi2', 'missing_share', 'unseen_share'];
const OF_SCORES = [...STABILITY, 'missing_share'];

/**
 * The job as a config: drift and quality of every numeric and categorical column, operations and performance. Chunks of
 * a day give performance by the day; the operations of such a log are told by the hour. Drift is asked of the window, as
 * of the baselines, or (`drift: 'days'`) of each of its days and of the reference's too.
 */
export function benchConfig(reference: string, current: string, drift: 'window' | 'days' = 'window'): string {
  const every = drift === 'window' ? ', every: window' : '';
  const checks = (metrics: readonly string[]): string =>
    metrics
      .flatMap((metric) => [
        `    - { metric: ${metric}, of: features${every} }`,
        ...(OF_SCORES.includes(metric) ? [`    - { metric: ${metric}, of: score${every} }`] : []),
        ...(OF_CLASSES.includes(metric) ? [`    - { metric: ${metric}, of: prediction${every} }`] : []),
      ])
      .join('\n');
  return `version: 1
model: bench
task: binary
positive: 1
logs:
  reference: ${reference}
  current: ${current}
  columns: { id: request_id, timestamp: scored_at, version: model_version, score: score, prediction: prediction, label: label, latency_ms: latency_ms, status: status }
  features: [n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11, n12, c1, c2, c3, c4, c5, c6]
every: 1d
checks:
  stability:
${checks(STABILITY)}
  performance:
    - { metric: roc_auc, alert: { below: 0.7 } }
    - { metric: accuracy }
    - { metric: log_loss }
  operations:
    - { metric: requests }
    - { metric: throughput_per_s }
    - { metric: latency_p50_ms }
    - { metric: latency_p95_ms, alert: { above: 120 } }
    - { metric: latency_p99_ms }
    - { metric: error_rate, alert: { above: 0.01 } }
  quality:
${checks(QUALITY)}
`;
}
