import type { Cursor } from '../source/cursor.js';
import {
  emptyConversion,
  INPUT_DRIFT,
  INPUT_QUALITY,
  type Conversion,
  type ConvertedCheck,
  type Converter,
} from './conversion.js';
import { firstMetric } from './metric-names.js';

/** Evidently: the monitoring service, the old command, the collector and the report command. */
export const fromEvidently: Converter = {
  tool: 'Evidently',
  convert(source) {
    for (const root of source.documents) {
      const found = service(root) ?? command(root) ?? report(root);
      if (found !== null) return found;
    }
    return null;
  },
};

function service(root: Cursor): Conversion | null {
  const datasets = root
    .get('datasets')
    .entries()
    .filter((dataset) => dataset.has('monitors'));
  const flat = root.get('monitors').isList && root.has('column_mapping');
  const dataset = flat ? root : datasets[0];
  if (dataset === undefined) return null;
  const others = datasets.slice(1).map(({ name }) => name);
  const settings = flat ? root : root.get('service');
  const reference =
    dataset.first('reference_file', 'reference_path').text ?? settings.get('reference_path').text;
  return {
    ...read(dataset.get('column_mapping'), dataset.get('monitors').texts, flat ? null : dataset.name),
    reference,
    notes: [
      ...(others.length === 0 ? [] : [`the models ${others.join(', ')}; each gets a file of its own.`]),
      ...(settings.get('moving_reference').flag === true
        ? ['`moving_reference`: a reference that moves along never sees slow drift.']
        : []),
      ...(settings.get('window_size').exists
        ? [
            '`window_size` counts rows; chunks here are lengths of time (`every: 1d`), or `every: { rows: 500 }`.',
          ]
        : []),
    ],
  };
}

function command(root: Cursor): Conversion | null {
  const listed = [root.get('dashboard_tabs'), root.get('profile_sections')].filter(({ exists }) => exists);
  if (listed.length === 0) return null;
  const names = listed.flatMap((at) =>
    at.isList
      ? at.items().flatMap((item) => (item.isMap ? item.entries().map(({ name }) => name) : item.texts))
      : at.entries().map(({ name }) => name),
  );
  const conversion = read(root.get('column_mapping'), names, null);
  const date = root.get('data_format', 'date_column').text;
  const columns = date === null ? conversion.columns : { ...conversion.columns, timestamp: date };
  const sampled = root.has('sampling') ? ['`sampling`: all rows are read here, or sketched.'] : [];
  return { ...conversion, columns, notes: [...conversion.notes, ...sampled] };
}

/** The report command and the collector: metrics by their types. */
function report(root: Cursor): Conversion | null {
  const config = root.has('report_config') ? root.get('report_config') : root;
  const types = config
    .get('metrics')
    .items()
    .map((item) => item.get('type').text ?? item.text ?? '');
  if (types.length === 0 || !/drift|preset|evidently/i.test(types.join(' '))) return null;
  const names = types.flatMap((type) => [
    ...(/drift/i.test(type) ? ['data_drift'] : []),
    ...(/quality|missing|summary/i.test(type) ? ['data_quality'] : []),
    ...(/regression/i.test(type) ? ['regression_performance'] : []),
    ...(/classification/i.test(type) ? ['classification_performance'] : []),
  ]);
  return { ...read(root.get('column_mapping'), names, null), reference: root.get('reference_path').text };
}

function read(mapping: Cursor, monitors: readonly string[], model: string | null): Conversion {
  const has = (pattern: RegExp): boolean => monitors.some((name) => pattern.test(name));
  const task = has(/regression_performance|num_target_drift/)
    ? 'regression'
    : has(/classification_performance|cat_target_drift/)
      ? 'binary'
      : null;
  const categorical = mapping.get('categorical_features').texts;
  const features = [...mapping.get('numerical_features').texts, ...categorical];
  const predicted = mapping.get('prediction');
  const checks: ConvertedCheck[] = [];
  if (has(/^data_drift$/)) checks.push(INPUT_DRIFT);
  if (has(/_target_drift$/)) checks.push({ family: 'stability', metric: 'psi', of: 'prediction' });
  if (has(/_performance$/)) checks.push({ family: 'performance', metric: firstMetric(task) });
  if (has(/^data_quality$/)) checks.push(INPUT_QUALITY);
  const column = (role: 'id' | 'timestamp' | 'prediction' | 'label', at: Cursor): object =>
    at.text === null || at.text === '' ? {} : { [role]: at.text };
  return {
    ...emptyConversion('Evidently', model),
    task,
    columns: {
      ...column('id', mapping.get('id')),
      ...column('timestamp', mapping.first('datetime', 'datetime_column')),
      ...column('prediction', predicted),
      ...column('label', mapping.get('target')),
    },
    features,
    categorical,
    checks,
  };
}
