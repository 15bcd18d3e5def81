import assert from 'node:assert/strict';
import { inferConfig } from '../../../src/core/config/infer.js';
import type { InferColumn, InferFile } from '../../../src/core/config/infer-input.js';
import { parseConfig } from '../../../src/core/config/parse.js';
import { TEST_METRICS } from './metrics-for-tests.js';

const DAY = 86_400_000;
const START = Date.UTC(2024, 0, 1);

function column(name: string, more: Partial<InferColumn> = {}): InferColumn {
  const defaults = {
    kind: 'numeric',
    integer: false,
    distinct: 900,
    min: 0,
    max: 5000,
    missing: 0,
    examples: [],
  } as const;
  return { name, ...defaults, ...more };
}
const id = (name: string, rows: number): InferColumn =>
  column(name, { integer: true, distinct: rows, max: rows });
const time = (name: string, from: number, to: number): InferColumn =>
  column(name, { kind: 'timestamp', min: START + from * DAY, max: START + to * DAY });
const text = (name: string, distinct: number): InferColumn =>
  column(name, { kind: 'categorical', distinct, min: null, max: null });
const flag = (name: string): InferColumn => column(name, { integer: true, distinct: 2, max: 1 });
const score = (name: string): InferColumn => column(name, { max: 0.99, min: 0.01 });

function scored(path: string, from: number, to: number): InferFile {
  return {
    path,
    rows: 10_000,
    columns: [
      id('flight_id', 10_000),
      time('scheduled_at', from, to),
      text('model_version', 1),
      text('origin', 200),
      text('note', 9_000),
      column('distance', { integer: true }),
      column('weekday', { integer: true, distinct: 7, max: 6 }),
      score('p_delayed'),
      flag('predicted'),
      column('latency_ms'),
      column('status', { integer: true, distinct: 3, min: 200, max: 503 }),
    ],
  };
}
const training: InferFile = {
  path: 'logs/training.parquet',
  rows: 20_000,
  columns: [...scored('', -28, -1).columns.slice(0, 9), flag('delayed')],
};
const labels = (path: string): InferFile => ({
  path,
  rows: 8_000,
  columns: [id('flight_id', 8_000), flag('delayed'), time('labelled_at', 0, 90)],
});

const fourThousandRows = (columns: readonly InferColumn[]): InferFile => ({
  path: 'log.csv',
  rows: 4_000,
  columns,
});

function read(
  files: readonly InferFile[],
  folder = 'flight-delay',
  unseen = 0,
): { text: string; notes: readonly string[] } & Pick<ReturnType<typeof parseConfig>, 'monitor' | 'problems'> {
  const inferred = inferConfig({ folder, files, unseen, metrics: TEST_METRICS });
  const { monitor, problems } = parseConfig(inferred.text, TEST_METRICS);
  return { ...inferred, monitor, problems };
}

describe('inferConfig', () => {
  it('finds reference, current, labels, roles and checks of a folder with everything', () => {
    const {
      monitor,
      problems,
      text: written,
      notes,
    } = read([
      training,
      scored('logs/scored-2024-01.parquet', 0, 31),
      scored('logs/scored-2024-02.parquet', 31, 60),
      labels('labels/2024-02.csv'),
      labels('labels/2024-03.csv'),
    ]);
    assert.deepEqual(problems, []);
    assert.ok(monitor);
    assert.equal(monitor.task, 'binary');
    assert.deepEqual(monitor.logs.current, ['logs/scored-*.parquet']);
    assert.deepEqual(monitor.logs.reference, { kind: 'log', globs: ['logs/training.parquet'] });
    assert.deepEqual(
      { ...monitor.logs.columns, resource: undefined },
      {
        id: 'flight_id',
        timestamp: 'scheduled_at',
        version: 'model_version',
        score: 'p_delayed',
        prediction: 'predicted',
        label: null,
        latency_ms: 'latency_ms',
        status: 'status',
        logged: null,
        cost: null,
        query: null,
        resource: undefined,
      },
    );
    assert.deepEqual(monitor.logs.features, ['origin', 'distance', 'weekday']);
    assert.deepEqual(monitor.logs.categorical, ['weekday']);
    assert.deepEqual(monitor.every, { kind: 'time', every: { count: 1, unit: 'd' } });
    assert.deepEqual(monitor.feedback.labels?.path, ['labels/*.csv']);
    assert.equal(monitor.feedback.labels.received, 'labelled_at');
    assert.deepEqual(
      monitor.checks.map(({ metric }) => metric),
      [
        'psi',
        'psi',
        'roc_auc',
        'requests',
        'latency_p95_ms',
        'error_rate',
        'missing_share',
        'unseen_share',
        'duplicate_share',
        'label_coverage',
        'orphan_share',
      ],
    );
    assert.deepEqual(monitor.checks.find(({ metric }) => metric === 'roc_auc')?.alert, {
      kind: 'change',
      by: 0.05,
    });
    assert.match(written, /# Left out: note \(nearly as many values as rows\)\./);
    assert.ok(notes.some((note) => note.startsWith('task: binary')));
  });

  it('takes the first quarter of the log where there is no reference', () => {
    const { monitor, problems, text: written } = read([scored('log.parquet', 0, 180)]);
    assert.deepEqual(problems, []);
    assert.deepEqual(monitor?.logs.reference, { kind: 'window', length: { count: 42, unit: 'd' } });
    assert.deepEqual(monitor.every, { kind: 'time', every: { count: 1, unit: 'w' } });
    assert.match(written, /No training log was found/);
    assert.match(written, /No performance check: no labels were found/);
  });

  it('takes an earlier log of the same shape as the reference', () => {
    const { monitor } = read([
      scored('old.parquet', -60, -1),
      { ...scored('new.parquet', 0, 60), rows: 30_000 },
    ]);
    assert.deepEqual(monitor?.logs.reference, { kind: 'log', globs: ['old.parquet'] });
    assert.deepEqual(monitor.logs.current, ['new.parquet']);
  });

  it('writes a score for each class of a multiclass model', () => {
    const file: InferFile = {
      path: 'pets.csv',
      rows: 5_000,
      columns: [
        id('id', 5_000),
        time('at', 0, 20),
        column('size'),
        score('p_cat'),
        score('p_dog'),
        score('p_no'),
        text('label', 3),
      ],
    };
    const { monitor, problems, text: written } = read([file], 'pets');
    assert.deepEqual(problems, []);
    assert.equal(monitor?.task, 'multiclass');
    assert.deepEqual(monitor.logs.columns.score, { cat: 'p_cat', dog: 'p_dog', no: 'p_no' });
    assert.match(written, /"no": p_no/);
  });

  it('knows parts by names in any style, and by what the model is about', () => {
    const log = fourThousandRows([
      time('createdAt', 0, 20),
      text('requestId', 4_000),
      text('Model Version', 2),
      text('plan', 3),
      flag('hasChurnedBefore'),
      score('churnScore'),
      flag('willChurn'),
      flag('churned'),
      column('ms', { integer: true, max: 900 }),
      column('code', { integer: true, distinct: 3, min: 200, max: 503 }),
    ]);
    const { monitor, problems, text: written, notes } = read([log], 'models');
    assert.deepEqual(problems, []);
    assert.ok(monitor);
    const {
      id,
      timestamp,
      version,
      score: churn,
      prediction,
      label,
      latency_ms,
      status,
    } = monitor.logs.columns;
    assert.deepEqual(
      [id, timestamp, version, churn, prediction, label, latency_ms, status],
      ['requestId', 'createdAt', 'Model Version', 'churnScore', 'willChurn', 'churned', 'ms', 'code'],
    );
    assert.deepEqual(monitor.logs.features, ['plan', 'hasChurnedBefore']);
    assert.match(written, /label: churned {2}# guessed: it has two values/);
    assert.match(written, /metric: roc_auc/);
    assert.ok(notes.some((note) => note.startsWith('label: `churned`, because')));
  });

  it('knows the label by what the prediction predicts', () => {
    const label = (prediction: string, ...others: InferColumn[]): string | null =>
      read([fourThousandRows([time('at', 0, 20), text('city', 9), column(prediction), ...others])]).monitor
        ?.logs.columns.label ?? null;
    assert.equal(label('predicted_price', column('area'), column('price', { missing: 0.7 })), 'price');
    assert.equal(label('demandForecast', column('demand')), 'demand');
    assert.equal(label('price_hat', column('list_price')), null);
    // A text is no value of a number.
    assert.equal(label('predicted_price', text('price', 5)), null);
    const { text: written } = read([
      fourThousandRows([time('at', 0, 20), column('predicted_price'), column('price')]),
    ]);
    assert.match(written, /label: price {2}# guessed: it is named for what `predicted_price` predicts/);
    assert.match(written, /task: regression/);
    assert.match(written, /metric: mae/);
  });

  it('does not watch what counts the rows, nor numbers that are text', () => {
    const log = fourThousandRows([
      time('at', 0, 20),
      column('kunde', { integer: true, distinct: 3_900, min: 0, max: 3_999 }),
      column('age', { integer: true, distinct: 60, min: 18, max: 80 }),
      column('cents', { integer: true, distinct: 2_400, min: 1, max: 4_000 }),
      { ...text('umsatz', 3_900), examples: ['12,50', '1.240,00', '7'] },
      { ...text('zip', 40), examples: ['10001', '10002'] },
      { ...text('day', 40), examples: ['01.02.2026', '02.02.2026'] },
    ]);
    const { monitor, text: written } = read([log]);
    assert.deepEqual(monitor?.logs.features, ['age', 'cents', 'zip', 'day']);
    assert.match(written, /# Left out: kunde \(it counts the rows, as an id does\)\./);
    assert.match(
      written,
      /# Left out: umsatz \(numbers that are read as text, such as 12,50: log them plainly/,
    );
  });

  it('does not watch what is text in some files, but what is empty in some', () => {
    const log = (path: string, day: number, amount: InferColumn, age: InferColumn): InferFile => ({
      path,
      rows: 4_000,
      columns: [time('at', day, day + 20), amount, age, score('score')],
    });
    const { monitor, text: written } = read([
      log('logs/2024-01.csv', 0, column('amount'), column('age')),
      log('logs/2024-02.csv', 20, text('amount', 30), { ...text('age', 0), missing: 1 }),
    ]);
    assert.deepEqual(monitor?.logs.features, ['age']);
    assert.match(written, /# Left out: amount \(text in some files and something else in others/);
    assert.doesNotMatch(written, /unseen_share/);
  });

  it('cuts no days where times are days', () => {
    const log: InferFile = {
      path: 'log.csv',
      rows: 8_000,
      columns: [{ ...time('date', 0, 2), distinct: 3 }, score('score'), flag('label')],
    };
    const { monitor } = read([log]);
    assert.deepEqual(monitor?.every, { kind: 'time', every: { count: 1, unit: 'd' } });
    assert.deepEqual(monitor.logs.reference, { kind: 'window', length: { count: 1, unit: 'd' } });
  });

  it('says of lists and objects that they are not read, and gives them no part', () => {
    const nested = (name: string): InferColumn =>
      column(name, { kind: 'list', distinct: 0, min: null, max: null });
    const log = fourThousandRows([
      time('at', 0, 20),
      text('plan', 3),
      nested('features'),
      nested('prediction'),
      nested('label'),
    ]);
    const { monitor, text: written, notes } = read([log]);
    assert.deepEqual(monitor?.logs.features, ['plan']);
    assert.deepEqual([monitor.logs.columns.prediction, monitor.logs.columns.label], [null, null]);
    for (const name of ['features', 'prediction', 'label']) {
      assert.match(written, new RegExp(`# Left out: ${name} \\(lists or objects, which are not read`));
      assert.ok(notes.some((note) => note.startsWith(`\`${name}\` is not watched: lists or objects`)));
    }
  });

  it('takes no label where two may be one, nor a time in seconds for one in milliseconds', () => {
    const log = fourThousandRows([
      time('at', 0, 20),
      score('p_default'),
      flag('defaulted'),
      flag('default_reported'),
      flag('prior_default'),
      column('latency', { max: 2.5 }),
      column('code', { integer: true, distinct: 40, min: 1, max: 99 }),
    ]);
    const { monitor } = read([log], 'credit');
    assert.ok(monitor);
    const { label, latency_ms, status } = monitor.logs.columns;
    assert.deepEqual([label, latency_ms, status], [null, null, null]);
    assert.ok(monitor.logs.features?.includes('defaulted'));
  });

  it('takes many fractional labels for a regression and gives it no score', () => {
    const file: InferFile = {
      path: 'prices.csv',
      rows: 5_000,
      columns: [time('sold_at', 0, 3), text('city', 30), column('predicted_price'), column('actual')],
    };
    const { monitor, problems } = read([file], 'prices');
    assert.deepEqual(problems, []);
    assert.equal(monitor?.task, 'regression');
    assert.equal(monitor.logs.columns.prediction, 'predicted_price');
    assert.equal(monitor.logs.columns.label, 'actual');
    assert.deepEqual(monitor.every, { kind: 'time', every: { count: 6, unit: 'h' } });
  });

  it('reads the unit of integer timestamps from their size', () => {
    const file: InferFile = {
      path: 'a.csv',
      rows: 1_000,
      columns: [
        column('ts', { integer: true, min: 1.7e9, max: 1.7e9 + 86_400 }),
        score('score'),
        column('x'),
      ],
    };
    const { monitor, problems } = read([file]);
    assert.deepEqual(problems, []);
    assert.equal(monitor?.logs.timestampUnit, 's');
    assert.deepEqual(monitor.every, { kind: 'time', every: { count: 1, unit: 'h' } });
    assert.deepEqual(monitor.logs.reference, { kind: 'window', length: { count: 6, unit: 'h' } });
  });

  it('takes chunks that most have enough rows to be judged, of those that are few enough', () => {
    const hourly = (rows: number, days: number, unseen = 0): ReturnType<typeof read> => {
      const { columns } = scored('log.parquet', 0, days);
      return read([{ path: 'log.parquet', rows, columns }], 'hourly', unseen);
    };
    const every = (...of: Parameters<typeof hourly>): string =>
      /^every: (\w+) {2}# .* of about (\d+) rows$/m
        .exec(hourly(...of).text)
        ?.slice(1)
        .join(' ') ?? 'none';
    assert.equal(every(24 * 60, 60), '1w 170');
    assert.equal(every(200 * 60, 60), '1d 200');
    // As many as are asked for, on average: half the chunks would have fewer.
    assert.equal(every(30 * 60, 60), '1w 210');
    assert.equal(every(38 * 60, 60), '1d 38');
    assert.equal(every(2 * 180, 180), '1mo 60');
    // What was not looked at has rows too.
    assert.equal(every(24 * 60, 60, 1), '1d 48');
    const few = hourly(40, 30);
    assert.match(few.text, /^every: 1d {2}# .* of about 1 row$/m);
    assert.match(
      few.text,
      /^# With fewer than 30 rows \(`min_rows`\) a chunk has no verdict: wait for more, or choose a longer `every`\.$/m,
    );
    assert.ok(few.notes.some((note) => note.includes('a chunk has no verdict')));
    assert.deepEqual(few.problems, []);
  });

  it('does without a time, and with no log at all', () => {
    const { monitor, text: written } = read([
      { path: 'a.csv', rows: 9, columns: [score('score'), column('x')] },
    ]);
    assert.equal(monitor?.every, null);
    assert.match(written, /No reference was found/);
    const empty = read([], 'my models');
    assert.deepEqual(empty.problems, []);
    assert.equal(empty.monitor?.model, 'my-models');
    assert.equal(empty.notes.length, 1);
  });

  it('quotes names that YAML would read as something else', () => {
    const odd: InferFile = {
      path: 'größe #1.csv',
      rows: 9,
      columns: [column('2024'), column('a: b'), column('yes'), column('- x'), column('naïve')],
    };
    const { monitor, problems } = read([odd]);
    assert.deepEqual(
      problems.filter(({ severity }) => severity === 'error'),
      [],
    );
    assert.deepEqual(monitor?.logs.features, ['2024', 'a: b', 'yes', '- x', 'naïve']);
    assert.deepEqual(monitor.logs.current, ['größe #1.csv']);
  });
});
