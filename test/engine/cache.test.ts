import assert from 'node:assert/strict';
import {
  appendFile,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parseConfig } from '../../src/core/config/parse.js';
import { METRICS } from '../../src/core/metrics/registry.js';
import type { Report } from '../../src/core/report/report.js';
import { CacheFolder } from '../../src/engines/local/cache/cache-folder.js';
import { checkConfig } from '../../src/runner/check-config.js';
import { PLAIN } from './check.js';
import { config, csv, folderOf, rows } from './logs.js';

const MEGABYTE = 2 ** 20;

describe('what is kept between runs', function () {
  this.timeout(30_000);
  let folder: string;
  let cacheFolder: string;
  let remove: () => Promise<void>;
  const said: string[] = [];

  const start = async (files: Record<string, string>): Promise<void> => {
    ({ folder, remove } = await folderOf({ 'tidemark.yaml': config(), ...files }));
    cacheFolder = await mkdtemp(join(tmpdir(), 'tidemark-cache-'));
    said.length = 0;
  };
  afterEach(async () => {
    await remove();
    await rm(cacheFolder, { recursive: true, force: true });
  });

  const run = async (kept: boolean, edit: (text: string) => string = (text) => text): Promise<Report> => {
    const path = join(folder, 'tidemark.yaml');
    const text = edit(await readFile(path, 'utf8'));
    const cache = kept ? new CacheFolder(cacheFolder, 100 * MEGABYTE, (words) => said.push(words)) : null;
    const report = await checkConfig(
      { path, text, document: parseConfig(text, METRICS) },
      'tidemark.yaml',
      PLAIN,
      { signal: new AbortController().signal, onProgress: () => undefined },
      cache,
    );
    return { ...report, generated_at: '' };
  };

  const files = async (kind: string): Promise<string[]> =>
    (await readdir(join(cacheFolder, kind), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));

  const LOGS = {
    'reference.csv': csv(rows(4000, '2024-01-01', { perDay: 1000 })),
    'current.csv': csv(rows(4000, '2024-01-05', { offset: 4000, perDay: 1000 })),
  };

  it('gives the same report, byte by byte, cold, warm and without it', async () => {
    await start(LOGS);
    const cold = await run(true);
    const before = await files('packs');
    assert.ok(before.length >= 2);
    assert.deepEqual(await run(true), cold);
    assert.deepEqual(await run(false), cold);
    assert.deepEqual(await files('packs'), before, 'the second run read nothing, so it kept nothing');
    assert.deepEqual(said, []);
  });

  it('reads no profile again for another threshold, and only what is new for another feature', async () => {
    await start(LOGS);
    await run(true, (text) => text.replace('features: [age, plan]', 'features: [plan]'));
    const before = (await files('packs')).length;
    await run(true, (text) =>
      text.replace('features: [age, plan]', 'features: [plan]').replace('above: 0.05', 'above: 0.5'),
    );
    assert.equal((await files('packs')).length, before);
    const more = await run(true);
    assert.equal((await files('packs')).length, before + 2, 'one pack more for each log');
    assert.deepEqual(more, await run(false));
  });

  it('a log that grew is read from where it ended, to the same numbers', async () => {
    const many = rows(30_000, '2024-01-05', { offset: 4000, perDay: 5000 });
    const more = csv(rows(1000, '2024-01-11', { offset: 34_000, perDay: 1000 }))
      .split('\n')
      .slice(1)
      .join('\n');
    await start({ ...LOGS, 'current.csv': csv(many) });
    await run(true);
    const parquet = (await files('parquet')).length;
    await appendFile(join(folder, 'current.csv'), more);
    const grown = await run(true);
    const made = (await files('parquet')).filter((path) => path !== '');
    assert.equal(made.length, parquet + 1);
    const sizes = await Promise.all(made.map(async (path) => (await stat(path)).size));
    assert.ok(Math.min(...sizes) < 60_000, 'only the new rows were turned into Parquet');
    assert.deepEqual(grown, await run(false));
    // Once more, now that the file is known in parts.
    assert.deepEqual(await run(true), grown);
  });

  it('a tail that is of another kind makes the whole file be read again', async () => {
    const many = rows(30_000, '2024-01-05', { offset: 4000, perDay: 5000 });
    await start({ ...LOGS, 'current.csv': csv(many) });
    await run(true);
    await appendFile(join(folder, 'current.csv'), '99999,2024-01-11 00:00:00,30.5,basic,0.5,1\n');
    assert.deepEqual(await run(true), await run(false));
  });

  it('broken lines of a tail are counted where they stand', async () => {
    const many = rows(30_000, '2024-01-05', { offset: 4000, perDay: 5000 });
    await start({ ...LOGS, 'current.csv': csv(many) });
    await run(true);
    await appendFile(join(folder, 'current.csv'), '99999,2024-01-11 00:00:00\n');
    const [kept, plain] = [await run(true), await run(false)];
    assert.deepEqual(kept.problems, plain.problems);
    assert.ok(
      kept.results.some((result) => result.metric === 'malformed_share' && /30002/.test(result.explanation)),
    );
  });

  it('a quote of a tail is named by its line, and what comes behind an open one belongs to it', async () => {
    const many = rows(30_000, '2024-01-05', { offset: 4000, perDay: 5000 });
    await start({ ...LOGS, 'current.csv': csv(many) });
    await run(true);
    const said = (): Promise<Awaited<ReturnType<typeof run>>[]> => Promise.all([run(true), run(false)]);
    for (const [tail, words] of [
      [
        '99999,2024-01-11 00:00:00\n99998,2024-01-11 00:00:00,30,"basic,0.5,1\n1,2\n',
        '3 rows .* line 30002, 30003 ',
      ],
      ['99997,2024-01-11 00:00:00,30,basic,0.5,1\n', '4 rows .* line 30002, 30003 '],
      ['x"\n99996,2024-01-11 00:00:00,30,basic,0.5,1\n', '5 rows .* line 30002, 30003 '],
    ] as const) {
      await appendFile(join(folder, 'current.csv'), tail);
      const [kept, plain] = await said();
      assert.deepEqual(kept, plain);
      const malformed = kept?.results.find(({ metric }) => metric === 'malformed_share');
      assert.match(malformed?.explanation ?? '', new RegExp(words));
    }
  });

  it('a file rewritten with equal size and its times set back is seen as another', async () => {
    await start(LOGS);
    const path = join(folder, 'current.csv');
    const old = new Date('2024-02-01T00:00:00Z');
    await utimes(path, old, old);
    const before = await run(true);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replaceAll(',basic,', ',bbsic,'));
    await utimes(path, old, old);
    const after = await run(true);
    assert.notDeepEqual(after.results, before.results);
    assert.deepEqual(after, await run(false));
  });

  it('a damaged entry is dropped with a word, and the run is right', async () => {
    await start(LOGS);
    const cold = await run(true);
    for (const path of await files('packs')) {
      const bytes = await readFile(path);
      bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 0xff;
      await writeFile(path, bytes);
    }
    for (const path of await files('values')) await truncate(path, 30);
    assert.deepEqual(await run(true), cold);
    assert.ok(said.length > 0 && said.every((words) => words.includes('dropped')), said.join('\n'));
  });

  it('two runs at the same time share it', async () => {
    await start(LOGS);
    const [first, second] = await Promise.all([run(true), run(true)]);
    assert.deepEqual(first, second);
    assert.deepEqual(await run(true), first);
  });

  it('what was used longest ago goes when it is full; what is in use stays', async () => {
    await start(LOGS);
    await run(true);
    const all = [...(await files('packs')), ...(await files('values')), ...(await files('parquet'))];
    const small = new CacheFolder(cacheFolder, 1000, () => undefined);
    await small.evict();
    const left = async (): Promise<number> =>
      (await Promise.all(['packs', 'values', 'parquet'].map(files))).flat().length;
    assert.equal(await left(), all.length, 'used a moment ago');
    await small.evict(Date.now() + 60 * 60_000);
    assert.ok((await left()) < all.length / 2);
  });

  it('a cancelled run leaves no draft behind', async () => {
    await start(LOGS);
    const stop = new AbortController();
    const path = join(folder, 'tidemark.yaml');
    const text = await readFile(path, 'utf8');
    const cache = new CacheFolder(cacheFolder, MEGABYTE, () => undefined);
    const running = checkConfig(
      { path, text, document: parseConfig(text, METRICS) },
      'tidemark.yaml',
      PLAIN,
      { signal: stop.signal, onProgress: ({ phase }) => phase === 'reading' && stop.abort() },
      cache,
    );
    await assert.rejects(running, { name: 'CancelledError' });
    const found = await readdir(cacheFolder, { recursive: true });
    assert.deepEqual(
      found.filter((name) => name.endsWith('.draft')),
      [],
    );
  });
});
