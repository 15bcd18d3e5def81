import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import type { Report } from '../../src/core/report/report.js';
import { config, csv, folderOf, rows, toParquet } from '../engine/logs.js';

const run = promisify(execFile);

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The built command in a process where DuckDB's native part cannot load. */
async function tidemark(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const command = [
    '--import',
    new URL('./no-binding.mjs', import.meta.url).href,
    resolve('dist/cli.js'),
    ...args,
  ];
  try {
    const { stdout, stderr } = await run(process.execPath, command, { env: { ...process.env, ...env } });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

const FILES = {
  'tidemark.yaml': config(),
  'reference.csv': csv(rows(1200, '2024-01-01')),
  'current.csv': csv(rows(1500, '2024-02-01')),
};

describe('where DuckDB cannot load', function () {
  this.timeout(60_000);

  it('check runs to its end on text logs, and says once which engine read them', async () => {
    const { folder, remove } = await folderOf(FILES);
    try {
      const { code, out, err } = await tidemark(['check', folder, '--no-cache', '--format', 'json']);
      assert.equal(code, 0, err);
      const report = JSON.parse(out) as Report;
      assert.equal(report.provenance.engine, 'arquero');
      assert.ok(report.results.length > 40);
      const notes = report.problems.filter(({ code: word }) => word === 'engine-arquero');
      assert.deepEqual(
        notes.map(({ severity }) => severity),
        ['info'],
      );
      assert.match(
        notes[0]?.message ?? '',
        /^DuckDB cannot load on this platform \(.*unsupported arch 'sparc'.*\): logs are read by the built-in engine, up to 256 MB; of Parquet flat columns, in Snappy, Zstandard, gzip or unpacked\.$/,
      );
    } finally {
      await remove();
    }
  });

  it('Parquet beside text is read, but for what only DuckDB reads; an engine that is asked for by name is refused', async () => {
    const { folder, remove } = await folderOf({
      ...FILES,
      'tidemark.yaml': config({ current: 'current.parquet' }),
    });
    try {
      await toParquet(join(folder, 'current.csv'), join(folder, 'current.parquet'));
      const parquet = await tidemark(['check', folder, '--no-cache', '--format', 'json']);
      assert.equal(parquet.code, 0, parquet.err);
      assert.equal((JSON.parse(parquet.out) as Report).provenance.engine, 'arquero');
      await toParquet(join(folder, 'current.csv'), join(folder, 'current.parquet'), 'brotli');
      const packed = await tidemark(['check', folder, '--no-cache']);
      assert.equal(packed.code, 3);
      assert.match(
        packed.err,
        /current\.parquet cannot be read without DuckDB, which cannot load here: It has columns that nest, or are packed otherwise\. Write it as Parquet with flat columns/,
      );
      const asked = await tidemark(['check', folder, '--no-cache'], { TIDEMARK_ENGINE: 'local' });
      assert.equal(asked.code, 3);
      assert.match(asked.err, /TIDEMARK_ENGINE=local needs DuckDB, which cannot load on this platform/);
      const unknown = await tidemark(['check', folder, '--no-cache'], { TIDEMARK_ENGINE: 'pandas' });
      assert.equal(unknown.code, 2);
    } finally {
      await remove();
    }
  });

  it('logs that are all Parquet are checked by the local engine as ever', async () => {
    const { folder, remove } = await folderOf({
      ...FILES,
      'tidemark.yaml': config({
        reference: 'reference.parquet',
        current: 'current.parquet',
        // Distinct ids are counted by DuckDB.
        checks: `  stability:
    - { metric: psi, of: features }
    - { metric: ks, of: score }
  performance:
    - { metric: roc_auc }
  quality:
    - { metric: missing_share, of: features }
`,
      }),
    });
    try {
      for (const name of ['reference', 'current'])
        await toParquet(join(folder, `${name}.csv`), join(folder, `${name}.parquet`));
      const { code, out, err } = await tidemark(['check', folder, '--no-cache', '--format', 'json']);
      assert.equal(code, 0, err);
      const report = JSON.parse(out) as Report;
      assert.equal(report.provenance.engine, 'local');
      assert.ok(report.results.length > 40);
    } finally {
      await remove();
    }
  });

  it('init writes the config of a folder of Parquet that DuckDB would write', async () => {
    const { folder, remove } = await folderOf({ 'current.csv': FILES['current.csv'] });
    try {
      await toParquet(join(folder, 'current.csv'), join(folder, 'current.parquet'));
      await rm(join(folder, 'current.csv'));
      const init = await tidemark(['init', folder, '--print']);
      assert.equal(init.code, 0, init.err);
      const { stdout } = await run(process.execPath, [resolve('dist/cli.js'), 'init', folder, '--print']);
      assert.match(stdout, /current\.parquet/);
      assert.equal(init.out, stdout);
    } finally {
      await remove();
    }
  });

  it('init and lint look at text logs all the same', async () => {
    const { folder, remove } = await folderOf(FILES);
    try {
      const init = await tidemark(['init', folder, '--print']);
      assert.equal(init.code, 0, init.err);
      const lint = await tidemark(['lint', folder]);
      assert.ok(lint.code <= 1, lint.err);
      assert.match(lint.out, /churn/);
    } finally {
      await remove();
    }
  });
});
