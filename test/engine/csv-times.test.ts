import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Database } from '../../src/engines/local/database.js';
import { normalise } from '../../src/engines/local/normalise.js';
import { inlineRunner } from '../../src/engines/local/pool/pool.js';
import { Footers } from '../../src/engines/shared/parquet/footers.js';
import { agree } from './both-engines.js';
import { config, csv, ndjson, rows, type Row } from './logs.js';

/** Times as logs write them, and what only looks like one. */
const TIMES = [
  '2026-03-02 10:00:00',
  '2026-03-02T10:00:00Z',
  '2026-03-02 10:00:00.5',
  '2026-03-02T10:00:00.123456789',
  '2026-03-02T10:00:00.123Z',
  '2026-03-02 10:00:00+02',
  '2026-03-02 10:00:00-07:30',
  '2026-03-02T10:00:00+0200',
  '2026-03-02 10:00:00 UTC',
  '2026-03-02',
  '2026-3-2 1:2:3',
  '2026/03/02 10:00:00',
  '2026-03-02 24:00:00',
  '2026-03-02 10:00:60',
  '2026-02-30 10:00:00',
  '2026-13-01 10:00:00',
  '1969-12-31 23:59:59.999999',
  '1582-10-10 00:00:00',
  '0001-01-01 00:00:00',
  '0000-01-01 00:00:00',
  '0044-03-15 (BC)',
  'epoch',
  'infinity',
  '-infinity',
  '99999-12-31 23:59:59',
  '294247-01-10',
  '294247-01-10 04:00:54.775806',
  ' 294247-01-10 02:00:00 America/New_York',
  '290309-12-22 (BC) 00:00:00+02',
  '-290308-12-22',
  ' 2026-03-02 10:00:00 ',
  'soon',
  '2026-07-02 10:00:00 Europe/Berlin',
];

describe('times in CSV', function () {
  this.timeout(30_000);

  it('are read in UTC where they have no zone, and in theirs where they have one', async () => {
    const { signal } = new AbortController();
    const folder = await mkdtemp(join(tmpdir(), 'tidemark-test-'));
    const database = await Database.open({ threads: 1, memoryMegabytes: 320 });
    const run = {
      database: () => Promise.resolve(database),
      folder: () => Promise.resolve(database.folder),
      runner: inlineRunner(() => Promise.resolve(database), new Footers()),
      signal,
    };
    try {
      // Most cells are times beyond doubt, so that the column is one of times.
      const cells = [...TIMES, ...Array.from({ length: 200 }, () => '2026-03-02 10:00:00')];
      const path = join(folder, 'log.csv');
      await writeFile(path, `row,at\n${cells.map((cell, i) => `${i},${cell}\n`).join('')}`);
      const target = join(folder, 'log.parquet');
      const format = { kind: 'csv', compression: 'none' } as const;
      const made = await normalise({ ...run, path, shown: 'log.csv', target, index: 'log' }, format, null, 0);
      assert.equal(made.types?.[1]?.type, 'TIMESTAMP');
      const rows = await database.rows(`SELECT "at"::VARCHAR AS "at" FROM read_parquet('${target}')`, signal);
      const expected: unknown[] = [];
      for (const cell of cells) {
        // Beyond what is read as a time, whatever DuckDB makes of it.
        if (/infinity|\d{6}-/.test(cell)) {
          expected.push([cell, null]);
          continue;
        }
        // One by one: after a cell with a zone by name DuckDB would read the next ones in that zone.
        const [row] = await database.rows(
          `SELECT TRY_CAST('${cell}' AS TIMESTAMPTZ)::TIMESTAMP::VARCHAR AS "at"`,
          signal,
        );
        expected.push([cell, row?.at]);
      }
      assert.deepEqual(
        rows.map(({ at }, i) => [cells[i], at]),
        expected,
      );
      assert.equal(made.mismatched.get('at'), rows.filter(({ at }) => at === null).length);
    } finally {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    }
  });

  for (const far of ['294247-01-10 04:00:54.775806', '-290308-12-22', '-infinity']) {
    it(`${far} is one cell without a time, in all that reads times`, async () => {
      const current = rows(600, '2024-02-01', { offset: 10_000 });
      current[7] = { ...(current[7] as Row), at: far };
      const files = { 'reference.csv': csv(rows(600, '2024-01-01')), 'current.csv': csv(current) };
      const report = await agree({ ...files, 'tidemark.yaml': config() });
      assert.equal(report.windows.current.rows, 600);
      assert.match(
        JSON.stringify(report.problems),
        /do not parse as the type of their column[^"]*: at \(1\)/,
      );
      if (far.endsWith('infinity')) return;
      // In JSON it makes the column one of text, which is read as times.
      const lines = {
        'current.ndjson': ndjson(current),
        'tidemark.yaml': config({ current: 'current.ndjson' }),
      };
      assert.equal((await agree({ ...files, ...lines })).windows.current.rows, 600);
    });
  }
});
