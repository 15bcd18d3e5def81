import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CancelledError, DataError } from '../../src/core/errors.js';
import { arrowBatches } from '../../src/engines/shared/arrow/batches.js';
import type { ArrowValue } from '../../src/engines/shared/arrow/columns.js';
import { formatOf } from '../../src/engines/shared/format.js';
import { random } from '../random.js';

const FOLDER = 'test/fixtures/arrow';

type Columns = Record<string, readonly (ArrowValue | undefined)[]>;

async function read(path: string, signal = new AbortController().signal): Promise<Columns> {
  const columns: Record<string, ArrowValue[]> = {};
  for await (const batch of arrowBatches(path, 'log.arrow', signal)) {
    for (const [i, { name, type }] of batch.fields.entries()) {
      const own = (columns[name] ??= []);
      // As the oracle writes them: 64 bits are more than a number of JSON holds.
      for (const value of batch.columns[i] ?? [])
        own.push(/^U?BIGINT$/.test(type) && value !== null ? String(value) : value);
    }
  }
  return columns;
}

/** What pyarrow, pandas and polars wrote and say that they wrote; recorded by test/oracle/arrow.py. */
describe('Arrow as other tools write it', function () {
  this.timeout(30_000);

  it('holds what pyarrow reads from it: every type, compressed or not, and words that change on the way', async () => {
    const oracle = JSON.parse(await readFile('test/oracle/arrow.json', 'utf8')) as {
      files: Record<string, Columns>;
    };
    const names = Object.keys(oracle.files).filter((name) => name !== 'linked-blocks.arrow');
    assert.equal(names.length, 12);
    for (const name of names) assert.deepEqual(await read(join(FOLDER, name)), oracle.files[name], name);
  });

  it('holds blocks of LZ4 that point into the ones before', async () => {
    const oracle = JSON.parse(await readFile('test/oracle/arrow.json', 'utf8')) as {
      files: { 'linked-blocks.arrow': { rows: number; sum: number } };
    };
    const { x = [] } = await read(join(FOLDER, 'linked-blocks.arrow'));
    const sum = x.reduce<number>((total, value) => total + Number(value), 0);
    assert.deepEqual({ rows: x.length, sum }, oracle.files['linked-blocks.arrow']);
  });

  it('of the version before Arrow is refused in words', async () => {
    await assert.rejects(formatOf(join(FOLDER, 'version-1.feather'), 'log.feather'), (error: Error) => {
      assert.ok(error instanceof DataError);
      assert.match(error.message, /log\.feather is Feather of version 1.*version 2/);
      return true;
    });
  });

  it('ends where it is cancelled', async () => {
    const stop = new AbortController();
    stop.abort();
    await assert.rejects(read(join(FOLDER, 'file-lz4.arrow'), stop.signal), CancelledError);
  });

  it('that is cut or damaged anywhere is read or refused, never anything else', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tidemark-arrow-'));
    const path = join(folder, 'log.arrow');
    const next = random(5);
    const refused = async (bytes: Uint8Array): Promise<boolean> => {
      await writeFile(path, bytes);
      try {
        await read(path);
        return false;
      } catch (error) {
        assert.ok(error instanceof DataError, String(error instanceof Error ? error.stack : error));
        return true;
      }
    };
    try {
      const all = await readdir(FOLDER);
      for (const name of all.filter((file) => /^(file-lz4|stream-plain|added|polars-zstd)/.test(file))) {
        const whole = await readFile(join(FOLDER, name));
        for (let k = 0; k < 10; k++) {
          const cut = Math.floor(next() * whole.length);
          assert.ok(await refused(whole.subarray(0, cut)), `${name} cut at ${cut}`);
        }
        for (let k = 0; k < 50; k++) {
          const bytes = Uint8Array.from(whole);
          for (let flips = 0; flips < 4; flips++)
            bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
          await refused(bytes);
        }
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
