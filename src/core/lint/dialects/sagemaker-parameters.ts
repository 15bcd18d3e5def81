import { cell, draft, raise, type Draft } from '../reading.js';
import type { Cursor } from '../source/cursor.js';
import { checkCron, HOURLY_LIMIT_S } from './sagemaker-schedule.js';

/**
 * A parameter file of AWS' MLOps template. The template makes the jobs of model quality and bias conditional
 * on `GroundTruthInput != ''`: an empty parameter removes them without a word.
 */
export function readParameters(root: Cursor): Draft {
  const parameters = root.get('Parameters');
  const reading = draft('sagemaker', parameters, { primary: true });
  reading.advice = {
    data_drift: 'Set `EnableDataQualityMonitor` to `yes`.',
    data_quality: 'Set `EnableDataQualityMonitor` to `yes`.',
    performance: 'Set `EnableModelQualityMonitor` to `yes` and fill `GroundTruthInput`.',
    ground_truth: 'Write the S3 prefix of your labels as `GroundTruthInput`.',
    schedule: 'Write a schedule such as `cron(0 * ? * * *)`.',
  };
  const on = (name: string): boolean =>
    parameters.get(`Enable${name}Monitor`).flag === true || parameters.get(`Enable${name}Monitor`).isUnknown;
  const mark = (name: string): Draft['anchor'] => parameters.get(name).keyMark;
  const truth = parameters.get('GroundTruthInput');
  const quality = on('DataQuality');
  const because = quality ? 'The data quality job is on' : 'The data quality job is off';
  for (const item of ['data_drift', 'data_quality'] as const) {
    raise(reading, item, cell(quality ? 'configured' : 'missing', because, mark('EnableDataQualityMonitor')));
  }
  raise(
    reading,
    'prediction_drift',
    quality
      ? cell(
          'default',
          'The data quality job looks at the captured outputs too',
          mark('EnableDataQualityMonitor'),
        )
      : cell('missing', because, mark('EnableDataQualityMonitor')),
  );
  const wants = on('ModelQuality') || on('ModelBias');
  if (truth.isFilled) {
    raise(reading, 'ground_truth', cell('configured', 'Labels come from S3', truth.mark));
    raise(
      reading,
      'performance',
      on('ModelQuality')
        ? cell('configured', 'The model quality job is on', mark('EnableModelQualityMonitor'))
        : cell('missing', 'The model quality job is off', mark('EnableModelQualityMonitor')),
    );
  } else if (wants) {
    const at = truth.exists ? truth.mark : mark('EnableModelQualityMonitor');
    raise(reading, 'ground_truth', cell('partial', '`GroundTruthInput` is empty', at));
    raise(
      reading,
      'performance',
      cell('partial', 'Without `GroundTruthInput` the template leaves the model quality job out', at),
    );
    reading.remarks.push({
      code: 'unusable-ground-truth',
      message:
        'The model quality monitor is on and `GroundTruthInput` is empty, so the template leaves the job out without a word. Write the S3 prefix of your labels.',
      at,
    });
  } else {
    raise(
      reading,
      'ground_truth',
      cell('missing', '`GroundTruthInput` is empty', truth.exists ? truth.mark : null),
    );
    raise(
      reading,
      'performance',
      cell('missing', 'The model quality job is off', mark('EnableModelQualityMonitor')),
    );
  }
  schedules(parameters, reading);
  const type = parameters.get('ProblemType').text ?? '';
  reading.task = /regression/i.test(type)
    ? 'regression'
    : /classification/i.test(type)
      ? 'classification'
      : null;
  const runtime = parameters.get('ModelQualityMaxRuntimeInSeconds');
  const hourly = /^cron\(\S+ \* /.test(parameters.get('ModelQualityScheduleExpression').text ?? '');
  if (hourly && runtime.number !== null && runtime.number > HOURLY_LIMIT_S) {
    reading.remarks.push({
      code: 'window-mismatch',
      message: `An hourly model quality job may take ${HOURLY_LIMIT_S} s at most, because the merge of the labels shares its hour; here it is ${runtime.number}. Lower it, or run the job daily.`,
      at: runtime.mark,
    });
  }
  return reading;
}

function schedules(parameters: Cursor, reading: Draft): void {
  const all = parameters.entries().filter(({ name }) => /ScheduleExpression$/.test(name));
  for (const expression of all) checkCron(expression, reading);
  const filled = all.find(({ isFilled }) => isFilled);
  raise(
    reading,
    'schedule',
    filled === undefined
      ? cell('missing', 'No schedule is written')
      : cell('configured', 'The schedules are written', filled.mark),
  );
}
