import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { DataError } from '../../src/core/errors.js';
import type { Report } from '../../src/core/report/report.js';
import { CacheFolder } from '../../src/engines/local/cache/cache-folder.js';
import { LockedDatabase } from '../../src/engines/local/query/locked-database.js';
import { checkConfig, loadConfig } from '../../src/runner/check-config.js';
import { reportOf } from './both-engines.js';
import { PLAIN } from './check.js';
import { config, csv, folderOf, objectOf, rows, toParquet } from './logs.js';

const REFERENCE = csv(rows(600, '2024-01-01'));
const CURRENT = rows(3000, '2024-02-01', { offset: 10_000 });

/** Bytes with some of them flipped, from `at` on: a share of the file, or a place counted from its end. */
function damaged(bytes: Uint8Array, at: number): Buffer {
  const bad = Buffer.from(bytes);
  const start = at < 0 ? bad.length + at : Math.floor(bad.length * at);
  for (let i = 0; i < 16; i++) bad[start + i] = (bad[start + i] as number) ^ (0x55 + i * 7);
  return bad;
}

describe('damaged files', function () {
  this.timeout(60_000);

  /** What a check says of a current log whose bytes `damage` has changed. */
  async function said(name: string, engine: string, damage: (bytes: Buffer) => Uint8Array): Promise<string> {
    const { folder, remove } = await folderOf({
      'tidemark.yaml': config({ current: name }),
      'reference.csv': REFERENCE,
      'good.csv': csv(CURRENT),
      'good.json': JSON.stringify(CURRENT.map(objectOf)),
    });
    try {
      await toParquet(join(folder, 'good.csv'), join(folder, 'good.parquet'));
      const good = await readFile(join(folder, `good${name.slice(name.indexOf('.'))}`));
      await writeFile(join(folder, name), damage(good));
      const report = await reportOf(folder, engine, {});
      if (typeof report !== 'string') assert.fail('The damage was not found.');
      assert.doesNotMatch(report, /Invalid|Error: [A-Z].* Error:|Malformed|Failed to/);
      assert.ok(!report.includes(folder), report);
      return report;
    } finally {
      await remove();
    }
  }

  it('a Parquet file that is damaged inside is told with the column that does not read', async () => {
    const columns = new Set<string>();
    for (const at of [0.01, 0.1, 0.3, 0.5, 0.7, 0.85]) {
      const words = await said('current.parquet', 'local', (good) => damaged(good, at));
      const told =
        /^DataError: current\.parquet is damaged: what it holds of column “(\w+)” does not read\. Write it anew, or take it out of the log\.$/.exec(
          words,
        );
      assert.ok(told, words);
      columns.add(told[1] ?? '');
    }
    assert.ok(columns.size >= 3, [...columns].join());
  });

  it('a Parquet file whose footer is damaged', async () => {
    assert.match(
      await said('current.parquet', 'local', (good) => damaged(good, -500)),
      /current\.parquet is damaged: its footer, which says where its columns are, does not read\. Write it anew/,
    );
  });

  it('a JSON array is told with the entry, by both engines alike', async () => {
    const inside = (good: Buffer): Uint8Array => damaged(good, 0.5);
    const local = await said('current.json', 'local', inside);
    const entry = /current\.json cannot be read: entry (\d+) is no row: .*\. Mend that entry/.exec(
      local,
    )?.[1];
    assert.ok(entry, local);
    assert.match(await said('current.json', 'arquero', inside), new RegExp(`entry ${entry} is no row: `));
  });

  it('a table whose lines cannot be told apart', async () => {
    const broken = (good: Buffer): Uint8Array =>
      Buffer.from(good.toString('latin1').replace('\n11000,', '\r\u00e911000,'), 'latin1');
    assert.match(
      await said('current.csv', 'local', broken),
      /current\.csv is damaged: its rows cannot be told apart\. Write it anew/,
    );
  });

  it('a query of a report says the file, not where DuckDB met it', async () => {
    const { folder, remove } = await folderOf({ 'good.csv': csv(CURRENT) });
    const path = join(folder, 'current.parquet');
    try {
      await toParquet(join(folder, 'good.csv'), path);
      await writeFile(path, damaged(await readFile(path), 0.3));
      const view = { name: 'current', sql: `SELECT * FROM read_parquet('${path}')` };
      const database = await LockedDatabase.open([view], [], [path]);
      const asked = database.query(
        'SELECT max("at"), max(id), sum(age), sum(score) FROM current',
        {},
        new AbortController().signal,
      );
      await assert.rejects(asked, {
        name: 'QueryError',
        message:
          'current.parquet is damaged: a column that the query asks for does not read. Write it anew, or take it out of the log.',
      });
      database.close();
    } finally {
      await remove();
    }
  });

  it('what a run kept of a log and is damaged goes, and is said', async () => {
    const { folder, remove } = await folderOf({
      'tidemark.yaml': config(),
      'reference.csv': REFERENCE,
      'current.csv': csv(CURRENT),
    });
    const kept = join(folder, '.cache');
    const check = async (): Promise<Report> => {
      const path = join(folder, 'tidemark.yaml');
      const cache = new CacheFolder(kept, 2 ** 30, () => undefined);
      const run = { signal: new AbortController().signal, onProgress: (): void => undefined };
      return checkConfig(await loadConfig(path), 'tidemark.yaml', PLAIN, run, cache);
    };
    try {
      await check();
      const entries = await readdir(kept, { recursive: true });
      for (const entry of entries.filter((one) => one.endsWith('.parquet'))) {
        const path = join(kept, entry);
        await writeFile(path, damaged(damaged(await readFile(path), 0.3), 0.6));
      }
      // Other chunks ask for what no run has read yet.
      const path = join(folder, 'tidemark.yaml');
      await writeFile(path, (await readFile(path, 'utf8')).replace('every: 1d', 'every: 7d'));
      let failures = 0;
      for (let left = 4; left > 0; left--) {
        try {
          await check();
          break;
        } catch (error) {
          failures++;
          assert.ok(error instanceof DataError);
          assert.match(
            error.message,
            /^What was kept of (current|reference)\.csv between runs was damaged, and is removed\. Run the check again/,
          );
        }
      }
      assert.ok(failures > 0 && failures <= 2, String(failures));
    } finally {
      await remove();
    }
  });
});
