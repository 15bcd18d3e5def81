import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import type { Report } from '../../src/core/report/report.js';
import { config, csv, folderOf, rows } from '../engine/logs.js';

const execute = promisify(execFile);
const PROGRAM = resolve('dist', 'cli.js');

describe('a check of what has not changed', function () {
  this.timeout(120_000);
  let folder: string;
  let remove: () => Promise<void>;
  let first: Report;

  /** Checks with the built program: only that one may keep whole reports. */
  const check = async (...args: readonly string[]): Promise<Report> => {
    const { stdout } = await execute(
      process.execPath,
      [PROGRAM, 'check', '--format', 'json', '--fail-on', 'never', ...args],
      { cwd: folder, env: { ...process.env, TIDEMARK_CACHE: join(folder, 'cache') }, maxBuffer: 2 ** 26 },
    );
    return { ...(JSON.parse(stdout) as Report), generated_at: '' };
  };
  /** What a run leaves in the cache when it has read a log. */
  const packs = (): string => join(folder, 'cache', 'packs');

  beforeEach(async () => {
    ({ folder, remove } = await folderOf({
      'tidemark.yaml': config(),
      'reference.csv': csv(rows(600, '2024-01-01')),
      'current.csv': csv(rows(600, '2024-02-01', { offset: 10_000 })),
    }));
    first = await check();
    await rm(packs(), { recursive: true });
  });
  afterEach(() => remove());

  it('gives the same report without reading a log', async () => {
    assert.deepEqual(await check(), first);
    assert.equal(existsSync(packs()), false);
  });

  it('reads and judges where it is told to keep nothing', async () => {
    assert.deepEqual(await check('--no-cache'), first);
  });

  it('sees another threshold, and another time to look from', async () => {
    const path = join(folder, 'tidemark.yaml');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('metric: psi', 'metric: psi, alert: 0.000001'));
    const judged = await check();
    assert.notDeepEqual(judged.summary, first.summary);
    assert.ok(existsSync(packs()), 'it was judged anew');
    await writeFile(path, text);
    assert.equal((await check('--as-of', '2024-02-02')).as_of?.slice(0, 10), '2024-02-02');
    assert.equal((await check('--until', '2024-02-02')).windows.current.rows, 200);
    assert.deepEqual(await check(), first);
  });

  it('sees a log that was rewritten, its size and its times as before', async () => {
    const path = join(folder, 'current.csv');
    const text = await readFile(path, 'utf8');
    const { atime, mtime } = await stat(path);
    await writeFile(path, text.replaceAll(',pro,', ',PRO,'));
    await utimes(path, atime, mtime);
    const found = await check();
    const unseen = found.results.find(({ metric, standing }) => metric === 'unseen_share' && standing);
    assert.ok((unseen?.value ?? 0) > 0.3, String(unseen?.value));
  });

  it('sees rows that were added to a log', async () => {
    const path = join(folder, 'current.csv');
    const more = csv(rows(200, '2024-02-04', { offset: 20_000 }))
      .split('\n')
      .slice(1)
      .join('\n');
    await writeFile(path, `${await readFile(path, 'utf8')}${more}`);
    assert.equal((await check()).windows.current.rows, 800);
  });
});
