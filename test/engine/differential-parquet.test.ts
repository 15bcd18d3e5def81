import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { RunContext } from '../../src/core/profile/engine.js';
import { ArqueroEngine } from '../../src/engines/arquero/engine.js';
import { LocalEngine } from '../../src/engines/local/engine.js';
import type { FileSummary } from '../../src/engines/shared/log-engine.js';
import { agree, EVERYTHING, WITHOUT_MODELS } from './both-engines.js';
import { config, csv, folderOf, rows, toParquet } from './logs.js';

const FIXTURES = new URL('../fixtures/parquet/', import.meta.url).pathname;

describe('the local and the built-in engine give the same of Parquet', function () {
  this.timeout(60_000);
  const run: RunContext = { signal: new AbortController().signal, onProgress: () => undefined };

  it('in a whole report', async () => {
    const { folder, remove } = await folderOf({
      // Cells without a value, and words among numbers, which make a column of text.
      'reference.csv': csv(
        rows(1500, '2024-01-01').map((row, i) => (i % 7 === 0 ? { ...row, age: '' } : row)),
      ),
      'current.csv': csv(
        rows(3000, '2024-02-01', { offset: 10_000 }).map((row, i) =>
          i % 9 === 0 ? { ...row, plan: '' } : row,
        ),
      ),
    });
    try {
      const files: Record<string, Uint8Array> = {};
      for (const log of ['reference', 'current']) {
        await toParquet(join(folder, `${log}.csv`), join(folder, `${log}.parquet`));
        files[`${log}.parquet`] = await readFile(join(folder, `${log}.parquet`));
      }
      const text = config({ reference: 'reference.parquet', current: 'current.parquet', checks: EVERYTHING });
      const report = await agree({ ...files, 'tidemark.yaml': text });
      assert.equal(report.windows.current.rows, 3000);
    } finally {
      await remove();
    }
  });

  it('with infinity among the times', async () => {
    const { folder, remove } = await folderOf({
      'log.csv': csv(
        rows(2000, '2024-01-01').map((row, i) => ({
          ...row,
          at: i % 40 === 7 ? (['infinity', '-infinity'][i % 2] ?? '') : row.at,
        })),
      ),
    });
    try {
      await toParquet(
        join(folder, 'log.csv'),
        join(folder, 'log.parquet'),
        'snappy',
        "types={'at': 'TIMESTAMP'}",
      );
      const log = await readFile(join(folder, 'log.parquet'));
      const report = await agree({
        'reference.parquet': log,
        'current.parquet': log,
        'tidemark.yaml': config({
          reference: 'reference.parquet',
          current: 'current.parquet',
          checks: WITHOUT_MODELS,
        }),
      });
      assert.ok(
        report.problems.some(
          ({ code, message }) => code === 'rows-without-time' && message.startsWith('50 rows'),
        ),
        JSON.stringify(report.problems),
      );
    } finally {
      await remove();
    }
  });

  it('in a look at one file, as pyarrow and polars write them', async () => {
    const [local, built] = [new LocalEngine(FIXTURES, null), new ArqueroEngine(FIXTURES)];
    try {
      for (const file of [
        'snappy.parquet',
        'small-pages.parquet',
        'version-2-pages.parquet',
        'no-dictionary.parquet',
        'dictionary-overflows.parquet',
        'required.parquet',
        'zstd.parquet',
        'gzip.parquet',
        'delta.parquet',
        'delta-small-pages.parquet',
      ]) {
        const [ours, theirs] = [await built.describe(file, run), await local.describe(file, run)];
        assert.deepEqual(withoutEstimates(ours), withoutEstimates(theirs), file);
      }
      await assert.rejects(
        built.describe('brotli.parquet', run),
        /cannot be read without DuckDB, which cannot load here/,
      );
    } finally {
      await local.close();
    }
  });
});

/**
 * What both tell alike: DuckDB estimates how many values are distinct, takes NaN for the largest number, writes floats of
 * 32 bits as short as they can be, and keeps nanoseconds.
 */
function withoutEstimates({ facts, columns }: FileSummary): unknown {
  return {
    rows: facts.rows,
    columns: columns.map(({ name, kind, type, integer, missing, min, max, examples }) => ({
      ...{ name, kind, integer, missing, min },
      max: Number.isFinite(max) ? max : null,
      ...(type === 'FLOAT' || name === 'ns' ? {} : { type, examples }),
    })),
  };
}
