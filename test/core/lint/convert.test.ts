import assert from 'node:assert/strict';
import { readConfig } from '../../../src/core/config/parse.js';
import type { Monitor } from '../../../src/core/config/monitor.js';
import { convert } from '../../../src/core/lint/convert/convert.js';
import { AZURE, EVIDENTLY, NANNYML, WORKFLOW } from '../../../src/core/lint/rules/dialects/examples.js';
import { METRICS } from '../../../src/core/metrics/registry.js';

const DATABRICKS = `resources:
  quality_monitors:
    churn:
      table_name: \${var.catalog}.ml.predictions
      baseline_table_name: main.ml.training
      inference_log:
        granularities: [1 day]
        timestamp_col: scored_at
        prediction_col: predicted
        label_col: churned
        model_id_col: version
        problem_type: PROBLEM_TYPE_CLASSIFICATION
      schedule: { quartz_cron_expression: 0 0 8 * * ?, timezone_id: UTC }
    spend: { table_name: main.ml.spend, snapshot: {} }
`;

const SAGEMAKER = `Resources:
  Quality:
    Type: AWS::SageMaker::ModelQualityJobDefinition
    Properties:
      ModelQualityAppSpecification: { ProblemType: Regression }
      ModelQualityJobInput:
        EndpointInput: { EndpointName: !Ref Endpoint, InferenceAttribute: price }
        GroundTruthS3Input: { S3Uri: !Ref Truth }
  Data:
    Type: AWS::SageMaker::DataQualityJobDefinition
    Properties:
      DataQualityBaselineConfig: { StatisticsResource: { S3Uri: s3://tidewater/statistics.json } }
  Schedule:
    Type: AWS::SageMaker::MonitoringSchedule
    Properties:
      MonitoringScheduleConfig: { ScheduleConfig: { ScheduleExpression: cron(0 * ? * * *) } }
`;

/** The monitor that a converted text means; it must have no error. */
function converted(
  text: string,
  path = 'monitor.yaml',
): { readonly text: string; readonly monitor: Monitor } {
  const made = convert(path, text);
  assert.ok(made !== null);
  const { draft, document } = readConfig(made, METRICS);
  const errors = document.problems.filter(({ severity }) => severity === 'error');
  assert.deepEqual(errors, [], made);
  assert.ok(draft !== null && document.monitor !== null, made);
  assert.doesNotMatch(made, /TODO|undefined|null/);
  return { text: made, monitor: draft };
}

const metricsOf = ({ checks }: Monitor): string[] =>
  checks.map(({ family, metric }) => `${family} ${metric}`);

describe('a tidemark.yaml from another config', () => {
  it('carries over an Evidently service', () => {
    const { monitor } = converted(EVIDENTLY);
    assert.equal(monitor.model, 'churn');
    assert.deepEqual(monitor.logs.features, ['tenure', 'calls']);
    assert.equal(monitor.logs.columns.label, 'churned');
    assert.equal(monitor.logs.columns.prediction, 'predicted');
    assert.deepEqual(monitor.logs.reference, { kind: 'log', globs: ['data/reference.csv'] });
    assert.deepEqual(metricsOf(monitor), [
      'stability psi',
      'stability psi',
      'performance accuracy',
      'quality missing_share',
    ]);
  });

  it('keeps a check whose column nobody names as a comment', () => {
    const { text, monitor } = converted(
      'datasets:\n  bikes:\n    column_mapping: { target: cnt }\n    monitors: [regression_performance, num_target_drift]\nservice: { window_size: 5 }\n',
    );
    assert.equal(monitor.task, 'regression');
    assert.match(text, /# - \{ metric: mae \} as soon as the config names the prediction/);
    assert.match(text, /# Not carried over: `window_size`/);
    assert.deepEqual(metricsOf(monitor), ['quality missing_share']);
  });

  it('carries over NannyML with its labels and limits', () => {
    const { text, monitor } = converted(
      NANNYML.replace(
        'metrics: [roc_auc], chunk_size: 5000 }\nsch',
        'metrics: [roc_auc], thresholds: { roc_auc: { type: constant, lower: 0.8 } } }\nsch',
      ),
    );
    assert.deepEqual(monitor.logs.current, ['data/analysis.parquet']);
    assert.equal(monitor.logs.columns.id, 'customer');
    assert.equal(monitor.logs.columns.score, 'p_churn');
    assert.equal(monitor.feedback.labels?.label, 'churned');
    assert.deepEqual(metricsOf(monitor), [
      'stability js_distance',
      'performance roc_auc',
      'quality missing_share',
    ]);
    assert.match(text, /metric: roc_auc, alert: \{ below: 0\.8 \}/);
    assert.match(text, /# Not carried over: `cbpe`/);
  });

  it('carries over Azure ML, and says what its assets are to become', () => {
    const { text, monitor } = converted(AZURE);
    assert.equal(monitor.model, 'churn');
    assert.equal(monitor.owner, 'churn-team@tidewater.net');
    assert.match(text, /reference: logs\/reference\.parquet # an export of azureml:churn-training:1/);
    assert.match(text, /metric: js_distance, of: features, alert: \{ above: 0\.1 \}/);
    assert.match(text, /# {3}labels: \{ path: labels\/\*\.parquet, id: customer, label: churned/);
  });

  it('carries over a Databricks monitor with its table and columns', () => {
    const { text, monitor } = converted(DATABRICKS, 'databricks.yml');
    assert.deepEqual(
      [monitor.logs.columns.timestamp, monitor.logs.columns.version, monitor.logs.columns.label],
      ['scored_at', 'version', 'churned'],
    );
    assert.deepEqual(monitor.every, { kind: 'time', every: { count: 1, unit: 'd' } });
    assert.match(text, /# an export of main\.ml\.training/);
    assert.match(text, /# Not carried over: the monitors spend/);
    assert.ok(metricsOf(monitor).includes('performance accuracy'));
  });

  it('carries over SageMaker templates and parameter files', () => {
    const { text, monitor } = converted(SAGEMAKER, 'template.yml');
    assert.equal(monitor.task, 'regression');
    assert.equal(monitor.logs.columns.prediction, 'price');
    assert.match(text, /# every: 1h # as soon as/);
    const parameters = converted(
      '{"Parameters": {"EnableDataQualityMonitor": "yes", "EnableModelQualityMonitor": "yes", "GroundTruthInput": "s3://churn-labels/merged"}}',
      'prod-monitoring-schedule-config.json',
    );
    assert.match(parameters.text, /# an export of s3:\/\/churn-labels\/merged/);
  });

  it('says that it cannot, of anything else', () => {
    assert.equal(convert('ci.yml', WORKFLOW), null);
    assert.equal(convert('broken.yaml', 'a: [b'), null);
    assert.equal(convert('list.yaml', '- 1\n- 2\n'), null);
  });

  it('lets no name leave its line or its comment', () => {
    const hostile = '"x\\nmodel: y # </script> \\u202e"';
    const text = EVIDENTLY.replace('churn:', `${hostile}:`).replace('target: churned', `target: ${hostile}`);
    const { monitor } = converted(text);
    assert.match(monitor.model, /^x model: y/);
  });
});
