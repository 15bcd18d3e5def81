import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { DuckDBInstance } from '@duckdb/node-api';

import type { Report } from '../../src/core/report/report.js';
import { check } from './check.js';
import { config, csv, folderOf, ndjson, objectOf, rows, toParquet } from './logs.js';

const REFERENCE = rows(900, '2024-01-01');
const CURRENT = rows(900, '2024-02-01', { offset: 5000 });

/** The results without what names the file. */
function numbers(report: Report): unknown {
  return report.results.map(
    ({ check: id, metric, subject, chunk, value, interval, p_value: p, verdict }) => ({
      id,
      metric,
      subject,
      chunk,
      value,
      interval,
      p,
      verdict,
    }),
  );
}

describe('formats', function () {
  this.timeout(60_000);
  let folder: string;
  let remove: () => Promise<void>;
  let expected: unknown;

  before(async () => {
    const text = csv(CURRENT);
    const objects = CURRENT.map(objectOf);
    const lines = ndjson(CURRENT);
    ({ folder, remove } = await folderOf({
      'reference.csv': csv(REFERENCE),
      'current.csv': text,
      'current.tsv': text.replaceAll(',', '\t'),
      'current.csv.gz': gzipSync(text),
      'current.ndjson': lines,
      'current.ndjson.gz': gzipSync(lines),
      'current.json': JSON.stringify(objects),
      'tidemark.yaml': config(),
    }));
    await mkdir(join(folder, 'out'), { recursive: true });
    await toParquet(join(folder, 'current.csv'), join(folder, 'current.parquet'));
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(
      `COPY (SELECT * FROM read_csv('${join(folder, 'current.csv')}')) TO '${join(folder, 'current.csv.zst')}' (FORMAT csv, COMPRESSION zstd)`,
    );
    connection.closeSync();
    instance.closeSync();
    expected = numbers(await check(join(folder, 'tidemark.yaml')));
  });

  after(async () => {
    await remove();
  });

  for (const file of [
    'current.tsv',
    'current.csv.gz',
    'current.csv.zst',
    'current.ndjson',
    'current.ndjson.gz',
    'current.json',
    'current.parquet',
  ]) {
    it(`${file} gives the same numbers as current.csv`, async () => {
      const report = await check(join(folder, 'tidemark.yaml'), (text) => text.replace('current.csv', file));
      assert.deepEqual(numbers(report), expected);
    });
  }

  it('the same inputs give the same report, but for generated_at', async () => {
    const [a, b] = [await check(join(folder, 'tidemark.yaml')), await check(join(folder, 'tidemark.yaml'))];
    assert.equal(JSON.stringify({ ...a, generated_at: '' }), JSON.stringify({ ...b, generated_at: '' }));
  });

  it('JSON has no NaN and no Infinity', async () => {
    const report = await check(join(folder, 'tidemark.yaml'));
    assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
  });

  it('sketches stay close to the exact numbers, and say what they are', async () => {
    const report = await check(join(folder, 'tidemark.yaml'), (text) =>
      text.replace('logs:', 'logs:\n  exact_rows: 100'),
    );
    assert.equal(report.provenance.exact, false);
    const exact = await check(join(folder, 'tidemark.yaml'));
    for (const [i, result] of report.results.entries()) {
      const other = exact.results[i];
      assert.equal(result.metric, other?.metric);
      // Whole numbers sit in buckets of their own; scores share buckets 1/256 of their size.
      if (result.value !== null && other?.value !== null && other !== undefined) {
        assert.ok(
          Math.abs(result.value - other.value) <= 0.01,
          `${result.metric} ${result.value} ${other.value}`,
        );
      }
    }
  });
});
