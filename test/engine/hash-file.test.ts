import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { hashFile } from '../../src/engines/shared/hash-file.js';

/** Recorded with python-xxhash (libxxhash): `xxh3_128_hexdigest` of the bytes below. */
const RECORDED = {
  whole: '102ac8cecbf2b389f52f30135466d66c',
  head: '14bbc508eef35b7cb5eb8cca7fcc1fe3',
  empty: '99aa06d3014798d86001c324468d497f',
};

const BYTES = Uint8Array.from({ length: 3_000_001 }, (_, i) => (i * 7919) % 251);
const HEAD = 1_500_000;
const NEWLINE = 10;

describe('the hash of a file', () => {
  let folder: string;
  let path: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tidemark-hash-'));
    path = join(folder, 'log.csv');
    await writeFile(path, BYTES);
  });
  after(() => rm(folder, { recursive: true, force: true }));
  const { signal } = new AbortController();

  it('is XXH128, of a file longer than a piece and of one that is empty', async () => {
    assert.deepEqual(await hashFile({ path, bytes: null, split: null }, signal), {
      hash: RECORDED.whole,
      head: null,
    });
    const empty = join(folder, 'empty.csv');
    await writeFile(empty, '');
    assert.equal((await hashFile({ path: empty, bytes: null, split: null }, signal)).hash, RECORDED.empty);
  });

  it('tells of its first bytes what they alone would give, and goes on', async () => {
    const head = BYTES.subarray(0, HEAD);
    assert.deepEqual(await hashFile({ path, bytes: null, split: HEAD }, signal), {
      hash: RECORDED.whole,
      head: { hash: RECORDED.head, endsLine: head.at(-1) === NEWLINE },
    });
  });

  it('ends when it is cancelled', async () => {
    await assert.rejects(hashFile({ path, bytes: null, split: null }, AbortSignal.abort()), {
      name: 'AbortError',
    });
  });
});
