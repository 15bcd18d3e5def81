/** Logs that go on, or are written anew, while somebody reads them. */
import assert from 'node:assert/strict';
import { copyFileSync, renameSync } from 'node:fs';
import { appendFile, mkdtemp, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parseConfig } from '../../src/core/config/parse.js';
import { METRICS } from '../../src/core/metrics/registry.js';
import type { RunContext } from '../../src/core/profile/engine.js';
import type { FileFacts } from '../../src/core/profile/log-facts.js';
import type { Report } from '../../src/core/report/report.js';
import { CacheFolder } from '../../src/engines/local/cache/cache-folder.js';
import { Session } from '../../src/engines/local/session.js';
import { openFile, type ReadFor } from '../../src/engines/local/source.js';
import { hashFile, type FileHash, type FileToHash } from '../../src/engines/shared/hash-file.js';
import { checkConfig } from '../../src/runner/check-config.js';
import { PLAIN, standing } from './check.js';
import { config, csv, rows, toParquet } from './logs.js';

const MEGABYTE = 2 ** 20;
const { signal } = new AbortController();
const WHOLE: ReadFor = { timestamp: null, upTo: 'end' };

/** A session in which something happens to the file before or after it is hashed. */
class Disturbed extends Session {
  before: (() => Promise<unknown>) | null = null;
  after: (() => Promise<unknown>) | null = null;

  override async hash(file: FileToHash, stop: AbortSignal): Promise<FileHash> {
    await this.before?.();
    const hash = await super.hash(file, stop);
    await this.after?.();
    return hash;
  }
}

describe('a log that is written while it is read', function () {
  this.timeout(60_000);
  let folder: string;
  let path: string;
  const opened: Session[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tidemark-growing-'));
    path = join(folder, 'log.csv');
    await writeFile(path, csv(rows(30_000, '2024-01-01', { perDay: 5_000 })));
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((session) => session.close()));
    await rm(folder, { recursive: true, force: true });
  });

  const cache = (): CacheFolder => new CacheFolder(join(folder, 'cache'), 500 * MEGABYTE, () => undefined);
  const session = (): Disturbed => {
    const made = new Disturbed(folder, cache());
    opened.push(made);
    return made;
  };
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const more = (count: number, offset: number): string =>
    csv(rows(count, '2024-01-10', { offset, perDay: 1_000 }))
      .split('\n')
      .slice(1)
      .join('\n');
  const opens = (own: Session): ReturnType<typeof openFile> => openFile(own, 'log.csv', 'log', WHOLE, signal);
  const rowsOf = async (own: Session): Promise<number> => (await opens(own)).facts.rows;

  it('has so many rows as it had when it was met, and the others the next time', async () => {
    // Rows may be read before these are there, and the hash be made after.
    for (const [i, ms] of [0, 5, 50, 400].entries()) {
      await rm(join(folder, 'cache'), { recursive: true, force: true });
      const had = 30_000 + i * 500;
      const first = session();
      first.before = async () => {
        await wait(ms);
        await appendFile(path, more(500, had));
      };
      assert.equal(await rowsOf(first), had, `${ms} ms`);
      assert.equal(await rowsOf(session()), had + 500, `${ms} ms`);
    }
  });

  it('counts no row of a tail twice, and loses none', async () => {
    assert.equal(await rowsOf(session()), 30_000);
    await appendFile(path, more(500, 30_000));
    const second = session();
    second.after = () => appendFile(path, more(500, 30_500));
    assert.equal(await rowsOf(second), 30_500);
    const { facts } = await opens(session());
    assert.equal(facts.rows, 31_000);
    assert.equal(facts.fingerprint, (await hashFile({ path, bytes: null, split: null }, signal)).hash);
  });

  it('that is another one meanwhile is opened again', async () => {
    const other = join(folder, 'other.csv');
    await writeFile(other, csv(rows(20_000, '2024-03-01', { perDay: 5_000 })));
    const { hash } = await hashFile({ path: other, bytes: null, split: null }, signal);
    const first = session();
    first.after = async () => {
      first.after = null;
      await rename(other, path);
    };
    const { facts } = await opens(first);
    assert.deepEqual([facts.rows, facts.fingerprint], [20_000, hash]);
    assert.equal(await rowsOf(session()), 20_000);
  });

  it('that is other Parquet meanwhile is opened again', async () => {
    const parquet = (name: string): string => join(folder, `${name}.parquet`);
    await writeFile(join(folder, 'other.csv'), csv(rows(20_000, '2024-03-01', { perDay: 5_000 })));
    await toParquet(path, parquet('log'));
    await toParquet(join(folder, 'other.csv'), parquet('other'));
    const first = session();
    first.after = async () => {
      first.after = null;
      await rename(parquet('other'), parquet('log'));
    };
    const timestamp = { column: 'at', unit: null };
    const { facts } = await openFile(first, 'log.parquet', 'log', { ...WHOLE, timestamp }, signal);
    assert.equal(facts.rows, 20_000);
  });

  it('that never stands still is an error, and nothing of it is kept', async () => {
    const first = session();
    let times = 0;
    first.after = () => writeFile(path, csv(rows(10_000 - 100 * times++, '2024-03-01', { perDay: 5_000 })));
    await assert.rejects(opens(first), {
      name: 'DataError',
      message: 'log.csv was written anew while it was read: check again when it is whole.',
    });
    assert.deepEqual(await readdir(join(folder, 'cache', 'drafts')), []);
    assert.equal(await rowsOf(session()), 9_800);
  });

  describe('by a writer that is in the middle of a row', () => {
    const LIVE: ReadFor = { timestamp: null, upTo: 'last whole row' };
    const facts = async (name: string, how: ReadFor = LIVE): Promise<FileFacts> => {
      const own = session();
      const file = await openFile(own, name, `log${opened.length}`, how, signal);
      const text = await file.sources[0]?.parquet();
      assert.ok(text !== undefined);
      return file.facts;
    };
    const longAgo = (name: string): Promise<void> => utimes(join(folder, name), 1_700_000_000, 1_700_000_000);

    for (const [name, whole, half, last] of [
      ['log.ndjson', '{"a":1,"b":"x"}\n', '{"a":2,"b":"é', '{"a":2,"b":"éy"}\n'],
      ['log.csv', 'a,b\n1,x\n', '2,"é', '2,"éy"\n'],
      ['log.tsv', 'a\tb\n1\tx\n', '2\té', '2\téy\n'],
    ] as const) {
      it(`has in ${name} the rows that are whole, and the last one when it is`, async () => {
        const log = join(folder, name);
        const bytes = Buffer.byteLength(half) - 1;
        // The row ends within a character.
        const cut = Buffer.concat([Buffer.from(whole), Buffer.from(half).subarray(0, bytes)]);
        await writeFile(log, cut);
        const first = await facts(name);
        assert.deepEqual([first.rows, first.malformed.count, first.unfinished], [1, 0, bytes]);
        assert.equal(first.bytes, Buffer.byteLength(whole));
        // The same bytes later: nobody writes there any more, or who asks reads to the end.
        assert.equal((await facts(name, WHOLE)).malformed.count, 1);
        await longAgo(name);
        const broken = await facts(name);
        assert.deepEqual([broken.rows, broken.malformed.count, broken.unfinished], [1, 1, 0]);
        await writeFile(log, whole + last);
        const then = await facts(name);
        assert.deepEqual([then.rows, then.malformed.count, then.unfinished], [2, 0, 0]);
      });
    }

    it('takes an object that is whole without a line end, and a cell only with one', async () => {
      await writeFile(join(folder, 'log.ndjson'), '{"a":1}\n{"a":2}');
      assert.deepEqual([(await facts('log.ndjson')).rows, (await facts('log.ndjson')).unfinished], [2, 0]);
      await writeFile(path, 'a,b\n1,20\n2,3');
      assert.deepEqual([(await facts('log.csv')).rows, (await facts('log.csv')).unfinished], [1, 3]);
      await longAgo('log.csv');
      assert.deepEqual([(await facts('log.csv')).rows, (await facts('log.csv')).unfinished], [2, 0]);
    });

    it('reads the tail alone behind a row that was not whole', async () => {
      const text = csv(rows(30_500, '2024-01-01', { perDay: 5_000 }));
      const half = text.length - 7;
      await writeFile(path, text.slice(0, half));
      assert.equal((await facts('log.csv')).rows, 30_499);
      await appendFile(path, text.slice(half));
      const own = session();
      const { facts: grown, sources } = await openFile(own, 'log.csv', 'log', LIVE, signal);
      assert.deepEqual([grown.rows, sources.map(({ facts: { rows: read } }) => read)], [30_500, [30_499, 1]]);
    });
  });

  const run = (
    text: string,
    kept: CacheFolder | null,
    onProgress: RunContext['onProgress'],
  ): Promise<Report> => {
    const loaded = { path: join(folder, 'tidemark.yaml'), text, document: parseConfig(text, METRICS) };
    return checkConfig(loaded, 'tidemark.yaml', PLAIN, { signal, onProgress }, kept);
  };

  for (const engine of ['local', 'arquero'])
    it(`does not alert for a row that is half written, and says so: ${engine}`, async () => {
      await writeFile(join(folder, 'reference.csv'), csv(rows(4_000, '2023-12-01', { perDay: 1_000 })));
      await writeFile(
        join(folder, 'current.csv'),
        `${csv(rows(4_000, '2024-01-01', { perDay: 1_000 }))}4000,2024`,
      );
      const loaded = {
        path: join(folder, 'tidemark.yaml'),
        text: config(),
        document: parseConfig(config(), METRICS),
      };
      const checkAs = (live: boolean): Promise<Report> =>
        checkConfig(
          loaded,
          'tidemark.yaml',
          { ...PLAIN, live },
          { signal, onProgress: () => undefined },
          cache(),
          undefined,
          {
            TIDEMARK_ENGINE: engine,
          },
        );
      const [report, strict] = [await checkAs(true), await checkAs(false)];
      assert.deepEqual(
        [report, strict].map((one) => [one.windows.current.rows, standing(one, 'malformed_share').verdict]),
        [
          [4_000, 'pass'],
          [4_000, 'alert'],
        ],
      );
      const told = report.problems.filter(({ code }) => code === 'unfinished-row');
      assert.deepEqual(
        told.map(({ severity, path: file, message }) => [severity, file, message]),
        [
          [
            'info',
            'current.csv',
            'current.csv is being written: its last row (9 bytes) is not whole yet, and left for the next check.',
          ],
        ],
      );
      assert.ok(strict.problems.every(({ code }) => code !== 'unfinished-row'));
    });

  // A file that takes its place, and one that is written into it.
  for (const [how, put, count] of [
    ['takes its place', renameSync, 20_000],
    ['is written into it', copyFileSync, 40_000],
  ] as const) {
    it(`is an error as Parquet where another one ${how} before all was read`, async () => {
      const parquet = (name: string): string => join(folder, `${name}.parquet`);
      await writeFile(join(folder, 'reference.csv'), csv(rows(4_000, '2023-12-01', { perDay: 1_000 })));
      await writeFile(join(folder, 'other.csv'), csv(rows(count, '2024-03-01', { perDay: 5_000 })));
      await toParquet(path, parquet('current'));
      await toParquet(join(folder, 'other.csv'), parquet('other'));
      const text = config().replace('current.csv', 'current.parquet');
      let isAnother = false;
      const disturbed = run(text, cache(), ({ phase }) => {
        if (isAnother || phase !== 'reading') return;
        isAnother = true;
        put(parquet('other'), parquet('current'));
      });
      await assert.rejects(disturbed, {
        message: 'current.parquet was written anew while it was read: check again when it is whole.',
      });
      const report = await run(text, cache(), () => undefined);
      assert.equal(report.windows.current.rows, count);
      const fresh = await run(text, null, () => undefined);
      assert.deepEqual({ ...report, generated_at: '' }, { ...fresh, generated_at: '' });
    });
  }
});
