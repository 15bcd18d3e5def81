import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import type { Terminal } from '../../src/cli/terminal.js';
import type { LintReport } from '../../src/core/lint/finding.js';
import type { Report } from '../../src/core/report/report.js';
import { config, csv, folderOf, rows } from '../engine/logs.js';
import { run as runIn, type Ended } from './run.js';

/** The user's own cache stays out of the tests. */
const CACHE = mkdtempSync(join(tmpdir(), 'tidemark-cli-cache-'));

const run = (args: readonly string[], cwd: string, more: Partial<Terminal> = {}): Promise<Ended> =>
  runIn(args, cwd, { TIDEMARK_CACHE: CACHE }, more);

describe('the command line', function () {
  this.timeout(60_000);
  let folder: string;
  let remove: () => Promise<void>;

  before(async () => {
    const shifted = rows(600, '2024-02-01', { offset: 10_000 }).map((row) => ({
      ...row,
      age: String(Number(row.age) + 30),
    }));
    ({ folder, remove } = await folderOf({
      'good/tidemark.yaml': config(),
      'good/reference.csv': csv(rows(600, '2024-01-01')),
      'good/current.csv': csv(rows(600, '2024-02-01', { offset: 10_000 })),
      'shifted/tidemark.yaml': config({ reference: '../good/reference.csv' }),
      'shifted/current.csv': csv(shifted),
      'broken/tidemark.yaml': 'version: 1\nmodle: x\n',
      'nodata/tidemark.yaml': config(),
      'empty/readme.txt': '',
    }));
  });

  after(async () => {
    await remove();
    await rm(CACHE, { recursive: true, force: true });
  });

  it('0 when everything holds', async () => {
    const { code, out, err } = await run(['check', 'good'], folder);
    assert.equal(code, 0, err);
    assert.match(out, /KEEP churn/);
    assert.equal(err, '');
  });
  it('1 from a verdict at --fail-on, 0 with never', async () => {
    assert.equal((await run(['check', 'shifted'], folder)).code, 1);
    assert.equal((await run(['check', 'shifted', '--fail-on', 'never'], folder)).code, 0);
  });
  it('2 for a broken config, with file, line and column', async () => {
    const { code, err } = await run(['check', 'broken'], folder);
    assert.equal(code, 2);
    assert.match(err, /^tidemark: broken\/tidemark\.yaml:\d+:\d+: /);
  });
  it('2 for wrong usage, an unknown command and one that is not built', async () => {
    assert.equal((await run(['check', '--format', 'pdf'], folder)).code, 2);
    assert.equal((await run(['chek'], folder)).code, 2);
    assert.equal((await run(['check', '--since', 'yesterday'], folder)).code, 2);
    for (const command of ['compare', 'backtest', 'labels']) {
      const { code, err } = await run([command, 'good'], folder);
      assert.equal(code, 2);
      assert.match(err, /not built yet/);
    }
  });
  it('2 where there is no config, and says what to do', async () => {
    const { code, err } = await run(['check', 'empty'], folder);
    assert.equal(code, 2);
    assert.match(err, /tidemark init empty/);
  });
  it('3 for data that cannot be read', async () => {
    const { code, err } = await run(['check', 'nodata'], folder);
    assert.equal(code, 3);
    assert.match(err, /No file matches current\.csv/);
  });
  it('130 when cancelled', async () => {
    const stop = new AbortController();
    stop.abort();
    assert.equal((await run(['check', 'good'], folder, { signal: stop.signal })).code, 130);
  });
  it('several configs: a broken one stops no other, the largest code counts', async () => {
    const { code, out } = await run(['check', 'good', 'broken', 'shifted', '--format', 'json'], folder);
    assert.equal(code, 2);
    const { schema, reports } = JSON.parse(out) as { schema: number; reports: Report[] };
    assert.equal(schema, 1);
    assert.deepEqual(
      reports.map((report) => report.provenance.config),
      ['good/tidemark.yaml', 'shifted/tidemark.yaml'],
    );
  });
  it('one config prints its report itself', async () => {
    const { out } = await run(['check', 'good', '--format', 'json'], folder);
    const report = JSON.parse(out) as Report;
    assert.equal(report.schema, 1);
    assert.deepEqual(Object.keys(report).slice(0, 11), [
      'schema',
      'tidemark',
      'model',
      'task',
      'owner',
      'generated_at',
      'as_of',
      'provenance',
      'windows',
      'summary',
      'results',
    ]);
    const counted = report.results.filter((result) => result.standing).length;
    const { pass, warn, alert, error, unknown, info } = report.summary;
    assert.equal(pass + warn + alert + error + unknown + info, counted);
  });
  it('text fits its width, and has no colour when piped', async () => {
    for (const columns of [100, 90, 70]) {
      const { out } = await run(['check', 'shifted', '--all'], folder, {
        columns,
        outIsTerminal: true,
        env: { NO_COLOR: '1' },
      });
      for (const line of out.split('\n'))
        assert.ok(line.length <= columns, `${line.length} > ${columns}: ${line}`);
      assert.ok(!out.includes('\u001b'));
    }
    assert.ok((await run(['check', 'shifted'], folder, { outIsTerminal: true })).out.includes('\u001b[31m'));
    assert.ok(!(await run(['check', 'shifted'], folder)).out.includes('\u001b'));
  });
  it('a terminal that is not UTF-8 gets plain signs', async () => {
    const { out } = await run(['check', 'shifted'], folder, { env: { LC_ALL: 'C' } });
    assert.match(out, /x psi age|x age/);
    assert.ok(/^[\x20-\x7e\n]*$/.test(out), 'ASCII only');
  });
  it('markdown and HTML', async () => {
    const { out } = await run(['check', 'shifted', '--format', 'markdown'], folder);
    assert.match(out, /^# (Keep|Update) this model: churn|^# Cannot judge this model: churn/);
    const html = await run(['check', 'shifted', '--format', 'html'], folder);
    assert.match(html.out, /^<!doctype html>/i);
    assert.ok(html.out.includes('<svg'));
    assert.ok(!/<script|https?:\/\/(?!www\.w3\.org)/.test(html.out), 'no script and no address');
  });
  it('--output and --html write files and say so', async () => {
    const { code, out, err } = await run(
      ['check', 'good', '--output', 'report.txt', '--html', 'report.html'],
      folder,
    );
    assert.equal(code, 0);
    assert.equal(out, '');
    assert.match(err, /Wrote report\.txt\nWrote report\.html/);
    assert.ok(existsSync(join(folder, 'report.html')));
  });

  it('lint --format json has the shape of the contract, and an error exits with 1', async () => {
    const { code, out } = await run(['lint', 'broken', 'good', '--format', 'json'], folder);
    assert.equal(code, 1);
    const report = JSON.parse(out) as LintReport;
    assert.deepEqual(
      report.files.map((file) => [file.path, file.dialect]),
      [
        ['broken/tidemark.yaml', 'tidemark'],
        ['good/tidemark.yaml', 'tidemark'],
      ],
    );
    const [finding] = report.files[0]?.findings ?? [];
    assert.ok(finding);
    assert.ok(finding.start.line >= 1 && finding.start.column >= 1);
    assert.equal(Object.keys(report.files[1]?.coverage ?? {}).length, 10);
    assert.equal(report.models[0]?.model, 'churn');
  });
  it('lint lists a file given by name that it does not know, without findings', async () => {
    const { code, out } = await run(['lint', 'empty/readme.txt', '--format', 'json'], folder);
    assert.equal(code, 0);
    const [file] = (JSON.parse(out) as LintReport).files;
    assert.equal(file?.dialect, null);
    assert.ok(Object.values(file?.coverage ?? {}).every((state) => state === 'elsewhere'));
  });

  it('init writes a config that runs as written', async () => {
    const made = await folderOf({
      'train.csv': csv(rows(900, '2024-01-01')),
      'predictions-2024-02.csv': csv(rows(900, '2024-02-01', { offset: 10_000 })),
      'predictions-2024-03.csv': csv(rows(900, '2024-03-01', { offset: 20_000 })),
    });
    try {
      const { code, out, err } = await run(['init'], made.folder);
      assert.equal(code, 0, err);
      assert.match(out, /Wrote tidemark\.yaml/);
      const text = await readFile(join(made.folder, 'tidemark.yaml'), 'utf8');
      assert.match(text, /current: predictions-\*\.csv/);
      assert.match(text, /reference: train\.csv/);
      const checked = await run(['check', '--format', 'json'], made.folder);
      assert.ok(checked.code <= 1, checked.err);
      const report = JSON.parse(checked.out) as Report;
      assert.equal(
        report.summary.error,
        0,
        JSON.stringify(
          report.results.filter((result) => result.verdict === 'error').map((result) => result.explanation),
        ),
      );
      assert.ok(report.results.some((result) => result.metric === 'roc_auc' && result.standing));
      const again = await run(['init'], made.folder);
      assert.equal(again.code, 2);
      assert.match(again.err, /--force/);
    } finally {
      await made.remove();
    }
  });
  it('init tells files of different columns apart, and counts few values exactly', async () => {
    const log = rows(1500, '2024-02-01', { offset: 10_000 });
    const kinds = ['cat', 'dog', 'éléphant'];
    const made = await folderOf({
      'logs/current.csv': csv(log, ['id', 'at', 'age', 'plan', 'score']),
      'logs/labels.csv': `id,label\n${log
        .filter((_, i) => i % 2 === 0)
        .map(({ id }, i) => `${id},${kinds[i % 3]}`)
        .join('\n')}\n`,
      'logs/training.csv': csv(rows(900, '2024-01-01')),
    });
    try {
      const { out, err } = await run(['init', '--print'], made.folder);
      assert.doesNotMatch(err, /left out|damaged/);
      assert.match(err, /`label` has 3 different values/);
      assert.match(out, /labels:\s+\{ path: logs\/labels\.csv, id: id, label: label/);
    } finally {
      await made.remove();
    }
  });

  it('init in a folder without logs', async () => {
    const { code, err } = await run(['init', 'empty'], folder);
    assert.equal(code, 2);
    assert.match(err, /no logs/);
  });

  it('the built command runs, prints results to stdout only, and ends with 130 on Ctrl-C', async function () {
    const cli = resolve('dist/cli.js');
    if (!existsSync(cli)) this.skip();
    const ended = await spawned([cli, 'check', join(folder, 'good')], null);
    assert.equal(ended.code, 0, ended.err);
    assert.match(ended.out, /KEEP churn/);
    assert.equal(ended.err, '');
    const stopped = await spawned([cli, 'check', 'media/sample/flights', '--no-cache'], 600);
    assert.equal(stopped.code, 130, stopped.err);
  });
});

function spawned(args: readonly string[], interruptAfterMs: number | null): Promise<Ended> {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TIDEMARK_CACHE: CACHE },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    if (interruptAfterMs !== null) setTimeout(() => child.kill('SIGINT'), interruptAfterMs);
    child.on('exit', (code) => done({ code: code ?? -1, out, err }));
  });
}
