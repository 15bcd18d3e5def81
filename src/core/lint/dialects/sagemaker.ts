import { cell, draft, raise, type Dialect, type Draft } from '../reading.js';
import type { Cursor } from '../source/cursor.js';
import { readParameters } from './sagemaker-parameters.js';
import { checkCron, HOURLY_LIMIT_S } from './sagemaker-schedule.js';

const SCHEDULE = 'AWS::SageMaker::MonitoringSchedule';
const DEFINITION = /^AWS::SageMaker::(DataQuality|ModelQuality|ModelBias|ModelExplainability)JobDefinition$/;

/** SageMaker Model Monitor: CloudFormation templates, and the parameter files of the MLOps template. */
export const sagemaker: Dialect = {
  name: 'sagemaker',
  hints: [/AWS::SageMaker::(MonitoringSchedule|\w+JobDefinition)|EnableModelQualityMonitor/],
  read(source) {
    for (const root of source.documents) {
      const parameters = root.get('Parameters');
      if (parameters.has('EnableModelQualityMonitor') && !root.has('Resources')) return readParameters(root);
      const resources = root.get('Resources').entries();
      if (resources.some((resource) => isMonitoring(typeOf(resource)))) return readTemplate(root, resources);
    }
    return null;
  },
};

function typeOf(resource: Cursor): string {
  return resource.get('Type').text ?? '';
}

function isMonitoring(type: string): boolean {
  return type === SCHEDULE || DEFINITION.test(type);
}

function readTemplate(root: Cursor, resources: readonly Cursor[]): Draft {
  const monitoring = resources.filter((resource) => isMonitoring(typeOf(resource)));
  const reading = draft('sagemaker', monitoring[0] ?? root, { primary: true });
  reading.advice = {
    data_drift: 'Add a `DataQualityJobDefinition` with a schedule.',
    prediction_drift: 'Capture `Output` too, and monitor it with a `DataQualityJobDefinition`.',
    data_quality: 'Add a `DataQualityJobDefinition` with a schedule.',
    performance: 'Add a `ModelQualityJobDefinition` with `ModelQualityJobInput.GroundTruthS3Input`.',
    ground_truth: 'Write labels to S3 and name them as `ModelQualityJobInput.GroundTruthS3Input.S3Uri`.',
    alerting: 'Add a CloudWatch alarm with `AlarmActions`, or an EventBridge rule with a target.',
    baseline: 'Run a baseline job and name its `ConstraintsResource` and `StatisticsResource`.',
    schedule: 'Add an `AWS::SageMaker::MonitoringSchedule`.',
    payload_logging: 'Add `DataCaptureConfig` with `EnableCapture: true` to the endpoint configuration.',
  };
  const captured = capture(resources, reading);
  for (const resource of monitoring) readMonitoring(resource, captured, reading);
  alarms(resources, reading);
  for (const item of [
    'data_drift',
    'prediction_drift',
    'data_quality',
    'performance',
    'ground_truth',
    'baseline',
  ] as const) {
    raise(reading, item, cell('missing', 'No monitoring job of the template does it'));
  }
  if (!monitoring.some((resource) => typeOf(resource) === SCHEDULE)) {
    raise(reading, 'schedule', cell('missing', 'No MonitoringSchedule runs the jobs'));
  }
  raise(reading, 'operations', cell('missing', 'No alarm watches the endpoint'));
  raise(reading, 'alerting', cell('missing', 'The template has no alarm'));
  return reading;
}

/** Reads the data capture; says whether outputs are captured, where that is known. */
function capture(resources: readonly Cursor[], reading: Draft): boolean | null {
  const configs = resources.filter((resource) => typeOf(resource) === 'AWS::SageMaker::EndpointConfig');
  if (configs.length === 0) return null;
  let outputs = false;
  for (const config of configs) {
    const body = config.get('Properties', 'DataCaptureConfig');
    if (!body.exists) {
      raise(
        reading,
        'payload_logging',
        cell('missing', 'The endpoint configuration captures no data', config.keyMark),
      );
      continue;
    }
    const modes = body
      .get('CaptureOptions')
      .items()
      .map((option) => option.get('CaptureMode').text);
    const enabled = body.get('EnableCapture').flag !== false;
    const out = modes.some((mode) => mode === 'Output' || mode === 'InputAndOutput');
    outputs ||= enabled && out;
    const at = body.keyMark;
    if (!enabled) {
      raise(
        reading,
        'payload_logging',
        cell('partial', 'Data capture is switched off', body.get('EnableCapture').mark),
      );
      reading.remarks.push({
        code: 'monitoring-disabled',
        message:
          'Data capture is switched off, so the monitors have nothing to read. Write `EnableCapture: true`.',
        at: body.get('EnableCapture').mark,
      });
    } else raise(reading, 'payload_logging', cell('configured', 'The endpoint captures its requests', at));
    if (enabled && modes.length > 0 && !out) {
      reading.remarks.push({
        code: 'incomplete-payload-log',
        message:
          'Only `Input` is captured, so no prediction can be compared or joined with a label. Add `- CaptureMode: Output` to `CaptureOptions`.',
        at: body.get('CaptureOptions').keyMark,
      });
    }
  }
  return outputs;
}

function readMonitoring(resource: Cursor, captured: boolean | null, reading: Draft): void {
  const properties = resource.get('Properties');
  const schedule = properties.get('MonitoringScheduleConfig');
  const inline = schedule.get('MonitoringJobDefinition');
  const type = DEFINITION.exec(typeOf(resource))?.[1] ?? schedule.get('MonitoringType').text;
  if (typeOf(resource) === SCHEDULE) {
    const expression = schedule.get('ScheduleConfig', 'ScheduleExpression');
    raise(
      reading,
      'schedule',
      expression.isFilled
        ? cell('configured', 'The schedule says when it runs', expression.mark)
        : cell('missing', 'The schedule has no expression', resource.keyMark),
    );
    checkCron(expression, reading);
    if (!inline.exists) return;
  }
  const at = resource.keyMark;
  if (type === 'DataQuality' || (type === null && inline.exists)) {
    raise(
      reading,
      'data_drift',
      cell('configured', 'A data quality job compares inputs with the baseline', at),
    );
    raise(reading, 'data_quality', cell('configured', 'A data quality job checks them', at));
    if (captured !== false)
      raise(
        reading,
        'prediction_drift',
        cell('default', 'The data quality job looks at the captured outputs too', at),
      );
  } else if (type === 'ModelQuality') {
    raise(reading, 'performance', cell('configured', 'A model quality job measures it', at));
    modelQuality(properties, reading);
  }
  baseline(inline.exists ? inline : properties, at, reading);
}

function modelQuality(properties: Cursor, reading: Draft): void {
  const input = properties.get('ModelQualityJobInput');
  const truth = input.get('GroundTruthS3Input', 'S3Uri');
  if (truth.isFilled) {
    raise(reading, 'ground_truth', cell('configured', 'The job joins labels from S3', truth.mark));
    const endpoint = input.get('EndpointInput');
    if (endpoint.exists && !endpoint.has('StartTimeOffset') && !endpoint.has('EndTimeOffset')) {
      reading.remarks.push({
        code: 'undeclared-label-delay',
        message:
          'The job does not say how late labels come, so hours whose labels are still on their way are judged as they are. Add `StartTimeOffset` and `EndTimeOffset`, such as `-P1D` and `-PT1H`.',
        at: endpoint.keyMark,
      });
    }
  } else if (truth.exists || input.exists) {
    raise(reading, 'ground_truth', cell('partial', 'The job names no place for labels', input.keyMark));
    reading.remarks.push({
      code: 'unusable-ground-truth',
      message:
        'The model quality job names no `GroundTruthS3Input.S3Uri`, so it has no label to compare with.',
      at: truth.exists ? truth.mark : input.keyMark,
    });
  }
  const problem = properties.get('ModelQualityAppSpecification', 'ProblemType').text ?? '';
  reading.task = /Regression/i.test(problem)
    ? 'regression'
    : /Classification/i.test(problem)
      ? 'classification'
      : reading.task;
  const runtime = properties.get('StoppingCondition', 'MaxRuntimeInSeconds');
  if (runtime.number !== null && runtime.number > HOURLY_LIMIT_S) {
    reading.remarks.push({
      code: 'window-mismatch',
      severity: 'warning',
      message: `A model quality job that runs hourly may take ${HOURLY_LIMIT_S} s at most, because the merge of the labels shares its hour; here it is ${runtime.number}. Lower \`MaxRuntimeInSeconds\`, unless the schedule is daily.`,
      at: runtime.mark,
    });
  }
}

function baseline(definition: Cursor, at: Draft['anchor'], reading: Draft): void {
  const config = definition.entries().find(({ name }) => /BaselineConfig$/.test(name));
  const named =
    config !== undefined &&
    ['ConstraintsResource', 'StatisticsResource', 'BaseliningJobName'].some(
      (key) => config.get(key).isFilled,
    );
  raise(
    reading,
    'baseline',
    named
      ? cell('configured', 'The job names its constraints and statistics', config.keyMark)
      : cell('missing', 'The job names no baseline', at),
  );
}

function alarms(resources: readonly Cursor[], reading: Draft): void {
  for (const resource of resources) {
    const type = typeOf(resource);
    const properties = resource.get('Properties');
    if (type === 'AWS::SageMaker::MonitoringScheduleAlert') continue;
    if (
      type === 'AWS::Events::Rule' &&
      properties.get('Targets').isFilled &&
      mentionsMonitoring(properties)
    ) {
      raise(reading, 'alerting', cell('configured', 'An EventBridge rule has a target', resource.keyMark));
    }
    if (type !== 'AWS::CloudWatch::Alarm') continue;
    const told = ['AlarmActions', 'InsufficientDataActions'].some((key) => properties.get(key).isFilled);
    const metric = properties.get('MetricName').text ?? '';
    const space = properties.get('Namespace').text ?? '';
    const operational = /Error|Latency|5XX|4XX|Invocation/i.test(metric) && !/data-metrics/.test(space);
    const item = operational ? 'operations' : 'alerting';
    const at = resource.keyMark;
    raise(
      reading,
      item,
      told
        ? cell('configured', `The alarm \`${resource.name}\` has an action`, at)
        : cell('partial', `The alarm \`${resource.name}\` has no \`AlarmActions\``, at),
    );
    if (!told && operational && usedByDeployment(resource.name, resources)) continue;
    if (!told) {
      reading.remarks.push({
        code: 'alert-reaches-nobody',
        message: `The alarm \`${resource.name}\` has no \`AlarmActions\`, so it turns red and reaches nobody. Add the ARN of a topic that somebody reads.`,
        at,
      });
    }
  }
}

/** A deployment that rolls back on an alarm hears it, though no person does. */
function usedByDeployment(name: string, resources: readonly Cursor[]): boolean {
  return resources.some((resource) => {
    const preference = resource.get('Properties', 'DeploymentPreference', 'Alarms');
    return preference.items().some((alarm) => alarm.text === name || alarm.get('Ref').text === name);
  });
}

function mentionsMonitoring(properties: Cursor): boolean {
  const sources = properties.get('EventPattern', 'source').texts;
  return sources.length === 0 || sources.includes('aws.sagemaker');
}
