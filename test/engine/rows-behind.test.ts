import assert from 'node:assert/strict';
import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { DuckDBInstance } from '@duckdb/node-api';

import { parseConfig } from '../../src/core/config/parse.js';
import { CancelledError } from '../../src/core/errors.js';
import { METRICS } from '../../src/core/metrics/registry.js';
import type { RowsPage } from '../../src/core/profile/rows.js';
import type { Report } from '../../src/core/report/report.js';
import { choicesOf } from '../../src/core/rows/choices.js';
import { countedRows, type CountedRows, type RowsQuestion } from '../../src/core/rows/question.js';
import { rowsPlan } from '../../src/core/rows/rows-plan.js';
import { inspectLogs } from '../../src/core/inspect-logs.js';
import { LocalEngine } from '../../src/engines/local/engine.js';
import { globFiles } from '../../src/runner/files.js';
import { exportRows, rowsPage } from '../../src/runner/rows-requests.js';
import { check } from './check.js';
import { folderOf, toParquet } from './logs.js';

const RUN = { signal: new AbortController().signal, onProgress: () => undefined };

/** Values that markup, spreadsheets and SQL would trip over. */
const HOSTILE = ['</script><b>', "it's; --", '=cmd()', '\u202Eabc', '"quoted", twice', '3 more', 'unseen'];

/** Rows whose numbers tie on the edges of their bins, have no value, or no end; and of very many categories. */
function log(n: number, start: string, seed: number, extra: readonly string[] = []): string {
  const first = Date.parse(start);
  const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const lines = Array.from({ length: n }, (_, i) => {
    const unit = (irrational: number): number => ((i + seed) * irrational) % 1;
    const u = unit(0.6180339887498949);
    const tied = String(Math.floor(unit(0.4142135623730951) * 7));
    const wide =
      u < 0.03
        ? ''
        : u < 0.04
          ? 'Infinity'
          : u < 0.05
            ? '-Infinity'
            : u < 0.06
              ? 'NaN'
              : String(Math.exp(u * 20 - 10));
    const zero = u < 0.5 ? '0.0' : u < 0.55 ? '-0.0' : String((u - 0.75) * 1e-3);
    const few = u < 0.1 ? '' : (HOSTILE[Math.floor(unit(0.7320508075688772) * HOSTILE.length)] ?? '');
    const many = `v${Math.floor(unit(0.2360679774997898) ** 2 * 400) + (seed > 0 ? 20 : 0)}`;
    // Every second time with an offset of its own.
    const at = new Date(first + Math.floor((i / n) * 6 * 86_400_000) + (i % 2) * 7_200_000)
      .toISOString()
      .replace('.000Z', i % 2 === 0 ? 'Z' : '+02:00');
    return [
      String(i),
      at.replace(/\.\d+/, ''),
      tied,
      wide,
      zero,
      quote(few),
      many,
      i % 3 === 0 ? 'a' : 'b',
    ].join();
  });
  return `${['id,at,tied,wide,zero,few,many,version', ...lines, ...extra].join('\n')}\n`;
}

function config(reference: string, every: string, more: string): string {
  return `version: 1
model: hard
task: regression
logs:
  current: current*
  ${reference}
  columns: { id: id, timestamp: at, version: version }
  features: [tied, wide, zero, few, many]
${more}
every: ${every}
checks:
  stability:
    - { metric: psi, of: features }
`;
}

describe('the rows behind a number', function () {
  this.timeout(60_000);
  let folder: string;
  let remove: () => Promise<void>;
  const path = (): string => join(folder, 'tidemark.yaml');

  before(async () => {
    ({ folder, remove } = await folderOf({
      'reference.csv': log(1500, '2024-01-01T00:00:00Z', 0),
      'current-1.csv': log(900, '2024-02-05T00:00:00Z', 5000, ['broken,row']),
      'source.csv': log(900, '2024-02-11T00:00:00Z', 9000),
    }));
    await toParquet(join(folder, 'source.csv'), join(folder, 'current-2.parquet'));
  });

  after(async () => {
    await remove();
  });

  async function open(text: string): Promise<Report> {
    await writeFile(path(), text);
    return check(path());
  }

  function counted(report: Report, question: RowsQuestion): CountedRows {
    const found = countedRows(report, question);
    assert.ok(found);
    return found;
  }

  /** Counts rows with one engine: to look at the logs anew for each bin takes long. */
  async function counter(
    report: Report,
  ): Promise<{ total(question: RowsQuestion): Promise<number>; close(): Promise<void> }> {
    const text = await readFile(path(), 'utf8');
    const document = parseConfig(text, METRICS);
    const { monitor } = document;
    assert.ok(monitor);
    const engine = new LocalEngine(folder, null);
    const glob = (patterns: readonly string[]): Promise<readonly string[]> => globFiles(folder, patterns);
    const logs = await inspectLogs(
      { monitor, document, configPath: 'tidemark.yaml', glob, upTo: 'end' },
      engine,
      RUN,
    );
    const sha256 = report.provenance.config_sha256;
    return {
      total: async (question) => {
        const plan = rowsPlan(monitor, logs, counted(report, question), sha256);
        return (await engine.rows(plan, { offset: 0, limit: 0 }, RUN)).total;
      },
      close: () => engine.close(),
    };
  }

  /** Every bin of every column, of both sides, against what the report counted. */
  async function compare(report: Report, within: (bin: string) => number = () => 0): Promise<number> {
    let compared = 0;
    const { total, close } = await counter(report);
    for (const column of ['tied', 'wide', 'zero', 'few', 'many']) {
      const chunks = new Set(report.distributions.map(({ chunk }) => chunk));
      for (const asked of chunks) {
        const found = choicesOf(report, column, asked);
        assert.ok(found, column);
        const { choices, chunk } = found;
        const sums = { reference: 0, current: 0 };
        for (const { label, bin, ...rows } of choices) {
          for (const side of ['reference', 'current'] as const) {
            const has = await total({ side, column, bin, chunk: side === 'current' ? chunk : null });
            sums[side] += has;
            const off = Math.abs(has - rows[side]);
            const name = `${column} ${label} ${side} ${chunk}: ${has} rows, counted ${rows[side]}`;
            assert.ok(off <= within(column), name);
            compared++;
          }
        }
        const whole = await total({ side: 'current', column: null, bin: { kind: 'all' }, chunk });
        assert.equal(sums.current, whole, `${column} ${chunk}`);
      }
    }
    await close();
    return compared;
  }

  for (const [name, reference, every, more] of [
    ['weeks against a log', 'reference: reference.csv', '1w', ''],
    ['days against a log', 'reference: reference.csv', '1d', ''],
    ['chunks of rows', 'reference: reference.csv', '{ rows: 700 }', ''],
    ['the log against its own past', 'reference: { window: 5d }', '1d', ''],
    ['one version against another', 'reference: { version: a }', '1d', ''],
  ] as const) {
    it(`are as many as the report counted: ${name}`, async () => {
      const report = await open(config(reference, every, more));
      assert.equal(report.provenance.exact, true);
      const last = report.distributions.find(({ chunk }) => chunk !== null);
      assert.ok(last, 'a chunk is counted');
      assert.ok((await compare(report)) > 150);
    });
  }

  it('are told apart from the few that sketches are off by', async () => {
    const report = await open(config('reference: reference.csv', '1d', '  exact_rows: 100'));
    assert.equal(report.provenance.exact, false);
    assert.equal(choicesOf(report, 'wide', null)?.exact, false);
    assert.equal(choicesOf(report, 'many', null)?.exact, true);
    // Whole numbers and categories have buckets of their own; of the wide column one bucket in 256 of a power of two is cut.
    await compare(report, (column) => (column === 'wide' || column === 'zero' ? 12 : 0));
  });

  it('every chunk has the rows that the report says', async () => {
    for (const every of ['1d', '{ rows: 700 }']) {
      const report = await open(config('reference: reference.csv', every, ''));
      const { total, close } = await counter(report);
      for (const { side, name, rows } of report.chunks) {
        const question: RowsQuestion = { side, chunk: name, column: null, bin: { kind: 'all' } };
        assert.equal(await total(question), rows, `${side} ${name}`);
      }
      await close();
    }
  });

  it('come in pages, with their file and number', async () => {
    const report = await open(config('reference: reference.csv', '1d', ''));
    const bin = { kind: 'value', value: '=cmd()' } as const;
    const question: RowsQuestion = { side: 'current', chunk: null, column: 'few', bin };
    const request = { config: path(), shown: 'tidemark.yaml', counted: counted(report, question) };
    const all = await rowsPage({ ...request, offset: 0, limit: 1000 }, null, RUN);
    assert.equal(all.rows.length, all.total);
    assert.deepEqual(all.columns.map(({ name }) => name).slice(0, 3), ['few', 'at', 'id']);
    assert.ok(all.rows.every(({ cells }) => cells[0] === '=cmd()'));
    const pages = [];
    for (let offset = 0; offset < all.total; offset += 70)
      pages.push(...(await rowsPage({ ...request, offset, limit: 70 }, null, RUN)).rows);
    assert.deepEqual(pages, all.rows);
    const ofFile = all.rows.filter(({ file }) => file === 'current-2.parquet');
    assert.ok(ofFile.length > 0);
    // Ids count the rows of each file from 0.
    assert.ok(all.rows.every(({ row, cells }) => row === Number(cells[2]) + 1));
    assert.deepEqual((await rowsPage({ ...request, offset: 10_000, limit: 5 }, null, RUN)).rows, []);
  });

  it('are written as CSV, every value as it is', async () => {
    const report = await open(config('reference: reference.csv', '1d', ''));
    const question: RowsQuestion = { side: 'current', chunk: null, column: null, bin: { kind: 'all' } };
    const target = join(folder, 'rows out.csv');
    const request = { config: path(), shown: 'tidemark.yaml', counted: counted(report, question), target };
    const written = await exportRows(request, null, RUN);
    assert.equal(written.rows, 1800);
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const reader = await connection.runAndReadAll(
      `SELECT few, count(*)::INTEGER AS n FROM read_csv('${target}', all_varchar = true, header = true, delim = ',', quote = '"', escape = '"') GROUP BY few`,
    );
    const found = new Map(reader.getRows().map(([few, n]) => [few as string | null, n as number]));
    connection.closeSync();
    instance.closeSync();
    assert.deepEqual([...found.keys()].filter((few) => few !== null).sort(), [...HOSTILE].sort());
    assert.equal(written.formulas, found.get('=cmd()'));
    assert.match(await readFile(target, 'utf8'), /^"log_file","log_row","at","id",/);
    assert.ok((await readdir(folder)).every((file) => !file.endsWith('.part')));
  });

  it('are those that the report counted where more came since', async () => {
    const text = config('reference: reference.csv', '1d', '');
    const report = await open(text);
    const question: RowsQuestion = { side: 'current', chunk: null, column: null, bin: { kind: 'all' } };
    const request = { config: path(), shown: 'tidemark.yaml', counted: counted(report, question) };
    const page = (): Promise<RowsPage> => rowsPage({ ...request, offset: 0, limit: 2000 }, null, RUN);
    const before = await page();
    const log = join(folder, 'current-1.csv');
    const [csv, later] = [await readFile(log, 'utf8'), join(folder, 'current-3.csv')];
    await appendFile(log, '9999,2024-02-09T00:00:00Z,1,1,1,x,v1,a\n');
    await writeFile(later, csv);
    assert.deepEqual(await page(), before);
    assert.equal((await open(text)).windows.current.rows, before.total + 901);
    await rm(later);
    await writeFile(log, csv);
  });

  it('are refused where a log is no longer what the report read', async () => {
    const report = await open(config('reference: reference.csv', '1d', ''));
    const question: RowsQuestion = { side: 'current', chunk: null, column: null, bin: { kind: 'all' } };
    const request = { config: path(), shown: 'tidemark.yaml', counted: counted(report, question) };
    const log = join(folder, 'current-1.csv');
    await writeFile(log, (await readFile(log, 'utf8')).replace('\n5,', '\n6,'));
    await assert.rejects(
      rowsPage({ ...request, offset: 0, limit: 10 }, null, RUN),
      /current-1\.csv has changed since/,
    );
    await assert.rejects(
      exportRows({ ...request, target: join(folder, 'no.csv') }, null, RUN),
      /Check the model again/,
    );
    assert.ok(!(await readdir(folder)).includes('no.csv'));
    await writeFile(path(), `${await readFile(path(), 'utf8')}\n`);
    await assert.rejects(rowsPage({ ...request, offset: 0, limit: 10 }, null, RUN), /config has changed/);
  });

  it('stop when nobody waits for them', async () => {
    const report = await open(config('reference: reference.csv', '1d', ''));
    const question: RowsQuestion = { side: 'current', chunk: null, column: null, bin: { kind: 'all' } };
    const stop = new AbortController();
    const run = { signal: stop.signal, onProgress: () => stop.abort() };
    const request = { config: path(), shown: 'tidemark.yaml', counted: counted(report, question) };
    await assert.rejects(
      exportRows({ ...request, target: join(folder, 'stopped.csv') }, null, run),
      CancelledError,
    );
    assert.ok((await readdir(folder)).every((file) => !file.startsWith('stopped')));
  });
});
