import assert from 'node:assert/strict';
import { join } from 'node:path';

import { DataError } from '../../src/core/errors.js';
import type { Report } from '../../src/core/report/report.js';
import { random } from '../random.js';
import { check } from './check.js';
import { folderOf } from './logs.js';

const START = Date.parse('2024-01-01T00:00:00Z');
const MINUTE = 60_000;

/** A CSV of `rows` rows, one every `step` minutes, with the cells that `cell` gives. */
function table(
  columns: readonly string[],
  rows: number,
  step: number,
  cell: (column: number, row: number) => string | number,
  from = 0,
): string {
  const lines = [['at', ...columns].join(',')];
  for (let row = 0; row < rows; row++) {
    const at = new Date(START + (from + row) * step * MINUTE).toISOString();
    lines.push([at, ...columns.map((_, column) => cell(column, row))].join(','));
  }
  return `${lines.join('\n')}\n`;
}

function config(
  every: string | null,
  of: string,
  more = '',
  logs = 'reference: reference.csv\n  current: current.csv',
): string {
  return `version: 1\nmodel: wide\ntask: binary\nlogs:\n  ${logs}\n  columns: { timestamp: at }\n${more}${every === null ? '' : `every: ${every}\n`}checks:\n  stability:\n    - { metric: psi, of: ${of} }\n`;
}

async function run(files: Record<string, string | Uint8Array>, asOf: number | null = null): Promise<Report> {
  const { folder, remove } = await folderOf(files);
  try {
    return await check(join(folder, 'tidemark.yaml'), undefined, { asOf });
  } finally {
    await remove();
  }
}

/* What these take of time and memory, and at ten times the size, is in docs/performance.md. */
describe('wide and odd logs', function () {
  this.timeout(60_000);

  it('a byte that is not UTF-8 in the last of 420 columns is a broken row', async () => {
    const columns = Array.from({ length: 420 }, (_, i) => `f${i}`);
    const cell = (column: number, row: number): string | number =>
      column === 419 && row === 20 ? 'broken' : column + row;
    const current = Buffer.from(table(columns, 100, 20, cell, 1000));
    current[current.indexOf('broken')] = 0xe9;
    const report = await run({
      'tidemark.yaml': config('1d', 'f1'),
      'reference.csv': table(columns, 100, 20, (column, row) => column + row),
      'current.csv': current,
    });
    assert.ok(report.problems.some(({ code, line }) => code === 'malformed-rows' && line === 22));
  });

  it('600 columns: every one is judged', async () => {
    const next = random(1);
    const columns = Array.from({ length: 600 }, (_, i) => `f${i}`);
    const cell = (column: number): string | number =>
      column % 5 === 0 ? 'abc'.charAt(Math.floor(next() * 3)) : next().toFixed(3);
    const report = await run({
      'tidemark.yaml': config('1d', 'features'),
      'reference.csv': table(columns, 200, 20, cell),
      'current.csv': table(columns, 200, 20, cell, 1000),
    });
    const judged = new Set(
      report.results.filter(({ metric }) => metric === 'psi').map(({ subject }) => subject.column),
    );
    assert.equal(judged.size, 600);
    assert.ok(report.results.every(({ verdict }) => verdict !== 'error'));
  });

  it('thousands of columns of plain text are read', async () => {
    const columns = Array.from({ length: 3000 }, (_, i) => `f${i}`);
    const report = await run({
      'tidemark.yaml': config('1d', 'f1'),
      'reference.csv': table(columns, 80, 20, (column, row) => (column + row) % 10),
      'current.csv': table(columns, 80, 20, (column, row) => (column + row) % 10, 1000),
    });
    assert.equal(report.windows.current.rows, 80);
    assert.ok(report.results.some(({ metric }) => metric === 'psi'));
    assert.ok(report.results.every(({ verdict }) => verdict !== 'error'));
  });

  it('more columns than a text table can have that is not plain are refused in words', async () => {
    const columns = Array.from({ length: 2600 }, (_, i) => `f${i}`);
    const reference = Buffer.from(table(columns, 2, 20, (column) => (column === 9 ? 'word' : 1)));
    reference[reference.indexOf('word')] = 0xe9;
    const files = {
      'tidemark.yaml': config('1d', 'features'),
      'reference.csv': reference,
      'current.csv': table(columns, 2, 20, () => 1),
    };
    await assert.rejects(run(files), (error: Error) => {
      assert.ok(error instanceof DataError);
      assert.match(
        error.message,
        /has 2601 columns, and not all its cells are plain .* at most 2500 columns/,
      );
      return true;
    });
  });

  it('50 000 categories in a column', async () => {
    const of = (shift: number): string =>
      table(['c'], 100_000, 1, (_, row) => `v${(row * 7919 + shift) % 50_000}`);
    const report = await run({
      'tidemark.yaml': config(null, '[c]', '  features: [c]\n'),
      'reference.csv': of(0),
      'current.csv': of(13),
    });
    const [psi] = report.results.filter(({ metric }) => metric === 'psi');
    assert.deepEqual([psi?.n_reference, psi?.n_current, psi?.value], [100_000, 100_000, 0]);
  });

  it('2 000 chunks', async () => {
    const next = random(2);
    const of = (from: number): string => table(['x'], 20_000, 6, () => next().toFixed(4), from);
    // Of so many chunks the last two are within the latest 0.1 % of the rows, which set no `as_of` by themselves.
    const report = await run(
      {
        'tidemark.yaml': config('1h', '[x]', '  features: [x]\n'),
        'reference.csv': of(0),
        'current.csv': of(20_000),
      },
      START + 4000 * 60 * MINUTE,
    );
    const chunks = report.chunks.filter(({ side }) => side === 'current');
    assert.equal(chunks.length, 2000);
    assert.ok(chunks.every(({ rows }) => rows === 10));
    assert.equal(
      report.results.filter(({ metric, chunk }) => metric === 'psi' && chunk !== null).length,
      2000,
    );
  });

  it('500 files', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 500 }, (_, i) => [
        `logs/${String(i).padStart(3, '0')}.csv`,
        table(['x'], 40, 30, (_, row) => (row * 37 + i) % 101, i * 48),
      ]),
    );
    const report = await run({
      ...files,
      'tidemark.yaml': config(
        '7d',
        '[x]',
        '  features: [x]\n',
        'current: logs/*.csv\n  reference: { window: 70d }',
      ),
    });
    assert.equal(report.provenance.inputs.length, 500);
    assert.equal((report.windows.reference?.rows ?? 0) + report.windows.current.rows, 20_000);
  });

  it('a column of lists is no feature, and a check of it says so', async () => {
    const line = (i: number): string =>
      JSON.stringify({ at: new Date(START + i * MINUTE).toISOString(), embedding: [i, i + 1], x: i % 7 });
    const lists = `${Array.from({ length: 500 }, (_, i) => line(i)).join('\n')}\n`;
    const files = { 'reference.ndjson': lists, 'current.ndjson': lists };
    const logs = 'reference: reference.ndjson\n  current: current.ndjson';
    const plain = await run({ ...files, 'tidemark.yaml': config(null, 'features', '', logs) });
    const columns = plain.results
      .filter(({ metric }) => metric === 'psi')
      .map(({ subject }) => subject.column);
    assert.deepEqual(columns, ['x']);
    const named = await run({ ...files, 'tidemark.yaml': config(null, '[embedding]', '', logs) });
    const [result] = named.results.filter(({ metric }) => metric === 'psi');
    assert.equal(result?.verdict, 'error');
    assert.match(result.explanation, /embedding/);
    assert.equal(named.summary.verdict, 'error');
  });
});
