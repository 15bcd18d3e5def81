/** The config of the design, verbatim: every key it shows must be read. */
export const DESIGN_EXAMPLE = `version: 1
model: flight-delay
task: binary                     # binary | multiclass | regression | ranking
positive: 1                      # default: the larger label
seed: 1
owner: ops-ml@example.org
logs:
  current: logs/scored-*.parquet # globs; csv, tsv, json, ndjson, parquet, arrow; .gz .zst
  reference: logs/training.parquet        # situation (a); or situation (b):  reference: { window: 28d }
  columns: { id: flight_id, timestamp: scheduled_at, version: model_version, score: p_delayed, prediction: predicted, latency_ms: latency_ms, status: status }   # also label (where the log itself has it), logged, cost, resource: [..]
  features: [origin, destination, traffic, backlog, distance, hour, weekday]     # default: every column without a role (definitions.md, 1)
  categorical: [weekday]         # numerics to treat as categories
  threshold: 0.5                 # score -> prediction where no prediction column is named
  errors: [error, timeout, failed]   # besides status >= 500
  timeouts: [408, 504, timeout]
  grace: 1h
every: 1w                        # chunk
segments: [origin]               # shown by segment: a column, or { column: distance, edges: [500, 1500] }
feedback:
  labels: { path: labels/*.csv, id: flight_id, label: delayed, received: labelled_at, matures: 3d }
  review: { path: review/flight-delay.ndjson, sample: 50 }
  hooks:
    - { on: alert, webhook: "\${TIDEMARK_WEBHOOK}" }
    - { on: alert, command: "make retrain" }
checks:
  stability:
    - { metric: psi, of: features, warn: 0.1, alert: 0.25 }    # CSI
    - { metric: psi, of: score, warn: 0.1, alert: 0.25 }
  performance:
    - { metric: roc_auc, alert: { below: 0.70 } }
    - { metric: roc_auc, segment: origin, min_rows: 1000, alert: { below: 0.62 } }   # judged for each value
    - { metric: estimated_roc_auc, alert: { below: 0.70 } }
  operations:
    - { metric: burn_rate }
    - { metric: latency_p95_ms, alert: { above: 120 } }
    - { metric: error_rate, alert: { above: 0.01 } }
  quality:
    - { metric: missing_share, of: features, alert: { above: 0.05 } }
  feedback:
    - { metric: label_coverage, alert: { below: 0.80 } }
slo: { objective: 0.999, window: 30d }
alerts: { for: 2, cooldown: 1w, false_discovery_rate: 0.05 }
`;
