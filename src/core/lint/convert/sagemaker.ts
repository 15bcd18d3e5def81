import type { Cursor } from '../source/cursor.js';
import {
  emptyConversion,
  INPUT_DRIFT,
  INPUT_QUALITY,
  type Conversion,
  type ConvertedCheck,
  type ConvertedRole,
  type Converter,
} from './conversion.js';
import { firstMetric } from './metric-names.js';

const JOB = /^AWS::SageMaker::(DataQuality|ModelQuality|ModelBias|ModelExplainability)JobDefinition$/;

/** SageMaker: a CloudFormation template with jobs or schedules, or the parameter file of one. */
export const fromSagemaker: Converter = {
  tool: 'SageMaker',
  convert(source) {
    for (const root of source.documents) {
      const found = template(root) ?? parameters(root);
      if (found !== null) return found;
    }
    return null;
  },
};

function template(root: Cursor): Conversion | null {
  const resources = root.get('Resources').entries();
  const jobs = resources.filter((one) => JOB.test(one.get('Type').text ?? ''));
  const schedules = resources.filter((one) => one.get('Type').text === 'AWS::SageMaker::MonitoringSchedule');
  if (jobs.length + schedules.length === 0) return null;
  const kind = (name: string): Cursor | undefined =>
    jobs.find((one) => one.get('Type').text === `AWS::SageMaker::${name}JobDefinition`)?.get('Properties');
  const quality = kind('ModelQuality');
  const data = kind('DataQuality');
  const input = quality?.get('ModelQualityJobInput');
  const endpoint = input?.get('EndpointInput') ?? data?.get('DataQualityJobInput', 'EndpointInput');
  const task = taskOf(quality?.get('ModelQualityAppSpecification', 'ProblemType').text ?? null);
  const columns: Partial<Record<ConvertedRole, string>> = {};
  for (const [role, key] of [
    ['prediction', 'InferenceAttribute'],
    ['score', 'ProbabilityAttribute'],
  ] as const) {
    const at = endpoint?.get(key);
    if (at?.text && !at.isUnknown) columns[role] = at.text;
  }
  const inline = schedules[0]?.get('Properties', 'MonitoringScheduleConfig');
  const baseline =
    data?.get('DataQualityBaselineConfig') ?? inline?.get('MonitoringJobDefinition', 'BaselineConfig');
  const name = endpoint?.get('EndpointName');
  const checks: ConvertedCheck[] = [];
  if (data !== undefined || quality === undefined) checks.push(INPUT_DRIFT, INPUT_QUALITY);
  if (quality !== undefined) checks.push({ family: 'performance', metric: firstMetric(task) });
  const truth = input?.get('GroundTruthS3Input', 'S3Uri');
  return {
    ...emptyConversion('SageMaker', known(name)),
    task,
    current: 'the data capture of the endpoint',
    reference: baseline?.exists === true ? 'the data that the baseline was computed from' : null,
    columns,
    every: everyOf(inline?.get('ScheduleConfig', 'ScheduleExpression').text ?? null),
    labels:
      truth?.exists === true
        ? { path: known(truth) ?? 'the ground truth in S3', id: null, label: null }
        : null,
    checks,
    notes: [
      ...jobs
        .filter((one) => /Bias|Explain/.test(one.get('Type').text ?? ''))
        .map((one) => `the job \`${one.name}\` (bias and explanations).`),
      'features and columns: the template names none. The constraints file of the baseline has them.',
      'schedules and alarms: a CI job or cron runs `tidemark check`.',
    ],
  };
}

function parameters(root: Cursor): Conversion | null {
  const values = root.get('Parameters');
  if (!values.has('EnableModelQualityMonitor')) return null;
  const on = (key: string): boolean => /^(yes|true)$/i.test(values.get(key).text ?? '');
  const truth = values.get('GroundTruthInput');
  const task = taskOf(values.first('ModelQualityProblemType', 'ProblemType').text);
  const checks: ConvertedCheck[] = [];
  if (on('EnableDataQualityMonitor')) checks.push(INPUT_DRIFT, INPUT_QUALITY);
  if (on('EnableModelQualityMonitor')) checks.push({ family: 'performance', metric: firstMetric(task) });
  const columns: Partial<Record<ConvertedRole, string>> = {};
  const predicted = values.first('ModelQualityInferenceAttribute', 'InferenceAttribute').text;
  if (predicted !== null && predicted !== '') columns.prediction = predicted;
  return {
    ...emptyConversion('SageMaker', known(values.first('EndpointName', 'SageMakerProjectName', 'ModelName'))),
    task,
    current: 'the data capture of the endpoint',
    reference: 'the data that the baseline was computed from',
    columns,
    every: everyOf(values.first('DataQualityScheduleExpression', 'ModelQualityScheduleExpression').text),
    labels: truth.isFilled ? { path: truth.text ?? '', id: null, label: null } : null,
    checks,
    notes: [
      ...['EnableModelBiasMonitor', 'EnableModelExplainabilityMonitor'].flatMap((key) =>
        on(key) ? [`\`${key}\`.`] : [],
      ),
      'schedules and run-time limits: a CI job or cron runs `tidemark check`.',
    ],
  };
}

function known(at: Cursor | undefined): string | null {
  return at === undefined || at.isUnknown ? null : at.text;
}

function taskOf(type: string | null): Conversion['task'] {
  if (type === null) return null;
  if (/regression/i.test(type)) return 'regression';
  return /multi/i.test(type) ? 'multiclass' : 'binary';
}

/** `cron(0 * ? * * *)` runs every hour, `cron(0 8 ? * * *)` every day. */
function everyOf(expression: string | null): string | null {
  const fields = /^cron\((.*)\)$/.exec(expression ?? '')?.[1]?.split(/\s+/);
  if (fields === undefined) return null;
  return fields[1] === '*' ? '1h' : '1d';
}
