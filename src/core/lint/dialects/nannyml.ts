import { cell, draft, raise, type Dialect, type Draft } from '../reading.js';
import type { Cursor } from '../source/cursor.js';

const DRIFT = new Set([
  'univariate_drift',
  'reconstruction_error',
  'domain_classifier',
  'data_reconstruction_drift_calculator',
  'univariate_drift_calculator',
  'continuous_distribution',
  'categorical_distribution',
]);
const ESTIMATES = new Set(['cbpe', 'dle']);
const QUALITY = /^(missing_values|unseen_values|.*_distribution|summary_stats_.*)$/;
const TOP_KEYS = new Set(['input', 'calculators', 'scheduling', 'ignore_errors']);
const OLD_KEYS = ['output', 'column_mapping', 'chunker', 'store', 'problem_type'];

/** NannyML's command line: the current form, and the older one its pages still show. */
export const nannyml: Dialect = {
  name: 'nannyml',
  hints: [/reference_data/, /calculators|column_mapping/],
  read(source) {
    const root = source.documents.find(
      (one) =>
        one.get('input', 'reference_data').exists && (one.has('calculators') || one.has('column_mapping')),
    );
    if (root === undefined) return null;
    const reading = draft('nannyml', root.get('input'), { primary: true });
    reading.advice = {
      data_drift: 'Add `{ type: univariate_drift }` under `calculators`.',
      prediction_drift: 'Add a `univariate_drift` calculator with `y_pred` among its `column_names`.',
      data_quality: 'Add `{ type: missing_values }` under `calculators`.',
      performance: 'Add `{ type: performance }`, or `cbpe` (`dle` for regression), which needs no labels.',
      ground_truth: 'Name the labels as `input.target_data` with `path` and `join_column`.',
      schedule: 'Add `scheduling.interval` or `scheduling.cron`, or run it from a scheduled job.',
    };
    if (root.has('calculators')) {
      current(root, reading);
      withoutEstimate(root, reading);
    } else legacy(root, reading);
    common(root, reading);
    return reading;
  },
};

function current(root: Cursor, reading: Draft): void {
  for (const entry of root.entries()) {
    if (TOP_KEYS.has(entry.name)) continue;
    const where =
      entry.name === 'chunker'
        ? 'calculators[].params (chunk_size or chunk_period)'
        : entry.name === 'store'
          ? 'calculators[].store'
          : entry.name === 'output'
            ? 'calculators[].outputs'
            : 'calculators[].params';
    reading.remarks.push({
      code: 'misplaced-key',
      message: `\`${entry.name}\` is not read here, and NannyML does not say so; it belongs under \`${where}\`.`,
      at: entry.keyMark,
    });
  }
  for (const calculator of root.get('calculators').items()) {
    const type = calculator.get('type').text ?? '';
    const enabled = calculator.get('enabled').flag !== false;
    const columns = calculator.get('params', 'column_names').texts;
    const predicted = calculator.get('params', 'y_pred').text;
    const at = calculator.get('type').mark;
    const state = enabled ? 'configured' : 'partial';
    const because = enabled
      ? `The calculator \`${type}\` watches it`
      : `The calculator \`${type}\` is switched off`;
    const toPrediction = columns.some(
      (column) => column === predicted || /^(y_pred|y_pred_proba|prediction|predicted.*)$/.test(column),
    );
    if (DRIFT.has(type)) raise(reading, 'data_drift', cell(state, because, at));
    if (DRIFT.has(type) && toPrediction) raise(reading, 'prediction_drift', cell(state, because, at));
    if (QUALITY.test(type)) raise(reading, 'data_quality', cell(state, because, at));
    if (type === 'performance') performance(root, calculator, state, reading);
    if (ESTIMATES.has(type))
      raise(reading, 'performance', cell(state, `\`${type}\` estimates it without labels`, at));
    if (!enabled)
      reading.remarks.push({
        code: 'monitoring-disabled',
        message: `The calculator \`${calculator.get('name').text ?? type}\` is switched off. Write \`enabled: true\`, or remove it.`,
        at: calculator.get('enabled').mark,
      });
    const task = calculator.get('params', 'problem_type').text ?? '';
    if (/regression/.test(task)) reading.task = 'regression';
    else if (/classification/.test(task)) reading.task = 'classification';
    readLimits(calculator, reading);
    const rows = calculator.get('params', 'chunk_size');
    if (rows.number !== null && rows.number < 50) {
      reading.remarks.push({
        code: 'too-few-rows',
        message: `${rows.number} rows a chunk are too few for \`${type}\`: its values jump by chance alone. Take 200 or more.`,
        at: rows.mark,
      });
    }
  }
}

/** Labels come later than predictions; what is estimated until then is known on the day itself. */
function withoutEstimate(root: Cursor, reading: Draft): void {
  const calculators = root.get('calculators').items();
  const types = calculators.map((calculator) => calculator.get('type').text ?? '');
  const measured = calculators[types.indexOf('performance')];
  if (measured === undefined || types.some((type) => ESTIMATES.has(type))) return;
  if (!root.get('input', 'target_data').isFilled) return;
  const estimator = reading.task === 'regression' ? 'dle' : 'cbpe';
  reading.remarks.push({
    code: 'no-performance-estimate',
    message: `Performance is known only when labels have come, and nothing estimates it until then. Add a calculator of \`type: ${estimator}\`.`,
    at: measured.get('type').mark,
  });
}

function performance(
  root: Cursor,
  calculator: Cursor,
  state: 'configured' | 'partial',
  reading: Draft,
): void {
  const at = calculator.get('type').mark;
  const labels = root.get('input', 'target_data');
  const truth = calculator.get('params', 'y_true');
  if (labels.isFilled || truth.isFilled)
    raise(reading, 'performance', cell(state, 'It is measured with labels', at));
  else raise(reading, 'performance', cell('partial', 'The calculator `performance` has no labels', at));
  for (const metric of calculator.get('params', 'metrics').items()) {
    if (metric.text !== null) reading.metrics.push({ name: metric.text, at: metric.mark });
  }
}

function readLimits(calculator: Cursor, reading: Draft): void {
  for (const metric of calculator.get('params', 'thresholds').entries()) {
    if (metric.get('type').text !== 'constant') continue;
    for (const [side, fires] of [
      ['lower', 'below'],
      ['upper', 'above'],
    ] as const) {
      const value = metric.get(side);
      if (value.number !== null)
        reading.limits.push({ metric: metric.name, value: value.number, fires, at: value.mark });
    }
  }
}

function legacy(root: Cursor, reading: Draft): void {
  const old = OLD_KEYS.map((key) => root.get(key)).find(({ exists }) => exists);
  if (old !== undefined) {
    reading.remarks.push({
      code: 'old-form',
      message: `\`${old.name}\` at the top is the form of older versions; the current NannyML wants \`calculators\` and passes over the rest without a word. Write one calculator for each thing to watch.`,
      at: old.keyMark,
    });
  }
  const mapping = root.get('column_mapping');
  const at = mapping.keyMark;
  raise(reading, 'data_drift', cell('default', 'The older command runs its drift calculators by itself', at));
  if (mapping.has('y_pred') || mapping.has('y_pred_proba'))
    raise(reading, 'performance', cell('default', 'The older command estimates it from the predictions', at));
  const task = root.get('problem_type').text ?? '';
  reading.task = /regression/.test(task)
    ? 'regression'
    : /classification/.test(task)
      ? 'classification'
      : null;
}

function common(root: Cursor, reading: Draft): void {
  const input = root.get('input');
  const labels = input.get('target_data');
  if (labels.isFilled) {
    const usable = labels.isUnknown || (labels.get('path').isFilled && labels.get('join_column').isFilled);
    if (usable)
      raise(reading, 'ground_truth', cell('configured', 'Labels are joined by a column', labels.keyMark));
    else {
      raise(
        reading,
        'ground_truth',
        cell('partial', '`target_data` has no path or no `join_column`', labels.keyMark),
      );
      reading.remarks.push({
        code: 'unusable-ground-truth',
        severity: 'warning',
        message:
          '`target_data` needs both `path` and `join_column`; without the id no label finds its prediction, unless both files have the same rows in the same order.',
        at: labels.keyMark,
      });
    }
  }
  raise(
    reading,
    'baseline',
    cell('configured', 'The reference data are named', input.get('reference_data').keyMark),
  );
  const [reference, analysis] = ['reference_data', 'analysis_data'].map((key) => input.get(key, 'path'));
  if (typeof reference?.text === 'string' && reference.text === analysis?.text) {
    reading.cells.baseline = cell('partial', 'Reference and analysis are the same file', analysis.mark);
    reading.remarks.push({
      code: 'reference-is-current',
      message: `\`reference_data\` and \`analysis_data\` are the same file, \`${reference.text}\`, so drift is impossible. Point \`analysis_data\` at production.`,
      at: analysis.mark,
    });
  }
  const when = root.get('scheduling');
  if (when.isFilled) raise(reading, 'schedule', cell('configured', 'The schedule is written', when.keyMark));
  for (const [item, because] of [
    ['data_drift', 'No calculator watches it'],
    ['prediction_drift', 'No drift calculator watches the prediction'],
    ['data_quality', 'No calculator watches it'],
    ['performance', 'No calculator measures or estimates it'],
    ['ground_truth', 'No `target_data` is named'],
    ['schedule', 'Without `scheduling` it runs once'],
  ] as const) {
    raise(reading, item, cell('missing', because));
  }
}
