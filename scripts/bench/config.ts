/** The job as a config: every column, every stability metric of the job, service and performance by the day. */
export function benchConfig(reference: string, current: string): string {
  const stability = ['psi', 'js_distance', 'tvd', 'chi2'].map(
    (metric) => `    - { metric: ${metric}, of: features }`,
  );
  const numeric = ['ks', 'wasserstein_normed'].map((metric) => `    - { metric: ${metric}, of: features }`);
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
${[...stability, ...numeric].join('\n')}
    - { metric: psi, of: score }
  performance:
    - { metric: roc_auc, alert: { below: 0.7 } }
    - { metric: accuracy }
    - { metric: log_loss }
  operations:
    - { metric: latency_p50_ms }
    - { metric: latency_p95_ms, alert: { above: 120 } }
    - { metric: latency_p99_ms }
    - { metric: error_rate, alert: { above: 0.01 } }
  quality:
    - { metric: missing_share, of: features, alert: { above: 0.05 } }
    - { metric: unseen_share, of: features, alert: { above: 0.05 } }
`;
}
