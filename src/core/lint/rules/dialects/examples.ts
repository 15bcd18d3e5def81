/* One file of each tool that every rule passes; the pages show what it looks like with one thing wrong. */

export const AZURE = `name: churn-monitor
trigger: { type: recurrence, frequency: day, interval: 1 }
create_monitor:
  monitoring_target: { ml_task: classification, endpoint_deployment_id: azureml:churn:blue }
  monitoring_signals:
    inputs:
      type: data_drift
      alert_enabled: true
      reference_data:
        input_data: { path: azureml:churn-training:1, type: mltable }
        data_context: training
      metric_thresholds: { numerical: { jensen_shannon_distance: 0.1 } }
    outputs: { type: prediction_drift, alert_enabled: true }
    quality: { type: data_quality, alert_enabled: true }
    accuracy:
      type: model_performance
      alert_enabled: true
      reference_data:
        input_data: { path: azureml:churn-labels:1, type: mltable }
        data_context: ground_truth
        data_column_names: { actual: churned, correlation_id: customer }
      metric_thresholds: { classification: { accuracy: 0.9 } }
  alert_notification: { emails: [churn-team@tidewater.net] }
`;

export const DEPLOYMENT = `name: blue
endpoint_name: churn
data_collector:
  collections:
    model_inputs: { enabled: "true" }
    model_outputs: { enabled: "true" }
`;

export const SCHEDULES = `{
  "Parameters": {
    "EnableDataQualityMonitor": "yes",
    "EnableModelQualityMonitor": "yes",
    "ModelQualityScheduleExpression": "cron(0 * ? * * *)",
    "ModelQualityMaxRuntimeInSeconds": "1800",
    "GroundTruthInput": "s3://churn-labels/merged"
  }
}
`;

export const NANNYML = `input:
  reference_data: { path: data/reference.parquet }
  analysis_data: { path: data/analysis.parquet }
  target_data: { path: data/labels.parquet, join_column: customer }
calculators:
  - type: univariate_drift
    params: { column_names: [tenure, calls, y_pred], chunk_size: 5000 }
  - type: missing_values
    params: { column_names: [tenure, calls], chunk_size: 5000 }
  - type: cbpe
    params: { y_pred_proba: p_churn, metrics: [roc_auc], chunk_size: 5000 }
  - type: performance
    params: { y_true: churned, metrics: [roc_auc], chunk_size: 5000 }
scheduling: { interval: { days: 1 } }
`;

export const EVIDENTLY = `datasets:
  churn:
    column_mapping: { target: churned, prediction: predicted, numerical_features: [tenure, calls] }
    reference_file: data/reference.csv
    monitors: [data_drift, cat_target_drift, data_quality, classification_performance]
service: { calculation_period_sec: 60, window_size: 500, moving_reference: false, use_reference: true }
`;

export const WHYLABS = `{
  "orgId": "org-1",
  "datasetId": "churn",
  "granularity": "daily",
  "entitySchema": { "columns": { "predicted": { "classifier": "output", "discreteness": "discrete" } } },
  "analyzers": [
    { "id": "drift", "schedule": { "type": "fixed", "cadence": "daily" },
      "targetMatrix": { "type": "column", "include": ["*", "group:output"] },
      "config": { "metric": "histogram", "type": "drift", "algorithm": "hellinger", "threshold": 0.5,
        "baseline": { "type": "Reference", "profileId": "ref-1" } } },
    { "id": "nulls", "config": { "metric": "count_null_ratio", "type": "fixed", "upper": 0.05 } },
    { "id": "f1", "config": { "metric": "classification.f1", "type": "fixed", "lower": 0.7 } },
    { "id": "upload", "config": { "metric": "secondsSinceLastUpload", "type": "fixed", "upper": 86400 } }
  ],
  "monitors": [
    { "id": "all", "analyzerIds": ["drift", "nulls", "f1", "upload"],
      "mode": { "type": "EVERY_ANOMALY", "filter": { "excludeColumns": ["noise"] } },
      "actions": [{ "type": "global", "target": "churn-team" }] }
  ]
}
`;

export const SERVICE = `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: { name: churn }
spec:
  predictor:
    logger: { mode: all, url: "https://log.tidewater.net/churn" }
    sklearn: { storageUri: "gs://tidewater-models/churn" }
`;

export const RULES_FILE = `groups:
  - name: churn-model
    rules:
      - alert: ChurnAccuracyLow
        expr: churn_model_accuracy < 0.7
        labels: { team: churn }
      - alert: ChurnErrorsHigh
        expr: sum(rate(predict_errors_total[5m])) / sum(rate(predict_requests_total[5m])) > 0.01
        labels: { team: churn }
      - alert: ChurnSilent
        expr: sum(rate(predict_requests_total[5m])) == 0 or absent(predict_requests_total)
        labels: { team: churn }
`;

export const ALERTMANAGER = `route: { receiver: churn-team }
receivers:
  - name: churn-team
    email_configs:
      - to: churn-team@tidewater.net
        headers: { Subject: Churn model }
`;

export const RECIPE = `recipe: classification/v1
target_col: churned
primary_metric: f1_score
steps:
  train: { using: custom }
`;

export const PIPELINE = `stages:
  evaluate:
    cmd: python src/evaluate.py
    metrics: [metrics.json]
  drift:
    cmd: python src/drift.py --reference data/reference.csv
    deps: [src/drift.py, data/reference.csv]
`;

export const WORKFLOW = `name: Model monitoring
on:
  schedule:
    - cron: "0 6 * * *"
jobs:
  drift:
    runs-on: ubuntu-latest
    steps:
      - id: drift
        name: Check data drift of the model
        continue-on-error: true
        run: make drift
      - name: Tell the team
        if: steps.drift.outcome == 'failure'
        uses: slackapi/slack-github-action@v2
`;
