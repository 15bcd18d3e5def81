/** What the command line says of options, files and configs that are wrong. */
import assert from 'node:assert/strict';
import { join } from 'node:path';

import { instantOf } from '../../src/cli/instant.js';
import { config, csv, folderOf, objectOf, rows } from '../engine/logs.js';
import { run as runIn, type Ended } from './run.js';

const run = (args: readonly string[], cwd: string): Promise<Ended> =>
  runIn(args, cwd, { TIDEMARK_CACHE: join(cwd, '.cache') });

describe('a time on the command line', () => {
  const at = (value: string): string => new Date(instantOf('--since', value) ?? NaN).toISOString();
  let zone: string | undefined;

  before(() => {
    zone = process.env.TZ;
    process.env.TZ = 'America/New_York';
  });
  after(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  it('is UTC without a zone, wherever the machine is', () => {
    assert.equal(at('2026-02-03'), '2026-02-03T00:00:00.000Z');
    assert.equal(at('2026-02-03T10:30'), '2026-02-03T10:30:00.000Z');
    assert.equal(at('2026-02-03 10:30:15'), '2026-02-03T10:30:15.000Z');
  });
  it('has its own zone where it says so', () => {
    assert.equal(at('2026-02-03T10:30:00+02:00'), '2026-02-03T08:30:00.000Z');
    assert.equal(at('2026-02-03T10:30:00-0530'), '2026-02-03T16:00:00.000Z');
    assert.equal(at('2026-02-03T10:30:00.250Z'), '2026-02-03T10:30:00.250Z');
  });
  it('is refused where the calendar has no such day', () => {
    for (const value of [
      '2026-02-30',
      '2026-13-01',
      '2026-02-29',
      'yesterday',
      '2026-02-03T25:00',
      '3 Feb 2026',
    ]) {
      assert.throws(() => instantOf('--since', value), /is not a time/, value);
    }
    assert.equal(at('2028-02-29'), '2028-02-29T00:00:00.000Z');
  });
});

describe('what the command line says of errors', function () {
  this.timeout(60_000);
  const LOGS = { 'reference.csv': csv(rows(300, '2024-01-01')), 'current.csv': csv(rows(300, '2024-02-01')) };

  it('a file that cannot be written: why, in words', async () => {
    const { folder, remove } = await folderOf({ ...LOGS, 'tidemark.yaml': config() });
    try {
      const absent = await run(['check', '--no-cache', '--output', 'no/such/report.txt'], folder);
      assert.equal(absent.code, 2);
      assert.equal(
        absent.err,
        'tidemark: no/such/report.txt cannot be written: its folder does not exist.\n',
      );
      const taken = await run(['check', '--no-cache', '--output', '.'], folder);
      assert.equal(taken.err, 'tidemark: . cannot be written: it is a folder. Name a file in it.\n');
    } finally {
      await remove();
    }
  });

  it('a last row that is half written: an alert, or a word with --live', async () => {
    const current = `${LOGS['current.csv']}300,2024-02`;
    const { folder, remove } = await folderOf({ ...LOGS, 'current.csv': current, 'tidemark.yaml': config() });
    try {
      const cut = await run(['check'], folder);
      assert.equal(cut.code, 1);
      assert.match(cut.out, /1 row could not be read: current\.csv line 302/);
      const live = await run(['check', '--live', '--all'], folder);
      assert.equal(live.code, 0);
      assert.match(live.out, /current\.csv is being written: its last row \(11 bytes\) is not whole\s+yet/);
    } finally {
      await remove();
    }
  });

  it('of several configs, the one that it is about', async () => {
    const labels = csv(rows(300, '2024-02-01').map((row, i) => ({ ...row, label: String(i % 3) })));
    const { folder, remove } = await folderOf({
      ...LOGS,
      'tidemark.yaml': config(),
      'churn/reference.csv': labels,
      'churn/current.csv': labels,
      'churn/tidemark.yaml': config(),
    });
    try {
      const { code, err } = await run(['check', '--no-cache', '.', 'churn'], folder);
      assert.equal(code, 3);
      assert.match(err, /^tidemark: churn\/tidemark\.yaml: The labels have 3 distinct values \(0, 1, 2\)/);
    } finally {
      await remove();
    }
  });

  it('a unit in which no time of the log is of our years', async () => {
    const log = rows(300, '2024-02-01').map((row) => ({
      ...objectOf(row),
      at: Date.parse(`${row.at.replace(' ', 'T')}Z`) / 1000,
    }));
    const lines = `${log.map((row) => JSON.stringify(row)).join('\n')}\n`;
    const yaml = (unit: string): string =>
      config({ reference: '{ window: 12h }', current: 'current.ndjson' }).replace(
        '  features:',
        `  timestamp_unit: ${unit}\n  features:`,
      );
    const { folder, remove } = await folderOf({
      'current.ndjson': lines,
      'tidemark.yaml': yaml('s'),
      'ms.tidemark.yaml': yaml('ms'),
    });
    try {
      assert.ok((await run(['check', '--no-cache', 'tidemark.yaml'], folder)).code < 2);
      const { code, err } = await run(['check', '--no-cache', 'ms.tidemark.yaml'], folder);
      assert.equal(code, 2, err);
      assert.match(
        err,
        /^tidemark: ms\.tidemark\.yaml:8:19: Read as ms, at holds times from 1970-01-20T\S+ to 1970-01-20T\S+\. They seem to count s: write timestamp_unit: s\.\n$/,
      );
    } finally {
      await remove();
    }
  });
});
