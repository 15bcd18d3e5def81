import { cell, draft, raise, replaceFix, type Dialect, type Draft } from '../reading.js';
import type { Cursor } from '../source/cursor.js';

/** Signals that compare with a baseline, by the item they cover. */
const COMPARING = {
  data_drift: 'data_drift',
  prediction_drift: 'prediction_drift',
  data_quality: 'data_quality',
} as const;

/** Azure ML: model monitors, and deployments that collect their data. */
export const azureml: Dialect = {
  name: 'azureml',
  hints: [/create_monitor|data_collector/],
  read(source) {
    for (const root of source.documents) {
      if (root.get('create_monitor').isMap && root.has('trigger')) return monitor(root);
      const collections = root.get('data_collector', 'collections');
      if (collections.isMap) return deployment(root, collections);
    }
    return null;
  },
};

function monitor(root: Cursor): Draft {
  const body = root.get('create_monitor');
  const reading = draft('azureml', body, { primary: true });
  const target = body.get('monitoring_target');
  reading.model = endpointOf(target.get('endpoint_deployment_id'));
  const task = target.get('ml_task').text?.toLowerCase();
  if (task === 'classification' || task === 'regression') reading.task = task;
  reading.advice = {
    data_drift: 'Add a signal of `type: data_drift` under `monitoring_signals`.',
    prediction_drift: 'Add a signal of `type: prediction_drift` under `monitoring_signals`.',
    data_quality: 'Add a signal of `type: data_quality` under `monitoring_signals`.',
    performance:
      'Add a signal of `type: model_performance` with your labels as `reference_data` (`data_context: ground_truth`).',
    ground_truth:
      'In a `model_performance` signal, name the labels as `reference_data` with `data_context: ground_truth`, their column as `actual` and the shared id as `correlation_id`.',
    baseline: 'Name the training data as `reference_data` with `data_context: training`.',
    alerting: 'Add `alert_notification.emails`, and `alert_enabled: true` on each signal.',
  };
  const none = (item: keyof Draft['cells'], because: string): void =>
    raise(reading, item, cell('missing', because));
  reading.cells.schedule = cell('configured', 'The trigger says when it runs', root.get('trigger').keyMark);
  const signals = body.get('monitoring_signals');
  if (!signals.isFilled) {
    for (const item of ['data_drift', 'prediction_drift', 'data_quality'] as const) {
      raise(reading, item, cell('default', 'Without `monitoring_signals` the tool watches this by itself'));
    }
    raise(reading, 'baseline', cell('default', 'The tool compares with recent production data'));
  }
  for (const signal of signals.entries()) readSignal(signal, reading);
  none('data_drift', 'No signal has `type: data_drift`');
  none('prediction_drift', 'No signal has `type: prediction_drift`');
  none('data_quality', 'No signal has `type: data_quality`');
  none('performance', 'No signal has `type: model_performance`');
  none('ground_truth', 'No signal joins labels');
  if (onlyCustom(signals)) none('baseline', 'No signal names a baseline');
  alerting(body, signals, reading);
  schedule(root.get('trigger'), reading);
  return reading;
}

function readSignal(signal: Cursor, reading: Draft): void {
  const type = signal.get('type').text?.toLowerCase() ?? '';
  const at = signal.keyMark;
  if (type in COMPARING) {
    const item = COMPARING[type as keyof typeof COMPARING];
    raise(reading, item, cell('configured', `The signal \`${signal.name}\` watches it`, at));
  } else if (type === 'model_performance') {
    raise(reading, 'performance', cell('configured', `The signal \`${signal.name}\` measures it`, at));
    groundTruth(signal, reading);
  } else if (type === 'generation_safety_quality') {
    raise(reading, 'performance', cell('configured', `The signal \`${signal.name}\` judges the answers`, at));
  } else if (type === 'generation_token_statistics') {
    raise(reading, 'operations', cell('configured', `The signal \`${signal.name}\` counts tokens`, at));
  } else if (type === 'custom') {
    const component = signal.get('component_id');
    reading.remarks.push({
      code: 'delegated-monitoring',
      message: `What \`${signal.name}\` measures is up to the component \`${component.text ?? 'it names'}\`, so it is not judged here.`,
      at: component.exists ? component.mark : at,
    });
  }
  if (type in COMPARING || type === 'feature_attribution_drift') baseline(signal, reading);
  oldForm(signal, reading);
  for (const limits of [signal.get('metric_thresholds')]) collectLimits(limits, reading);
}

function groundTruth(signal: Cursor, reading: Draft): void {
  const truth = signal.get('reference_data');
  if (!truth.isFilled) return;
  const production = listed(signal.get('production_data'));
  const columns = truth.get('data_column_names');
  const context = truth.get('data_context');
  const asset = truth.get('input_data', 'path');
  const label = columns.first('actual', 'target_column');
  const join = columns.first('correlation_id', 'join_column');
  const shared = production.find(
    (part) => asset.text !== null && part.get('input_data', 'path').text === asset.text,
  );
  const problem = ((): { because: string; at: Cursor } | null => {
    if (context.text !== null && !context.isUnknown && context.text !== 'ground_truth')
      return { because: `\`data_context\` is \`${context.text}\` and not \`ground_truth\``, at: context };
    if (shared !== undefined && !asset.isUnknown)
      return { because: 'its labels are the same asset as the production data', at: asset };
    if (!label.isFilled) return { because: 'it names no column with the labels (`actual`)', at: columns };
    if (!join.isFilled) return { because: 'it names no id to join by (`correlation_id`)', at: columns };
    return null;
  })();
  if (problem === null) {
    raise(reading, 'ground_truth', cell('configured', 'Labels are joined by id', truth.keyMark));
    return;
  }
  const at = problem.at.exists ? problem.at.mark : truth.keyMark;
  raise(reading, 'ground_truth', cell('partial', `Labels are named, but ${problem.because}`, at));
  reading.remarks.push({
    code: 'unusable-ground-truth',
    message: `\`${signal.name}\` names labels, but ${problem.because}, so no prediction meets its label. Name an asset of labels with \`data_context: ground_truth\`, its \`actual\` and its \`correlation_id\`.`,
    at,
    fixes: problem.at === context ? replaceFix('Write `ground_truth`', context, 'ground_truth') : [],
  });
}

function baseline(signal: Cursor, reading: Draft): void {
  const reference = signal.first('reference_data', 'baseline_dataset');
  if (!reference.isFilled) {
    raise(
      reading,
      'baseline',
      cell('default', 'The tool compares with recent production data', signal.keyMark),
    );
    return;
  }
  const current = listed(signal.first('production_data', 'target_dataset'));
  const asset = assetOf(reference);
  const same = current.find(
    (part) => asset.text !== null && assetOf(part).text === asset.text && !hasWindow(part),
  );
  if (same === undefined || hasWindow(reference)) {
    raise(reading, 'baseline', cell('configured', 'The signal names its baseline', reference.keyMark));
    return;
  }
  const because = `Baseline and production are the same asset, \`${asset.text ?? ''}\``;
  raise(reading, 'baseline', cell('partial', because, asset.mark));
  reading.remarks.push({
    code: 'reference-is-current',
    message: `${because}, so \`${signal.name}\` compares data with itself and can never find a difference. Name the training data as the baseline.`,
    at: asset.mark,
  });
}

function assetOf(data: Cursor): Cursor {
  const nested = data.get('dataset');
  return (nested.exists ? nested : data).first('input_data', 'input_dataset').get('path');
}

/** Two windows of one asset differ. */
function hasWindow(data: Cursor): boolean {
  return data.get('data_window').isFilled || data.has('data_window_size');
}

function oldForm(signal: Cursor, reading: Draft): void {
  const old = ['target_dataset', 'baseline_dataset']
    .map((key) => signal.get(key))
    .find(({ exists }) => exists);
  const listForm = signal.get('type').text !== 'custom' && signal.get('metric_thresholds').isList;
  if (old === undefined && !listForm) return;
  const at = old ?? signal.get('metric_thresholds');
  reading.remarks.push({
    code: 'old-form',
    message: `\`${at.name}\` is written as it was before the general release; the current Azure ML does not read it so. Write \`production_data\` and \`reference_data\`, and \`metric_thresholds\` as a map by kind of feature.`,
    at: at.keyMark,
  });
}

function collectLimits(at: Cursor, reading: Draft): void {
  for (const item of at.items()) {
    const value = item.get('threshold');
    const metric = item.get('metric_name').text;
    if (value.number !== null && metric !== null)
      reading.limits.push({ metric, value: value.number, fires: null, at: value.mark });
  }
  for (const entry of at.entries()) {
    if (entry.number === null) collectLimits(entry, reading);
    else if (!entry.name.startsWith('acceptable_') && !entry.name.startsWith('aggregated_')) {
      reading.limits.push({ metric: entry.name, value: entry.number, fires: null, at: entry.mark });
      if (
        /^(accuracy|precision|recall|f1|mean_absolute_error|root_mean_squared_error|mean_squared_error)/.test(
          entry.name,
        )
      )
        reading.metrics.push({ name: entry.name, at: entry.keyMark });
    }
  }
}

function alerting(body: Cursor, signals: Cursor, reading: Draft): void {
  const emails = body.get('alert_notification', 'emails');
  const reached = emails.isFilled || body.get('alert_notification').text === 'azmonitoring';
  const all = signals.entries();
  const on = all.filter(
    (signal) =>
      signal.get('alert_enabled').flag === true ||
      signal.get('alert_notification').flag === true ||
      signal.get('alert_enabled').isUnknown,
  );
  if (reached && (all.length === 0 || on.length > 0)) {
    reading.cells.alerting = cell('configured', 'Alerts are mailed', body.get('alert_notification').keyMark);
    return;
  }
  if (reached) {
    const at = body.get('alert_notification').keyMark;
    reading.cells.alerting = cell(
      'partial',
      'Addresses are named, but no signal has `alert_enabled: true`',
      at,
    );
    reading.remarks.push({
      code: 'alert-reaches-nobody',
      severity: 'warning',
      message:
        'Addresses are named, but no signal has `alert_enabled: true`, so none of them sends anything. Add it to each signal that should alert.',
      at,
    });
  } else if (on.length > 0) {
    const at = on[0]?.get('alert_enabled').keyMark ?? reading.anchor;
    reading.cells.alerting = cell('partial', 'Signals alert, but no address is named', at);
    reading.remarks.push({
      code: 'alert-reaches-nobody',
      message:
        '`alert_enabled` is on, but the monitor names no address, so the alert reaches nobody. Add `alert_notification.emails` under `create_monitor`.',
      at,
    });
  } else reading.cells.alerting = cell('missing', 'No address is named and no signal alerts');
}

function schedule(trigger: Cursor, reading: Draft): void {
  const expression = trigger.get('expression');
  if (trigger.get('type').text === 'cron' && expression.text !== null && !expression.isUnknown) {
    const fields = expression.text.trim().split(/\s+/).length;
    if (fields === 5) return;
    reading.cells.schedule = cell('partial', `The cron expression has ${fields} fields`, expression.mark);
    reading.remarks.push({
      code: 'missing-schedule',
      message: `\`${expression.text}\` has ${fields} fields; a cron trigger of Azure ML has five: minute, hour, day, month, weekday.`,
      at: expression.mark,
    });
  }
}

function deployment(root: Cursor, collections: Cursor): Draft {
  const reading = draft('azureml', root.get('data_collector'), { primary: false });
  reading.model = root.get('endpoint_name').text;
  const on = collections.entries().filter((entry) => entry.get('enabled').flag !== false);
  const outputs = on.some(({ name }) => /output/.test(name));
  const state = on.length === 0 ? 'partial' : 'configured';
  reading.cells.payload_logging = cell(
    state,
    on.length === 0 ? 'Every collection is switched off' : 'The deployment collects its data',
    collections.keyMark,
  );
  if (on.length > 0 && !outputs && on.some(({ name }) => /input/.test(name))) {
    reading.remarks.push({
      code: 'incomplete-payload-log',
      message:
        'Inputs are collected and outputs are not, so no prediction can be compared or joined with a label. Add the collection `model_outputs`.',
      at: collections.keyMark,
    });
  }
  if (on.length === 0) {
    reading.remarks.push({
      code: 'monitoring-disabled',
      message:
        'Every collection of this deployment is switched off, so no data reaches a monitor. Set `enabled: "true"`.',
      at: collections.keyMark,
    });
  }
  return reading;
}

/** `azureml:credit-default:main` is a deployment of the endpoint credit-default. */
function endpointOf(id: Cursor): string | null {
  if (id.isUnknown || id.text === null) return null;
  const parts = id.text.replace(/^azureml:/, '').split(':');
  return parts[0] === undefined || parts[0] === '' ? null : parts[0];
}

function listed(at: Cursor): Cursor[] {
  return at.isList ? at.items() : at.exists ? [at] : [];
}

function onlyCustom(signals: Cursor): boolean {
  const all = signals.entries();
  return all.length > 0 && all.every((signal) => signal.get('type').text === 'custom');
}
