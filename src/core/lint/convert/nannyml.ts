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
import { driftMetric, limitText, performanceMetric } from './metric-names.js';

/** NannyML's command line, in its current form and the older one. */
export const fromNannyml: Converter = {
  tool: 'NannyML',
  convert(source) {
    const root = source.documents.find((one) => one.get('input', 'reference_data').exists);
    if (root === undefined || !(root.has('calculators') || root.has('column_mapping'))) return null;
    const calculators = root.get('calculators').items();
    const input = root.get('input');
    const task = taskOf(root, calculators);
    const columns = columnsOf(root, calculators);
    const truth = columns.label ?? null;
    const labels = input.get('target_data');
    const joined = labels.get('join_column').text;
    const path = labels.get('path').text;
    const features = calculators
      .filter((one) => /drift|missing|unseen/.test(one.get('type').text ?? ''))
      .flatMap((one) => one.get('params', 'column_names').texts)
      .filter((column) => !Object.values(columns).includes(column) && !/^y_(pred|true)/.test(column));
    // Labels in files of their own are no column of the log.
    const { label: _, ...own } = columns;
    return {
      ...emptyConversion('NannyML', null),
      task,
      current: input.get('analysis_data', 'path').text,
      reference: input.get('reference_data', 'path').text,
      columns: path === null ? columns : joined === null ? own : { ...own, id: columns.id ?? joined },
      features: [...new Set(features.length > 0 ? features : root.get('column_mapping', 'features').texts)],
      every: everyOf(root, calculators),
      labels: path === null ? null : { path, id: joined, label: truth },
      checks: calculators.length === 0 ? [INPUT_DRIFT] : calculators.flatMap((one) => checksOf(one, task)),
      notes: notesOf(root, calculators),
    };
  },
};

function checksOf(calculator: Cursor, task: Conversion['task']): ConvertedCheck[] {
  const type = calculator.get('type').text ?? '';
  const params = calculator.get('params');
  if (calculator.get('enabled').flag === false) return [];
  if (type === 'univariate_drift') {
    const methods = ['continuous_methods', 'categorical_methods'].flatMap((key) => params.get(key).texts);
    const metrics = methods.flatMap((name) => driftMetric(name) ?? []);
    const chosen = metrics.length === 0 ? ['js_distance'] : metrics;
    return [...new Set(chosen)].map((metric) => ({ family: 'stability', metric, of: 'features' }));
  }
  if (type === 'missing_values') return [INPUT_QUALITY];
  if (type === 'unseen_values')
    return [{ family: 'quality', metric: 'unseen_share', of: 'features', alert: '{ above: 0.01 }' }];
  if (type !== 'performance') return [];
  return params.get('metrics').texts.flatMap((name): ConvertedCheck[] => {
    const metric = performanceMetric(name, task);
    if (metric === null) return [];
    const limit = params.get(
      'thresholds',
      name,
      limitText(metric, 0).includes('above') ? 'upper' : 'lower',
    ).number;
    return [
      { family: 'performance', metric, ...(limit === null ? {} : { alert: limitText(metric, limit) }) },
    ];
  });
}

function taskOf(root: Cursor, calculators: readonly Cursor[]): Conversion['task'] {
  const texts = [
    root.get('problem_type').text,
    ...calculators.map((one) => one.get('params', 'problem_type').text),
  ];
  const text = texts.find((one) => one !== null) ?? '';
  if (/regression/.test(text) || calculators.some((one) => one.get('type').text === 'dle'))
    return 'regression';
  if (/multiclass/.test(text)) return 'multiclass';
  return /classification/.test(text) || calculators.some((one) => one.get('type').text === 'cbpe')
    ? 'binary'
    : null;
}

function columnsOf(root: Cursor, calculators: readonly Cursor[]): Partial<Record<ConvertedRole, string>> {
  const places = [root.get('column_mapping'), ...calculators.map((one) => one.get('params'))];
  const find = (name: string): string | null =>
    places.map((one) => one.get(name).text).find((text) => text !== null) ?? null;
  const roles: Partial<Record<ConvertedRole, string>> = {};
  for (const [role, name] of [
    ['timestamp', 'timestamp_column_name'],
    ['timestamp', 'timestamp'],
    ['score', 'y_pred_proba'],
    ['prediction', 'y_pred'],
    ['label', 'y_true'],
  ] as const) {
    const column = find(name);
    if (column !== null) roles[role] ??= column;
  }
  return roles;
}

const PERIODS: Readonly<Record<string, string>> = { H: '1h', D: '1d', W: '1w', M: '1mo', ME: '1mo' };

function everyOf(root: Cursor, calculators: readonly Cursor[]): string | null {
  const places = [root.get('chunker'), ...calculators.map((one) => one.get('params'))];
  const period = places.map((one) => one.get('chunk_period').text).find((text) => text !== null) ?? null;
  return period === null ? null : (PERIODS[period] ?? null);
}

function notesOf(root: Cursor, calculators: readonly Cursor[]): string[] {
  const kept = /^(univariate_drift|missing_values|unseen_values|performance)$/;
  const left = calculators.flatMap((one) => {
    const type = one.get('type').text ?? '';
    if (one.get('enabled').flag === false) return [`the calculator \`${type}\`, which is switched off.`];
    if (/^(cbpe|dle)$/.test(type)) return [`\`${type}\`: an estimate without labels.`];
    return kept.test(type) ? [] : [`the calculator \`${type}\`.`];
  });
  return [
    ...left,
    ...(root.has('scheduling') ? ['`scheduling`: a CI job or cron runs `tidemark check`.'] : []),
    ...(root.has('output')
      ? ['`output`: `tidemark check --format json --output FILE` writes the report.']
      : []),
  ];
}
