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
import { driftMetric, firstMetric, limitText, performanceMetric, qualityMetric } from './metric-names.js';

const SIGNALS = /^(data_drift|prediction_drift|data_quality|model_performance)$/;

/** Azure ML's schedule of a model monitor. */
export const fromAzureml: Converter = {
  tool: 'Azure ML',
  convert(source) {
    const root = source.documents.find((one) => one.get('create_monitor').isMap && one.has('trigger'));
    if (root === undefined) return null;
    const monitor = root.get('create_monitor');
    const signals = monitor.get('monitoring_signals').entries();
    const task = /regression/i.test(monitor.get('monitoring_target', 'ml_task').text ?? '')
      ? 'regression'
      : 'binary';
    const endpoint = /^azureml:([^:]+)/.exec(
      monitor.get('monitoring_target', 'endpoint_deployment_id').text ?? '',
    )?.[1];
    const performance = signals.find((one) => one.get('type').text === 'model_performance');
    const truth = performance?.get('reference_data');
    const production = performance?.get('production_data');
    const at = (data: Cursor | undefined, ...names: string[]): string | null =>
      data?.get('data_column_names').first(...names).text ?? null;
    const asset = (one: Cursor, key: string): string | null => one.get(key, 'input_data', 'path').text;
    const label = at(truth, 'actual', 'target_column');
    const first = (key: string): string | null =>
      signals
        .filter((one) => one !== performance)
        .map((one) => asset(one, key))
        .find((path) => path !== null) ?? null;
    const id = at(production, 'correlation_id', 'join_column');
    const predicted = at(production, 'prediction', 'target_column');
    const columns: Partial<Record<ConvertedRole, string>> = {
      ...(id === null ? {} : { id }),
      ...(predicted === null ? {} : { prediction: predicted }),
    };
    const labels = truth === undefined ? null : truth.get('input_data', 'path').text;
    return {
      ...emptyConversion('Azure ML', endpoint ?? root.get('name').text),
      task,
      owner: monitor.get('alert_notification', 'emails').texts[0] ?? null,
      current:
        (production === undefined ? null : production.get('input_data', 'path').text) ??
        first('production_data'),
      reference: first('reference_data'),
      columns,
      features: [
        ...new Set(signals.flatMap((one) => (one.get('features').isList ? one.get('features').texts : []))),
      ],
      every: everyOf(root.get('trigger')),
      labels:
        labels === null ? null : { path: labels, id: at(truth, 'correlation_id', 'join_column'), label },
      checks:
        signals.length === 0
          ? [INPUT_DRIFT, { family: 'stability', metric: 'psi', of: 'prediction' }, INPUT_QUALITY]
          : signals.flatMap((one) => checksOf(one, task)),
      notes: notesOf(signals, monitor),
    };
  },
};

function checksOf(signal: Cursor, task: Conversion['task']): ConvertedCheck[] {
  const type = signal.get('type').text ?? '';
  const limits = signal
    .get('metric_thresholds')
    .entries()
    .flatMap((entry) => (entry.isMap ? entry.entries() : [entry]));
  const limited = (
    nameOf: (name: string) => string | null,
    family: ConvertedCheck['family'],
    of: ConvertedCheck['of'],
    text: (metric: string, value: number) => string,
  ): ConvertedCheck[] =>
    limits.flatMap((limit) => {
      const metric = nameOf(limit.name);
      if (metric === null) return [];
      const value = limit.number;
      return [
        {
          family,
          metric,
          ...(of === undefined ? {} : { of }),
          ...(value === null ? {} : { alert: text(metric, value) }),
        },
      ];
    });
  const above = (_: string, value: number): string => `{ above: ${value} }`;
  const listed = signal.get('features');
  const features = listed.isList && listed.texts.length > 0 ? listed.texts : 'features';
  switch (type) {
    case 'data_drift':
    case 'prediction_drift': {
      const of = type === 'data_drift' ? features : 'prediction';
      const found = limited(driftMetric, 'stability', of, above);
      return found.length > 0 ? found : [{ family: 'stability', metric: 'psi', of }];
    }
    case 'data_quality': {
      const found = limited(qualityMetric, 'quality', features, above);
      return found.length > 0 ? found : [INPUT_QUALITY];
    }
    case 'model_performance': {
      const found = limited((name) => performanceMetric(name, task), 'performance', undefined, limitText);
      return found.length > 0 ? found : [{ family: 'performance', metric: firstMetric(task) }];
    }
    default:
      return [];
  }
}

const FREQUENCIES: Readonly<Record<string, string>> = { hour: 'h', day: 'd', week: 'w', month: 'mo' };

function everyOf(trigger: Cursor): string | null {
  const unit = FREQUENCIES[trigger.get('frequency').text ?? ''];
  return unit === undefined ? null : `${Math.max(1, Math.round(trigger.get('interval').number ?? 1))}${unit}`;
}

function notesOf(signals: readonly Cursor[], monitor: Cursor): string[] {
  const left = signals.filter((one) => !SIGNALS.test(one.get('type').text ?? ''));
  const tests = signals.flatMap((one) =>
    one
      .get('metric_thresholds')
      .entries()
      .flatMap((entry) => (entry.isMap ? entry.entries() : [entry]))
      .filter(({ name }) => /_test$/.test(name)),
  );
  return [
    ...left.map((one) => `the signal \`${one.name}\` (\`${one.get('type').text ?? ''}\`).`),
    ...tests.map(({ name }) => `\`${name}\`: its limit is a p-value, and ours are effect sizes.`),
    ...(monitor.get('alert_notification').isFilled
      ? ['`alert_notification`: add a hook under `feedback.hooks`, or let CI fail.']
      : []),
    'the trigger: a CI job or cron runs `tidemark check`.',
  ];
}
