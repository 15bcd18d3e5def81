/** A config that every rule passes; the pages of the rules show what it looks like with one thing missing. */
export const COMPLETE = `version: 1
model: churn
task: binary
owner: churn-team
logs:
  current: logs/scored-*.csv
  reference: logs/training.csv
  columns: { id: customer, timestamp: scored_at, score: p_churn, latency_ms: took_ms, status: status }
  features: [plan, tenure, calls]
every: 1w
feedback:
  labels: { path: labels/*.csv, id: customer, label: churned, matures: 7d }
  hooks:
    - { on: alert, webhook: "\${TIDEMARK_WEBHOOK}" }
checks:
  stability:
    - { metric: psi, of: features, warn: 0.1, alert: 0.25 }
    - { metric: psi, of: score, warn: 0.1, alert: 0.25 }
  performance:
    - { metric: roc_auc, alert: { below: 0.7 } }
  operations:
    - { metric: latency_p95_ms, alert: { above: 200 } }
    - { metric: error_rate, alert: { above: 0.01 } }
  quality:
    - { metric: missing_share, of: features, alert: { above: 0.05 } }
`;

/** The complete config with `from` written as `to`. */
export function completeBut(from: string, to: string): string {
  return but(COMPLETE, from, to);
}

/** An example with `from` written as `to`. */
export function but(example: string, from: string, to: string): string {
  if (!example.includes(from)) throw new Error(`The example has no ${JSON.stringify(from)}.`);
  return example.replace(from, () => to);
}
