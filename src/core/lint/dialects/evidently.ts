import { cell, draft, raise, type Dialect, type Draft } from '../reading.js';
import type { Cursor } from '../source/cursor.js';

const PERFORMANCE = /^(regression_performance|(prob_)?classification_performance)$/;
const MONITORS =
  /^(data_drift|(num|cat)_target_drift|data_quality|regression_performance|(prob_)?classification_performance)$/;

/** A window that is compared with a reference should hold so many rows. */
const FEWEST_ROWS = 50;

/** Evidently: the service, the old command, the collector and the current report command. */
export const evidently: Dialect = {
  name: 'evidently',
  hints: [
    /monitors|dashboard_tabs|profile_sections|collector_trigger|metrics/,
    /drift|_performance|data_quality|evidently|Preset/i,
  ],
  read(source) {
    for (const root of source.documents) {
      const found = service(root) ?? oldCommand(root) ?? collector(root) ?? report(root);
      if (found !== null) return found;
    }
    return null;
  },
};

function start(anchor: Cursor): Draft {
  const reading = draft('evidently', anchor, { primary: true });
  reading.advice = {
    data_drift: 'Add `data_drift`.',
    prediction_drift: 'Add `num_target_drift` (`cat_target_drift` for classes), and map the prediction.',
    data_quality: 'Add `data_quality`.',
    performance:
      'Add `regression_performance` or `classification_performance`, and map `target` and `prediction`.',
    ground_truth: 'Map the column of the labels as `column_mapping.target`.',
    baseline: 'Name the training data as the reference.',
  };
  return reading;
}

const NOT_THERE = {
  data_drift: 'It is not listed',
  prediction_drift: 'No target drift is listed',
  data_quality: 'It is not listed',
  performance: 'No performance is listed',
  ground_truth: 'No column is mapped as the target',
} as const;

function fillGaps(reading: Draft): void {
  for (const [item, because] of Object.entries(NOT_THERE))
    raise(reading, item as keyof typeof NOT_THERE, cell('missing', because));
}

/** (a) The monitoring service: `datasets` with `monitors`, and the flat variant with `reference_path`. */
function service(root: Cursor): Draft | null {
  const all = root
    .get('datasets')
    .entries()
    .filter((dataset) => dataset.has('monitors'));
  const flat =
    all.length === 0 &&
    root.get('monitors').isList &&
    (root.has('reference_path') || root.has('column_mapping'));
  const known = (dataset: Cursor): boolean =>
    dataset.get('monitors').texts.some((name) => MONITORS.test(name));
  const datasets = flat ? [root] : all;
  if (!datasets.some(known)) return null;
  const reading = start(flat ? root.get('monitors') : root.get('datasets'));
  if (datasets.length === 1 && !flat) reading.model = datasets[0]?.name ?? null;
  for (const dataset of datasets) readDataset(dataset, reading);
  const settings = flat ? root : root.get('service');
  settingsOf(settings, datasets, reading);
  fillGaps(reading);
  return reading;
}

function readDataset(dataset: Cursor, reading: Draft): void {
  const mapping = dataset.get('column_mapping');
  const names = dataset.get('monitors');
  const named = mapping.get('target');
  const target = named.isFilled;
  const performs = names.texts.some((name) => PERFORMANCE.test(name));
  for (const monitor of names.isList ? names.items() : [names]) {
    const name = monitor.text ?? '';
    const at = monitor.mark;
    if (name === 'data_drift') raise(reading, 'data_drift', cell('configured', 'It is listed', at));
    if (name === 'data_quality') raise(reading, 'data_quality', cell('configured', 'It is listed', at));
    const mapped = target || mapping.get('prediction').isFilled;
    if (/_target_drift$/.test(name))
      raise(
        reading,
        'prediction_drift',
        cell(
          mapped ? 'configured' : 'partial',
          mapped ? `\`${name}\` is listed` : `\`${name}\` has no column to watch`,
          at,
        ),
      );
    if (PERFORMANCE.test(name)) {
      raise(
        reading,
        'performance',
        cell(
          target ? 'configured' : 'partial',
          target ? `\`${name}\` is listed` : `\`${name}\` has no target`,
          at,
        ),
      );
      reading.task = name.startsWith('regression') ? 'regression' : 'classification';
    }
    const missing = PERFORMANCE.test(name) ? !target : /_target_drift$/.test(name) && !mapped;
    if (missing) {
      reading.remarks.push({
        code: 'unmapped-column',
        message: `\`${name}\` needs the labels, and \`column_mapping\` names no \`target\`; a column called “target” is looked for instead. Map it.`,
        at,
      });
    }
  }
  if (target && performs)
    raise(reading, 'ground_truth', cell('configured', 'The target is mapped', named.mark));
  else if (target)
    raise(
      reading,
      'ground_truth',
      cell('partial', 'The target is mapped, and nothing measures performance with it', named.mark),
    );
  if (target && mapping.get('prediction').isFilled && !performs) {
    reading.remarks.push({
      code: 'unused-mapping',
      message: `\`${named.text ?? 'target'}\` and \`${mapping.get('prediction').text ?? 'prediction'}\` are mapped, but no monitor compares them. Add \`classification_performance\` or \`regression_performance\`.`,
      at: names.keyMark,
    });
  }
  placeholderFree(dataset, reading);
}

function placeholderFree(dataset: Cursor, reading: Draft): void {
  const file = dataset.get('reference_file');
  if (file.isFilled) raise(reading, 'baseline', cell('configured', 'The reference is named', file.mark));
}

function settingsOf(settings: Cursor, datasets: readonly Cursor[], reading: Draft): void {
  const reference = settings.get('reference_path');
  if (reference.isFilled)
    raise(reading, 'baseline', cell('configured', 'The reference is named', reference.mark));
  const moving = settings.get('moving_reference');
  if (moving.flag === true) {
    reading.cells.baseline = cell('partial', 'The reference moves along with production', moving.mark);
    reading.remarks.push({
      code: 'moving-baseline',
      message:
        'The reference moves along with production, so slow drift is never seen. Write `moving_reference: false` and keep one reference.',
      at: moving.mark,
    });
  } else if (settings.get('use_reference').flag === false) {
    raise(reading, 'baseline', cell('missing', '`use_reference` is off', settings.get('use_reference').mark));
  } else
    raise(
      reading,
      'baseline',
      cell('default', 'The service reads a reference for each dataset', datasets[0]?.keyMark ?? null),
    );
  const period = settings.get('calculation_period_sec');
  raise(
    reading,
    'schedule',
    cell('default', 'The service computes while it runs', period.exists ? period.keyMark : null),
  );
  const rows = settings.get('window_size');
  if (rows.number !== null && rows.number < FEWEST_ROWS) {
    reading.remarks.push({
      code: 'too-few-rows',
      message: `${rows.number} rows a window are too few for a drift test: it fires and rests by chance. Take 200 or more.`,
      at: rows.mark,
    });
  }
}

/** (b) The command of version 0.1: `dashboard_tabs` or `profile_sections`. */
function oldCommand(root: Cursor): Draft | null {
  const listed = [root.get('dashboard_tabs'), root.get('profile_sections')].filter(({ exists }) => exists);
  if (listed.length === 0) return null;
  const sections = listed.flatMap((at) =>
    at.isList ? at.items().flatMap((item) => (item.isMap ? item.entries() : [item])) : at.entries(),
  );
  const nameOf = (section: Cursor): string => (section.name === '' ? (section.text ?? '') : section.name);
  if (!sections.some((section) => MONITORS.test(nameOf(section)))) return null;
  const first = listed[0] ?? root;
  const reading = start(first);
  const mapping = root.get('column_mapping');
  const target = mapping.get('target').isFilled;
  for (const section of sections) {
    const name = nameOf(section);
    const at = section.keyMark;
    if (name === 'data_drift') raise(reading, 'data_drift', cell('configured', 'It is listed', at));
    if (name === 'data_quality') raise(reading, 'data_quality', cell('configured', 'It is listed', at));
    if (/_target_drift$/.test(name))
      raise(
        reading,
        'prediction_drift',
        cell(
          target ? 'configured' : 'partial',
          target ? 'It is listed' : `\`${name}\` has no target to watch`,
          at,
        ),
      );
    if (PERFORMANCE.test(name))
      raise(
        reading,
        'performance',
        cell(target ? 'configured' : 'partial', target ? 'It is listed' : `\`${name}\` has no target`, at),
      );
    if ((/_target_drift$/.test(name) || PERFORMANCE.test(name)) && !target) {
      reading.remarks.push({
        code: 'unmapped-column',
        message: `\`${name}\` needs the labels, and \`column_mapping\` names no \`target\`. Map it.`,
        at,
      });
    }
  }
  if (target)
    raise(reading, 'ground_truth', cell('configured', 'The target is mapped', mapping.get('target').mark));
  reading.remarks.push({
    code: 'old-form',
    message: `\`${first.name}\` is read by version 0.1 of Evidently only; the current command wants \`metrics\` or \`descriptors\`. Write the config anew for \`evidently report\`.`,
    at: first.keyMark,
  });
  fillGaps(reading);
  return reading;
}

/** (c) The collector service. */
function collector(root: Cursor): Draft | null {
  const collectors = root.has('collectors') ? root.get('collectors').entries() : [root];
  const mine = collectors.filter((one) =>
    (one.get('trigger', 'type').text ?? '').startsWith('evidently:collector_trigger:'),
  );
  const first = mine[0];
  if (first === undefined) return null;
  const reading = start(first.get('trigger'));
  for (const one of mine) {
    raise(
      reading,
      'schedule',
      cell('configured', 'The trigger says when it runs', one.get('trigger').keyMark),
    );
    metrics(one.get('report_config'), reading);
    const reference = one.get('reference_path');
    raise(
      reading,
      'baseline',
      reference.isFilled
        ? cell('configured', 'The reference is named', reference.mark)
        : cell('missing', 'No `reference_path` is named'),
    );
    const rows = one.get('trigger', 'rows_count');
    if (rows.number !== null && rows.number < FEWEST_ROWS) {
      reading.remarks.push({
        code: 'too-few-rows',
        message: `${rows.number} rows a report are too few for a drift test: it fires and rests by chance. Take 200 or more.`,
        at: rows.mark,
      });
    }
  }
  fillGaps(reading);
  return reading;
}

/** (d) The current `evidently report`. */
function report(root: Cursor): Draft | null {
  const list = root.get('metrics');
  const text = list
    .items()
    .map((item) => item.get('type').text ?? item.text ?? '')
    .join(' ');
  const ours = /evidently:|Preset\b|\bDrift\b|ValueDrift|DataDrift/.test(text);
  if (!list.isList || !ours) return null;
  const reading = start(list);
  metrics(root, reading);
  fillGaps(reading);
  return reading;
}

function metrics(config: Cursor, reading: Draft): void {
  for (const item of config.get('metrics').items()) {
    const type = `${item.get('type').text ?? item.text ?? ''} ${item.get('column').text ?? item.get('column_name').text ?? ''}`;
    const at = item.get('type').exists ? item.get('type').mark : item.mark;
    if (/drift/i.test(type))
      raise(
        reading,
        /target|prediction/i.test(type) ? 'prediction_drift' : 'data_drift',
        cell('configured', 'A metric watches it', at),
      );
    if (/quality|missing|summary|duplicated/i.test(type))
      raise(reading, 'data_quality', cell('configured', 'A metric watches it', at));
    if (/regression|classification|accuracy|f1|precision|recall|roc|mae\b|rmse/i.test(type)) {
      raise(reading, 'performance', cell('configured', 'A metric measures it', at));
      raise(reading, 'ground_truth', cell('configured', 'The metric needs the target in the data', at));
    }
  }
}
