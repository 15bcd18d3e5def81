import { cell, draft, raise, type Cell, type Dialect, type Draft } from '../reading.js';
import type { Cursor } from '../source/cursor.js';

const ARRIVAL = /^(secondsSinceLastUpload|missingDatapoint|profile\.count)$/;
const QUALITY = /^(count_null|unique_|inferred|type_|most_common)/;
const THIRTY_DAYS_S = 2_592_000;

/** WhyLabs monitor documents. */
export const whylabs: Dialect = {
  name: 'whylabs',
  hints: [/"?analyzers"?\s*:/],
  read(source) {
    const root = source.documents.find(
      (one) =>
        one.get('analyzers').isList &&
        one.get('monitors').isList &&
        (one.has('orgId') || one.has('datasetId')),
    );
    return root === undefined ? null : read(root);
  },
};

function read(root: Cursor): Draft {
  const reading = draft('whylabs', root.get('analyzers'), { primary: true });
  reading.model = root.get('datasetId').text;
  reading.advice = {
    data_drift: 'Add an analyzer of `"type": "drift"` on `histogram` or `frequent_items`.',
    prediction_drift: 'Add a drift analyzer whose `targetMatrix.include` has `group:output`.',
    data_quality: 'Add an analyzer on `count_null_ratio` or `unique_est_ratio`.',
    performance: 'Add an analyzer on a metric such as `classification.f1` or `regression.rmse`.',
    operations: 'Add an analyzer on `secondsSinceLastUpload`.',
    alerting: 'Add a monitor that lists the analyzers and has `actions`.',
    baseline: 'Give the analyzers a `baseline`, best of all `Reference` with a profile of the training data.',
  };
  const monitors = root.get('monitors').items();
  const analyzers = root.get('analyzers').items();
  const listed = new Set(monitors.flatMap((monitor) => monitor.get('analyzerIds').texts));
  for (const analyzer of analyzers) {
    const mute = monitors.length > 0 && !listed.has(analyzer.get('id').text ?? '');
    readAnalyzer(analyzer, { mute, columns: root.get('entitySchema', 'columns') }, reading);
  }
  const known = new Set(analyzers.map((analyzer) => analyzer.get('id').text));
  for (const monitor of monitors) readMonitor(monitor, known, reading);
  if (monitors.length === 0) {
    reading.cells.alerting = cell('missing', 'No monitor is written', root.get('monitors').keyMark);
  }
  for (const [item, because] of [
    ['data_drift', 'No analyzer watches distributions'],
    ['prediction_drift', 'No analyzer watches the output'],
    ['data_quality', 'No analyzer counts nulls, types or unique values'],
    ['performance', 'No analyzer has a performance metric'],
    ['operations', 'No analyzer notices that uploads stop'],
    ['alerting', 'No monitor has an action'],
    ['baseline', 'No analyzer has a baseline'],
    ['schedule', 'No analyzer has a schedule'],
  ] as const) {
    raise(reading, item, cell('missing', because));
  }
  if (reading.cells.operations?.state === 'missing' && analyzers.length > 0) {
    reading.remarks.push({
      code: 'silence-unwatched',
      message:
        'Nothing fires when profiles stop arriving: every other analyzer stays quiet without data. Add an analyzer on `secondsSinceLastUpload`.',
      at: root.get('analyzers').keyMark,
    });
  }
  return reading;
}

interface Around {
  /** Whether no monitor lists the analyzer. */
  readonly mute: boolean;
  readonly columns: Cursor;
}

function readAnalyzer(analyzer: Cursor, { mute, columns }: Around, reading: Draft): void {
  const config = analyzer.get('config');
  const metric = config.get('metric').text ?? '';
  const type = config.get('type').text ?? '';
  const id = analyzer.get('id').text ?? '';
  const at = analyzer.get('id').exists ? analyzer.get('id').mark : analyzer.keyMark;
  const off = analyzer.get('disabled').flag === true;
  const works = (because: string): Cell => {
    if (off) return cell('partial', `\`${id}\` is disabled`, analyzer.get('disabled').mark);
    return mute ? cell('partial', `No monitor lists \`${id}\``, at) : cell('configured', because, at);
  };
  if (type === 'drift') {
    raise(reading, 'data_drift', works('An analyzer compares distributions'));
    const output = outputs(analyzer.get('targetMatrix', 'include').texts, columns);
    if (output !== null) {
      const found = works('A drift analyzer includes the output');
      raise(
        reading,
        'prediction_drift',
        output === 'default' && found.state === 'configured' ? { ...found, state: 'default' } : found,
      );
    }
  } else if (/^(classification|regression)\./.test(metric)) {
    raise(reading, 'performance', works(`An analyzer watches \`${metric}\``));
    reading.task = metric.startsWith('regression') ? 'regression' : 'classification';
  } else if (QUALITY.test(metric)) raise(reading, 'data_quality', works(`An analyzer watches \`${metric}\``));
  else if (/^(median|mean|stddev|quantile|min|max)/.test(metric)) {
    const found = cell('partial', `An analyzer watches only the \`${metric}\`, not the distribution`, at);
    raise(reading, 'data_drift', found);
    if (outputs(analyzer.get('targetMatrix', 'include').texts, columns) !== null)
      raise(reading, 'prediction_drift', found);
  }
  if (ARRIVAL.test(metric)) arrival(metric, config, works('An analyzer notices that uploads stop'), reading);
  if (config.get('baseline').isFilled)
    raise(
      reading,
      'baseline',
      cell('configured', 'The analyzer has a baseline', config.get('baseline').keyMark),
    );
  if (analyzer.get('schedule').isFilled)
    raise(
      reading,
      'schedule',
      cell('configured', 'The analyzer has a schedule', analyzer.get('schedule').keyMark),
    );
  if (mute && !off) {
    reading.remarks.push({
      code: 'dangling-analyzer',
      message: `No monitor lists the analyzer \`${id}\`, so nobody hears of what it finds. Add it to the \`analyzerIds\` of a monitor, or remove it.`,
      at,
    });
  }
  if (off)
    reading.remarks.push({
      code: 'monitoring-disabled',
      message: `The analyzer \`${id}\` is disabled. Enable it, or remove it.`,
      at: analyzer.get('disabled').mark,
    });
  const limit = config.get('threshold');
  if (type === 'drift' && limit.number !== null)
    reading.limits.push({
      metric: config.get('algorithm').text ?? 'hellinger',
      value: limit.number,
      fires: 'above',
      at: limit.mark,
    });
}

/** One arrival analyzer that can never fire spoils the item: its author believes in it. */
function arrival(metric: string, config: Cursor, found: Cell, reading: Draft): void {
  const upper = config.get('upper');
  if (metric === 'secondsSinceLastUpload' && upper.number !== null && upper.number > THIRTY_DAYS_S) {
    const days = Math.round(upper.number / 86_400);
    reading.cells.operations = cell(
      'partial',
      `It would fire after ${days} days without an upload`,
      upper.mark,
    );
    reading.remarks.push({
      code: 'wrong-unit',
      message: `\`${metric}\` counts seconds, so ${upper.number} means ${days} days without an upload; milliseconds were meant. Write ${Math.round(upper.number / 1000)}.`,
      at: upper.mark,
    });
  } else if (reading.cells.operations?.state !== 'partial') raise(reading, 'operations', found);
}

/** Whether the columns an analyzer includes have the model's output among them: named, or by a group. */
function outputs(include: readonly string[], columns: Cursor): 'named' | 'default' | null {
  const own = columns.entries().filter((column) => column.get('classifier').text === 'output');
  if (include.includes('group:output') || own.some(({ name }) => include.includes(name))) return 'named';
  const grouped = own.some(
    (column) => include.includes('*') || include.includes(`group:${column.get('discreteness').text ?? ''}`),
  );
  return grouped ? 'default' : null;
}

function readMonitor(monitor: Cursor, known: ReadonlySet<string | null>, reading: Draft): void {
  const id = monitor.get('id').text ?? '';
  const at = monitor.get('id').exists ? monitor.get('id').mark : monitor.keyMark;
  for (const analyzer of monitor.get('analyzerIds').items()) {
    if (!analyzer.isUnknown && !known.has(analyzer.text)) {
      reading.remarks.push({
        code: 'dangling-analyzer',
        message: `\`${id}\` lists the analyzer \`${analyzer.text ?? ''}\`, and there is none of this name.`,
        at: analyzer.mark,
      });
    }
  }
  const off = monitor.get('disabled').flag === true;
  const told = monitor.get('actions').isFilled;
  if (off) raise(reading, 'alerting', cell('partial', `The monitor \`${id}\` is disabled`, at));
  else if (told)
    raise(
      reading,
      'alerting',
      cell('configured', `The monitor \`${id}\` has an action`, monitor.get('actions').keyMark),
    );
  else {
    raise(reading, 'alerting', cell('partial', `The monitor \`${id}\` has no action`, at));
    reading.remarks.push({
      code: 'alert-reaches-nobody',
      message: `The monitor \`${id}\` has no action, so its alerts reach nobody. Add one to \`actions\`.`,
      at,
    });
  }
  const excluded = monitor.get('mode', 'filter', 'excludeFields');
  if (excluded.exists) {
    reading.remarks.push({
      code: 'misplaced-key',
      message: '`excludeFields` is not read here; columns are left out with `excludeColumns`.',
      at: excluded.keyMark,
      fixes: renameFix(excluded, '"excludeColumns"'),
    });
  }
}

function renameFix(
  at: Cursor,
  text: string,
): {
  title: string;
  edits: { start: Draft['anchor']['start']; end: Draft['anchor']['end']; text: string }[];
}[] {
  return at.borrowed ? [] : [{ title: 'Rename to `excludeColumns`', edits: [{ ...at.keyMark, text }] }];
}
