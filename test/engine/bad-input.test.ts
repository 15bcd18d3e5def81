import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { ConfigError, DataError } from '../../src/core/errors.js';
import { exitOf } from '../../src/core/exit-code.js';
import type { Report } from '../../src/core/report/report.js';
import { checkConfig, loadConfig } from '../../src/runner/check-config.js';
import { check, PLAIN, standing } from './check.js';
import { config, csv, folderOf, ndjson, objectOf, rows, toParquet } from './logs.js';

const REFERENCE = csv(rows(600, '2024-01-01'));
const CURRENT = csv(rows(600, '2024-02-01', { offset: 10_000 }));

/** Runs the check in a folder of its own with these files. */
async function run(files: Record<string, string | Uint8Array>): Promise<Report> {
  const { folder, remove } = await folderOf({
    'tidemark.yaml': config(),
    'reference.csv': REFERENCE,
    'current.csv': CURRENT,
    ...files,
  });
  try {
    return await check(join(folder, 'tidemark.yaml'));
  } finally {
    await remove();
  }
}

async function fails(
  files: Record<string, string | Uint8Array>,
  kind: typeof ConfigError | typeof DataError,
  message: RegExp,
): Promise<void> {
  await assert.rejects(run(files), (error: Error) => {
    assert.ok(error instanceof kind, `${error.name}: ${error.message}`);
    assert.match(error.message, message);
    return true;
  });
}

describe('bad input', function () {
  this.timeout(30_000);

  it('good input passes, so that the rest means something', async () => {
    const report = await run({});
    assert.equal(exitOf(report, 'warn').code, 0, JSON.stringify(report.summary));
    assert.equal(report.problems.length, 0);
    assert.equal(standing(report, 'psi', 'age').verdict, 'pass');
    assert.equal(standing(report, 'roc_auc').verdict, 'pass');
  });

  it('a glob that matches nothing: exit 3, with the key and its line', async () => {
    await fails(
      { 'tidemark.yaml': config({ current: 'nowhere/*.csv' }) },
      DataError,
      /No file matches nowhere\/\*\.csv \(logs\.current\)/,
    );
  });

  it('an empty file', async () => {
    await fails({ 'current.csv': '' }, DataError, /current\.csv is empty/);
  });

  it('a header and no row', async () => {
    await fails({ 'current.csv': 'id,at,age,plan,score,label\n' }, DataError, /current\.csv has no rows/);
  });

  it('a Parquet file cut short', async () => {
    await fails(
      {
        'current.parquet': Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(500, 7)]),
        'tidemark.yaml': config({ current: 'current.parquet' }),
      },
      DataError,
      /current\.parquet is cut short/,
    );
  });

  it('a gzip cut short is an error, not a shorter log', async () => {
    const packed = gzipSync(csv(rows(5000, '2024-02-01')));
    await fails(
      {
        'current.csv.gz': packed.subarray(0, packed.length / 2),
        'tidemark.yaml': config({ current: 'current.csv.gz' }),
      },
      DataError,
      /current\.csv\.gz cannot be unpacked: unexpected end of file/,
    );
  });

  it('a text file cut short mid-row is named with its line', async () => {
    const report = await run({ 'current.csv': CURRENT.slice(0, -20) });
    const malformed = standing(report, 'malformed_share');
    assert.equal(malformed.verdict, 'alert');
    assert.match(malformed.explanation, /current\.csv line 601/);
    assert.equal(exitOf(report, 'alert').code, 1);
  });

  it('a wrong ending', async () => {
    await fails(
      { 'current.parquet': CURRENT, 'tidemark.yaml': config({ current: 'current.parquet' }) },
      DataError,
      /current\.parquet is no Parquet file/,
    );
    await fails({ 'current.csv': gzipSync(CURRENT) }, DataError, /current\.csv is a gzip file/);
    await fails({ 'current.csv': '{"id": 1}\n' }, DataError, /holds JSON/);
    await fails(
      { 'current.log': CURRENT, 'tidemark.yaml': config({ current: 'current.log' }) },
      DataError,
      /no known ending/,
    );
  });

  it('files of one glob with different columns', async () => {
    const report = await run({
      'tidemark.yaml': config({ current: 'current-*.csv' }),
      'current-1.csv': csv(rows(300, '2024-02-01', { offset: 10_000 })),
      'current-2.csv': csv(rows(300, '2024-02-07', { offset: 20_000 }), [
        'id',
        'at',
        'plan',
        'score',
        'label',
      ]),
    });
    const change = standing(report, 'schema_change', 'age');
    assert.equal(change.verdict, 'alert');
    assert.match(
      change.explanation,
      /age is absent from 1 of 2 files \(current-2\.csv\): 300 rows count as missing/,
    );
    assert.equal(standing(report, 'missing_share', 'age').verdict, 'alert');
  });

  it('a timestamp column that no log has: exit 2, with the nearest name', async () => {
    await fails(
      { 'tidemark.yaml': config().replace('timestamp: at', 'timestamp: att') },
      ConfigError,
      /No log has a column “att”; the nearest is “at”/,
    );
  });

  it('a timestamp that cannot be read as a time', async () => {
    await fails(
      {
        'tidemark.yaml': config()
          .replace('timestamp: at', 'timestamp: plan')
          .replace('[age, plan]', '[age]')
          .replace('of: plan', 'of: age'),
      },
      DataError,
      /No value of plan .* can be read as a time/,
    );
  });

  it('whole numbers as timestamps without a unit', async () => {
    await fails(
      {
        'tidemark.yaml': config().replace('timestamp: at', 'timestamp: age').replace('[age, plan]', '[plan]'),
      },
      ConfigError,
      /timestamp_unit/,
    );
  });

  it('a column that is all missing is an error, never a pass', async () => {
    const empty = rows(600, '2024-02-01', { offset: 10_000 }).map((row) => ({ ...row, age: '' }));
    const report = await run({ 'current.csv': csv(empty) });
    const psi = standing(report, 'psi', 'age');
    assert.equal(psi.verdict, 'error');
    assert.match(psi.explanation, /age has no usable value in the current rows/);
    assert.equal(standing(report, 'missing_share', 'age').value, 1);
    assert.match(
      standing(report, 'schema_change', 'age').explanation,
      /age has no number in the current logs, only text \(VARCHAR\) or nothing/,
    );
    assert.equal(report.summary.decision.keep, null);
    assert.equal(exitOf(report, 'alert').code, 1);
  });

  it('duplicate ids', async () => {
    const twice = rows(600, '2024-02-01', { offset: 10_000 });
    const report = await run({ 'current.csv': csv([...twice, ...twice.slice(-50)]) });
    assert.equal(
      report.results.find((result) => result.metric === 'duplicate_share' && result.chunk === null)?.value,
      50 / 650,
    );
  });

  it('labels that belong to no row', async () => {
    const labels = `id,label,received\n${rows(100, '2024-02-01', { offset: 900_000 })
      .map((row) => `${row.id},${row.label},2024-02-05 00:00:00`)
      .join('\n')}\n`;
    const report = await run({
      'labels.csv': labels,
      'tidemark.yaml': config({
        more: `  feedback:
    - { metric: orphan_share, alert: { above: 0.01 } }
    - { metric: label_coverage, alert: { below: 0.8 } }
feedback:
  labels: { path: labels.csv, id: id, label: label, received: received }`,
      }).replace(', label: label }', ' }'),
      'current.csv': csv(rows(600, '2024-02-01', { offset: 10_000 }), ['id', 'at', 'age', 'plan', 'score']),
    });
    assert.equal(standing(report, 'orphan_share').value, 1);
    assert.equal(standing(report, 'orphan_share').verdict, 'alert');
    assert.equal(standing(report, 'label_coverage').verdict, 'alert');
    assert.equal(standing(report, 'roc_auc').verdict, 'unknown');
    assert.equal(report.summary.decision.keep, null);
  });

  it('label files without a column that the config names', async () => {
    const yaml = config({
      more: 'feedback:\n  labels: { path: "labels*.csv", id: id, label: label, received: arrived }\n',
    }).replace(', label: label }', ' }');
    await fails(
      { 'labels.csv': 'id,label\n1,1\n', 'tidemark.yaml': yaml },
      ConfigError,
      /labels\.csv has no column “arrived”, which feedback\.labels names\. It has id and label\./,
    );
    await fails(
      { 'labels.csv': 'id,label\n1,1\n', 'labels-2.csv': 'id,label\n2,1\n', 'tidemark.yaml': yaml },
      ConfigError,
      /None of the 2 label files has a column “arrived”/,
    );
    await fails(
      {
        'labels.csv': 'id,label\n1,1\n',
        'labels-2.csv': 'id,label,arrived\n2,1,2024-02-02\n',
        'tidemark.yaml': yaml,
      },
      DataError,
      /labels\.csv has no column “arrived”/,
    );
  });

  it('a config that names a column nobody has', async () => {
    await fails(
      { 'tidemark.yaml': config().replace('[age, plan]', '[agee, plan]') },
      ConfigError,
      /No log has a column “agee”; the nearest is “age”/,
    );
  });

  it('a feature that vanished from production is an error, and what it touched is named', async () => {
    const report = await run({
      'current.csv': csv(rows(600, '2024-02-01', { offset: 10_000 }), ['id', 'at', 'plan', 'score', 'label']),
    });
    assert.equal(standing(report, 'psi', 'age').verdict, 'error');
    assert.equal(standing(report, 'missing_share', 'age').verdict, 'error');
    assert.match(standing(report, 'schema_change', 'age').explanation, /age is gone/);
    assert.equal(standing(report, 'schema_change', 'age').verdict, 'error');
    assert.equal(exitOf(report, 'alert').code, 1);
    assert.equal(exitOf(report, 'never').code, 0);
  });

  it('a broken row in the middle', async () => {
    const lines = CURRENT.split('\n');
    lines.splice(300, 0, 'this,is,not');
    const report = await run({ 'current.csv': lines.join('\n') });
    const malformed = standing(report, 'malformed_share');
    assert.equal(malformed.verdict, 'alert');
    assert.match(malformed.explanation, /current\.csv line 301/);
    assert.ok(report.problems.some((problem) => problem.code === 'malformed-rows' && problem.line === 301));
    assert.equal(report.windows.current.rows, 600);
  });

  it('a cell that is no number counts as missing, and is said', async () => {
    const report = await run({ 'current.csv': CURRENT.replace(/^(\d+,[^,]+),\d+/m, '$1,old') });
    assert.equal(standing(report, 'missing_share', 'age').value !== null, true);
    assert.ok(
      report.problems.some(
        (problem) => problem.code === 'cells-of-another-type' && problem.message.includes('age (1)'),
      ),
    );
  });

  it('whole numbers at first and fractions further down are not rounded', async () => {
    const lines = CURRENT.split('\n');
    lines[500] = (lines[500] ?? '').replace(/^(\d+,[^,]+),\d+/, '$1,33.5');
    const report = await run({ 'current.csv': lines.join('\n') });
    assert.deepEqual(
      report.problems.filter((problem) => problem.code === 'cells-of-another-type'),
      [],
    );
    const age = report.distributions.find((one) => one.column === 'age' && one.chunk === null);
    assert.equal(age?.n_current, 600);
  });

  it('a broken NDJSON line takes no other line with it', async () => {
    const lines = ndjson(rows(600, '2024-02-01', { offset: 10_000 })).split('\n');
    lines[99] = '{"id": 7, "age":';
    const report = await run({
      'current.ndjson': lines.join('\n'),
      'tidemark.yaml': config({ current: 'current.ndjson' }),
    });
    assert.equal(report.windows.current.rows, 599);
    assert.match(standing(report, 'malformed_share').explanation, /current\.ndjson line 100/);
  });

  it('an NDJSON line that is null is a broken one; a field that is null or of many types is text', async () => {
    const linesOf = (start: string, offset: number, mixed: (i: number) => unknown): string[] =>
      rows(600, start, { offset }).map((row, i) =>
        JSON.stringify({ ...objectOf(row), never: null, mixed: mixed(i) }),
      );
    const lines = linesOf('2024-02-01', 10_000, (i) => (i % 2 === 0 ? 'word' : i));
    const files = {
      'tidemark.yaml': config({ current: 'current.ndjson', reference: 'reference.ndjson' }).replace(
        'features: [age, plan]',
        'features: [age, plan, mixed]',
      ),
      'reference.ndjson': linesOf('2024-01-01', 0, () => 'word').join('\n'),
    };
    const whole = await run({ ...files, 'current.ndjson': lines.join('\n') });
    const mixed = whole.distributions.find(({ column, chunk }) => column === 'mixed' && chunk === null);
    assert.equal(mixed?.bins.find(({ label }) => label === 'word')?.current, 0.5);
    assert.equal(standing(whole, 'malformed_share').value, 0);
    lines[9] = 'null';
    const broken = await run({ ...files, 'current.ndjson': lines.join('\n') });
    assert.equal(broken.windows.current.rows, 599);
    assert.match(standing(broken, 'malformed_share').explanation, /current\.ndjson line 10/);
  });

  it('bytes that are not UTF-8', async () => {
    const lines = CURRENT.split('\n');
    const broken = Buffer.concat([
      Buffer.from(`${lines.slice(0, 10).join('\n')}\n10009,2024-02-01 05:00:00,30,caf`),
      Buffer.from([0xe9]),
      Buffer.from(`,0.5,1\n${lines.slice(10).join('\n')}`),
    ]);
    const report = await run({ 'current.csv': broken });
    assert.match(standing(report, 'malformed_share').explanation, /current\.csv line 11 .*not utf-8/i);
  });

  it('a timestamp in the year 2099 is left out and alerts, and ends no window there', async () => {
    const stray = rows(600, '2024-02-01', { offset: 10_000 });
    const report = await run({
      'current.csv': csv([...stray, { ...stray[0]!, id: '1', at: '2099-01-01 00:00:00' }]),
    });
    const future = standing(report, 'future_timestamps');
    assert.equal(future.verdict, 'alert');
    assert.equal(future.value, 1);
    assert.match(future.explanation, /2099-01-01/);
    assert.equal(report.windows.current.rows, 600);
    assert.ok((report.as_of ?? '').startsWith('2024-02-0'));
  });

  it('a file deleted during the run', async () => {
    const { folder, remove } = await folderOf({
      'tidemark.yaml': config({ current: 'current.parquet' }),
      'reference.csv': REFERENCE,
      'current.csv': CURRENT,
    });
    try {
      await toParquet(join(folder, 'current.csv'), join(folder, 'current.parquet'));
      const config = await loadConfig(join(folder, 'tidemark.yaml'));
      const running = checkConfig(
        config,
        'tidemark.yaml',
        PLAIN,
        {
          signal: new AbortController().signal,
          // Looked at, and gone before it is read.
          onProgress: () => rmSync(join(folder, 'current.parquet'), { force: true }),
        },
        null,
      );
      await assert.rejects(running, (error: Error) => {
        assert.ok(error instanceof DataError, error.stack);
        assert.match(error.message, /current\.parquet was there and is gone/);
        return true;
      });
    } finally {
      await remove();
    }
  });

  it('separators, CRLF, a byte-order mark, quotes with line ends inside', async () => {
    const windows = `\uFEFF${CURRENT.replaceAll(',', ';').replaceAll('\n', '\r\n').replace('basic', '"ba""s\r\nic"')}`;
    const report = await run({ 'current.csv': windows });
    assert.equal(report.windows.current.rows, 600);
    assert.equal(standing(report, 'malformed_share').verdict, 'pass');
    assert.equal(standing(report, 'psi', 'age').verdict, 'pass');
  });
});
