import type { RulePage } from '../../rule.js';
import { but } from '../example.js';
import * as from from './examples.js';

const WORKFLOW = '.github/workflows/monitor.yml';

/** Pages of what only the files of other tools can have wrong: their dialects find it. */
export const DIALECT_PAGES: readonly RulePage[] = [
  page('misplaced-key', 'TM001', 'error', 'A key stands where nothing reads it', {
    why: 'Some tools pass over keys they do not know without a word, so the setting is believed and does nothing.',
    file: 'nannyml.yaml',
    passes: from.NANNYML,
    triggers: `${from.NANNYML}chunker: { chunk_size: 5000 }\n`,
  }),
  page('old-form', 'TM002', 'warning', 'The file is written in an old form of the tool', {
    why: 'The current version reads another form; the old one is passed over, or refused at the next upgrade.',
    file: 'monitor.yaml',
    passes: from.AZURE,
    triggers: but(
      from.AZURE,
      '      reference_data:\n        input_data: { path: azureml:churn-training:1',
      '      baseline_dataset:\n        input_dataset: { path: azureml:churn-training:1',
    ),
  }),
  page('template-placeholder', 'TM004', 'warning', 'A placeholder of a template is left in', {
    why: 'A copied file looks configured, and watches the template author’s model or mails the author’s address.',
    file: 'monitor.yaml',
    passes: from.AZURE,
    triggers: but(from.AZURE, 'azureml:churn:blue', 'fake_endpoint_id'),
  }),
  page('monitoring-disabled', 'TM005', 'warning', 'Monitoring is switched off', {
    why: 'What is switched off for a day stays off for a year. Where that is meant, an ignore comment says why.',
    file: 'deployment.yaml',
    passes: from.DEPLOYMENT,
    triggers: from.DEPLOYMENT.replaceAll('"true"', '"false"'),
  }),
  page('delegated-monitoring', 'TM006', 'info', 'Monitoring is left to a script', {
    why: 'What a script watches cannot be read from a config, so its coverage is unknown, not missing.',
    file: WORKFLOW,
    passes: from.RECIPE,
    triggers: from.WORKFLOW,
  }),
  page('offline-performance-only', 'TM203', 'warning', 'Performance is checked before release only', {
    why: 'A model that was good on its test set may be bad on the world of today.',
    file: 'recipe.yaml',
    passes: from.RECIPE,
    triggers: `${from.RECIPE}  evaluate: { validation_criteria: [{ metric: f1_score, threshold: 0.8 }] }\n`,
    gap: 'performance',
  }),
  page('silence-unwatched', 'TM303', 'warning', 'Nothing fires when data stop arriving', {
    why: 'Most checks are quiet without data, so the worst failure of all looks like a calm day.',
    file: 'rules.yml',
    passes: from.RULES_FILE,
    triggers: but(from.RULES_FILE, ' or absent(predict_requests_total)', ''),
  }),
  page('constant-ratio', 'TM304', 'error', 'A ratio divides each series by itself', {
    why: 'Prometheus divides series whose labels are equal, so without `sum()` the share of errors is always 1.',
    file: 'rules.yml',
    passes: from.RULES_FILE,
    triggers: but(
      from.RULES_FILE,
      'sum(rate(predict_errors_total[5m])) / sum(rate(predict_requests_total[5m]))',
      'rate(predict_requests_total{code="500"}[5m]) / rate(predict_requests_total[5m])',
    ),
  }),
  page('incomplete-payload-log', 'TM403', 'warning', 'The payload log lacks what labels need', {
    why: 'Without the answers in the log, a label that comes later has nothing to be compared with.',
    file: 'service.yaml',
    passes: from.SERVICE,
    triggers: but(from.SERVICE, 'mode: all', 'mode: request'),
    fix: 'Writes `all`, so that answers are logged too.',
  }),
  page('ground-truth-differs', 'TM405', 'error', 'Labels are set in one environment and empty in another', {
    why: 'The template leaves out the jobs whose labels are empty, so one environment is watched and the other looks it.',
    file: 'config/prod.json',
    passes: from.SCHEDULES,
    triggers: but(from.SCHEDULES, 's3://churn-labels/merged', ''),
    beside: { 'config/staging.json': from.SCHEDULES },
  }),
  page('dangling-analyzer', 'TM502', 'error', 'An analyzer and its monitor do not find each other', {
    why: 'An analyzer that no monitor lists computes, finds, and tells nobody.',
    file: 'monitor.json',
    passes: from.WHYLABS,
    triggers: but(from.WHYLABS, '["drift", "nulls", "f1", "upload"]', '["drift", "nulls", "upload"]'),
  }),
  page('notification-cannot-run', 'TM505', 'error', 'A notification can never run because of drift', {
    why: 'After `continue-on-error` a job does not fail, so a step that waits for `failure()` waits for ever.',
    file: WORKFLOW,
    passes: from.WORKFLOW,
    triggers: but(from.WORKFLOW, "steps.drift.outcome == 'failure'", 'failure()'),
  }),
  page('receiver-will-not-load', 'TM506', 'error', 'A receiver will not load', {
    why: 'Alertmanager refuses a file with a field it does not know, so that nobody is told of anything.',
    file: 'alertmanager.yml',
    passes: from.ALERTMANAGER,
    triggers: but(from.ALERTMANAGER, 'headers: { Subject: Churn model }', 'subject: Churn model'),
  }),
  page('too-few-rows', 'TM704', 'warning', 'A window holds too few rows for a test', {
    why: 'With a handful of rows a test fires and rests by chance, and its alerts are soon ignored.',
    file: 'config.yaml',
    passes: from.EVIDENTLY,
    triggers: but(from.EVIDENTLY, 'window_size: 500', 'window_size: 5'),
  }),
  page('missing-schedule', 'TM705', 'warning', 'Nothing runs it regularly', {
    why: 'A monitor that runs when somebody thinks of it runs after the damage.',
    file: 'nannyml.yaml',
    passes: from.NANNYML,
    triggers: but(from.NANNYML, 'scheduling: { interval: { days: 1 } }\n', ''),
    gap: 'schedule',
  }),
  page('window-mismatch', 'TM706', 'error', 'Cadence, window and limits do not fit', {
    why: 'A job that may run longer than its slot is stopped before it has a result.',
    file: 'config/prod.json',
    passes: from.SCHEDULES,
    triggers: but(from.SCHEDULES, '"1800"', '"3300"'),
  }),
  page('unmapped-column', 'TM802', 'warning', 'A monitor needs a column that is not mapped', {
    why: 'The tool then looks for a column of a default name, and computes nothing where there is none.',
    file: 'config.yaml',
    passes: from.EVIDENTLY,
    triggers: but(from.EVIDENTLY, 'target: churned, prediction: predicted, ', ''),
  }),
  page('unused-mapping', 'TM803', 'warning', 'Labels and predictions are mapped and nothing compares them', {
    why: 'All that performance needs is there; one line more would measure it.',
    file: 'config.yaml',
    passes: from.EVIDENTLY,
    triggers: but(from.EVIDENTLY, ', classification_performance', ''),
  }),
  page('metric-not-exported', 'TM804', 'error', 'A rule asks for a series that nobody exports', {
    why: 'Prometheus takes an unknown series for an empty one, so the rule is quiet for ever.',
    file: 'rules.yml',
    passes: from.RULES_FILE,
    triggers: but(from.RULES_FILE, 'churn_model_accuracy <', 'churn_model_accuracy{job="chrun"} <'),
    beside: {
      'prometheus.yml':
        'rule_files: [rules.yml]\nalerting: { alertmanagers: [{ static_configs: [{ targets: ["alerts:9093"] }] }] }\nscrape_configs: [{ job_name: churn, static_configs: [{ targets: ["churn:8000"] }] }]\n',
    },
  }),
  page('secret-in-clear-text', 'TM901', 'error', 'A secret stands in clear text', {
    why: 'Everybody with the repository has the secret, and its history keeps it after it is removed.',
    file: 'alertmanager.yml',
    passes: from.ALERTMANAGER,
    triggers: but(
      from.ALERTMANAGER,
      '        headers:',
      '        auth_password: tide-and-time\n        headers:',
    ),
  }),
  page(
    'workflow-without-production',
    'TMC01',
    'warning',
    'A monitoring workflow does not look at production',
    {
      why: 'Without a schedule, or on a sample file, the workflow is green whatever happens outside.',
      file: WORKFLOW,
      passes: from.WORKFLOW,
      triggers: but(from.WORKFLOW, '  schedule:\n    - cron: "0 6 * * *"', '  workflow_dispatch:'),
    },
  ),
  page('drift-cannot-fail', 'TMC02', 'warning', 'Drift leaves no trace in the job', {
    why: 'Where errors are passed over and nothing reads the outcome, a job with drift is as green as one without.',
    file: WORKFLOW,
    passes: from.WORKFLOW,
    triggers: but(from.WORKFLOW, "steps.drift.outcome == 'failure'", 'always()'),
  }),
  page('untracked-baseline', 'TMC03', 'warning', 'The baseline is no dependency of the drift stage', {
    why: 'DVC runs a stage again when a dependency changes; a baseline that is none changes unnoticed.',
    file: 'dvc.yaml',
    passes: from.PIPELINE,
    triggers: but(from.PIPELINE, ', data/reference.csv]', ']'),
  }),
];

function page(
  code: string,
  id: string,
  severity: RulePage['severity'],
  title: string,
  rest: Pick<RulePage, 'why' | 'triggers' | 'passes' | 'file' | 'beside' | 'gap'> & { readonly fix?: string },
): RulePage {
  return { code, id, severity, title, fix: null, ...rest };
}
