import { cell, draft, raise, type Dialect, type Draft } from '../reading.js';
import type { Cursor } from '../source/cursor.js';

/** Vertex AI model monitoring: the objective file that `gcloud` reads, or the job as JSON. */
export const vertex: Dialect = {
  name: 'vertex',
  hints: [
    /[mM]odel_?[dD]eployment_?[mM]onitoring_?[oO]bjective|[sS]kew_?[dD]etection_?[cC]onfig|[pP]rediction_?[dD]rift_?[dD]etection/,
  ],
  read(source) {
    for (const root of source.documents) {
      const objectives = collect(root, 0);
      if (objectives.length > 0) return read(root, objectives);
    }
    return null;
  },
};

/** Maps that hold a skew or drift configuration, in either spelling. */
function collect(at: Cursor, depth: number): Cursor[] {
  if (depth > 6) return [];
  const own = ['trainingPredictionSkewDetectionConfig', 'predictionDriftDetectionConfig'].some(
    (name) => either(at, name).exists,
  );
  if (own) return [at];
  const inner = at.isList ? at.items() : at.entries();
  return inner.flatMap((child) => collect(child, depth + 1));
}

function either(at: Cursor, camel: string): Cursor {
  return at.first(
    camel,
    camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  );
}

function read(root: Cursor, objectives: readonly Cursor[]): Draft {
  const reading = draft('vertex', objectives[0] ?? root, { primary: true });
  reading.advice = {
    alerting: 'Add `modelMonitoringAlertConfig.emailAlertConfig.userEmails`, or a notification channel.',
    baseline: 'Add `trainingDataset` with `targetField` and a `trainingPredictionSkewDetectionConfig`.',
    data_drift: 'Add `predictionDriftDetectionConfig.driftThresholds`.',
  };
  for (const objective of objectives) {
    const skew = either(objective, 'trainingPredictionSkewDetectionConfig');
    const drift = either(objective, 'predictionDriftDetectionConfig');
    const training = either(objective, 'trainingDataset');
    limits(skew, 'skewThresholds', reading);
    limits(drift, 'driftThresholds', reading);
    if (drift.exists) {
      raise(
        reading,
        'data_drift',
        cell('configured', 'Windows are compared with earlier ones', drift.keyMark),
      );
    }
    if (!skew.exists) continue;
    const usable = training.isFilled;
    raise(
      reading,
      'data_drift',
      cell(
        usable ? 'configured' : 'partial',
        usable ? 'Serving is compared with training' : 'Skew needs a `trainingDataset`',
        skew.keyMark,
      ),
    );
    raise(
      reading,
      'baseline',
      cell(
        usable ? 'configured' : 'partial',
        usable ? 'The training data are named' : 'Skew needs a `trainingDataset`',
        (usable ? training : skew).keyMark,
      ),
    );
    if (!usable && either(root, 'modelDeploymentMonitoringObjectiveConfigs').exists) {
      reading.remarks.push({
        code: 'missing-required-key',
        message:
          'Skew compares with the training data, and no `trainingDataset` is named. Add it, with its `targetField`.',
        at: skew.keyMark,
      });
    }
  }
  raise(reading, 'baseline', cell('missing', 'Only neighbouring windows are compared'));
  job(root, reading);
  return reading;
}

/** What only the whole job says; a file with objectives alone leaves it to `gcloud`. */
function job(root: Cursor, reading: Draft): void {
  const whole = either(root, 'modelDeploymentMonitoringObjectiveConfigs').exists;
  const alert = either(root, 'modelMonitoringAlertConfig');
  const told =
    either(either(alert, 'emailAlertConfig'), 'userEmails').isFilled ||
    either(alert, 'notificationChannels').isFilled;
  if (told) raise(reading, 'alerting', cell('configured', 'Alerts are sent', alert.keyMark));
  else if (either(alert, 'enableLogging').flag === true) {
    raise(reading, 'alerting', cell('partial', 'Alerts are only logged', alert.keyMark));
    reading.remarks.push({
      code: 'alert-reaches-nobody',
      message:
        'Alerts are only logged, so they reach nobody. Add `emailAlertConfig.userEmails` or a notification channel.',
      at: alert.keyMark,
    });
  } else if (whole) raise(reading, 'alerting', cell('missing', 'No address is named'));
  const sampling = either(
    either(either(root, 'loggingSamplingStrategy'), 'randomSampleConfig'),
    'sampleRate',
  );
  if (sampling.exists) {
    raise(reading, 'payload_logging', cell('configured', 'Requests are sampled', sampling.mark));
    if (sampling.number !== null)
      reading.limits.push({ metric: 'sampleRate', value: sampling.number, fires: null, at: sampling.mark });
  } else if (whole)
    raise(reading, 'payload_logging', cell('missing', 'No `loggingSamplingStrategy` is written'));
  const interval = either(either(root, 'modelDeploymentMonitoringScheduleConfig'), 'monitorInterval');
  if (interval.exists)
    raise(reading, 'schedule', cell('configured', 'The interval is written', interval.mark));
  else if (whole) raise(reading, 'schedule', cell('missing', 'No `monitorInterval` is written'));
}

function limits(config: Cursor, key: string, reading: Draft): void {
  const map = either(config, key);
  for (const entry of map.entries()) {
    const value = entry.number === null ? entry.get('value') : entry;
    if (value.number === 0) {
      reading.remarks.push({
        code: 'metric-without-threshold',
        message: `The threshold of \`${entry.name}\` is 0, and Vertex alerts only on a threshold that is not zero. Write one such as 0.3.`,
        at: value.mark,
      });
    } else if (value.number !== null)
      reading.limits.push({ metric: 'jensen_shannon', value: value.number, fires: 'above', at: value.mark });
  }
}
