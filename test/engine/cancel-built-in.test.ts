import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { columnFromArray, tableFromColumns, tableToIPC, timestamp, TimeUnit } from '@uwdata/flechette';

import { parseConfig } from '../../src/core/config/parse.js';
import { CancelledError } from '../../src/core/errors.js';
import { METRICS } from '../../src/core/metrics/registry.js';
import type { Progress } from '../../src/core/profile/engine.js';
import { checkConfig } from '../../src/runner/check-config.js';
import { EVERYTHING } from './both-engines.js';
import { PLAIN } from './check.js';
import { config, csv, folderOf, rows, type Row } from './logs.js';

const ROWS = 40_000;

const FORMATS: Record<string, (of: readonly Row[]) => Uint8Array> = {
  'csv.gz': (of) => gzipSync(csv(of)),
  ndjson: (of) =>
    Buffer.from(of.map((row) => `${JSON.stringify({ ...row, age: Number(row.age) })}\n`).join('')),
  arrow: (of) => {
    const number = (name: 'age' | 'score' | 'label'): Float64Array =>
      Float64Array.from(of, (row) => Number(row[name]));
    const bytes = tableToIPC(
      tableFromColumns({
        id: columnFromArray(of.map(({ id }) => id)),
        at: columnFromArray(
          of.map(({ at }) => Date.parse(`${at}Z`)),
          timestamp(TimeUnit.MICROSECOND, null),
        ),
        age: columnFromArray(number('age')),
        plan: columnFromArray(of.map(({ plan }) => plan)),
        score: columnFromArray(number('score')),
        label: columnFromArray(number('label')),
      }),
      { format: 'file' },
    );
    assert.ok(bytes !== null);
    return bytes;
  },
};

/** Stages of a run, by the last that was heard of it; null where nothing was. */
const STAGES: Record<string, (heard: Progress | null) => boolean> = {
  decode: (heard) => heard === null,
  profile: (heard) => heard?.phase === 'reading' && heard.done >= 1,
  finalise: (heard) => heard?.phase === 'judging',
};

describe('a check by the built-in engine that is cancelled', function () {
  this.timeout(60_000);
  const { TMPDIR } = process.env;

  afterEach(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  });

  for (const [place, [format, write]] of Object.entries(FORMATS).entries()) {
    it(`ends within a second and leaves nothing behind: ${format}`, async () => {
      const made = await folderOf({
        'tidemark.yaml': config({
          checks: EVERYTHING,
          reference: `reference.${format}`,
          current: `current.${format}`,
        }),
        [`reference.${format}`]: write(rows(ROWS, '2024-01-01', { perDay: 4000 })),
        [`current.${format}`]: write(rows(ROWS, '2024-02-01', { perDay: 4000 })),
      });
      const temporary = join(made.folder, 'temporary');
      await mkdir(temporary);
      process.env.TMPDIR = temporary;
      try {
        for (const [turn, [stage, isThere]] of Object.entries(STAGES).entries()) {
          // At once in some, a moment later in others: each format and each stage meets both.
          const after = (place + turn) % 2 === 0 ? 0 : 40;
          const waited = await cancelled(made.folder, `${after} ms into ${stage}`, isThere, after);
          assert.ok(waited < 1000, `${waited} ms after the cancel ${after} ms into ${stage}`);
          assert.deepEqual(await readdir(temporary), [], stage);
        }
      } finally {
        await made.remove();
      }
    });
  }
});

/** Cancels a check so many ms after it came to a stage; gives how long it then took to end, ms. */
async function cancelled(
  folder: string,
  stage: string,
  isThere: (heard: Progress | null) => boolean,
  after: number,
): Promise<number> {
  const path = join(folder, 'tidemark.yaml');
  const text = await readFile(path, 'utf8');
  const stop = new AbortController();
  let at: number | null = null;
  let cameThere = false;
  const heard = (progress: Progress | null): void => {
    if (cameThere || !isThere(progress)) return;
    cameThere = true;
    setTimeout(() => {
      at = performance.now();
      stop.abort();
    }, after);
  };
  heard(null);
  await assert.rejects(
    checkConfig(
      { path, text, document: parseConfig(text, METRICS) },
      'tidemark.yaml',
      PLAIN,
      { signal: stop.signal, onProgress: heard },
      null,
      undefined,
      { TIDEMARK_ENGINE: 'arquero' },
    ),
    CancelledError,
    stage,
  );
  assert.ok(at !== null);
  return performance.now() - at;
}
