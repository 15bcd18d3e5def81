import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { CancelledError } from '../../src/core/errors.js';
import type { Report, Result } from '../../src/core/report/report.js';
import { check } from './check.js';
import { config, csv, folderOf, rows } from './logs.js';

function rowsOf(report: Report, metric: string): Result[] {
  return report.results.filter((result) => result.metric === metric);
}

describe('windows, chunks and labels', function () {
  this.timeout(60_000);
  let folder: string;
  let remove: () => Promise<void>;
  const path = (): string => join(folder, 'tidemark.yaml');

  before(async () => {
    const current = rows(2000, '2024-02-05');
    // Two days without a row.
    const gap = current.filter((row) => !row.at.startsWith('2024-02-08') && !row.at.startsWith('2024-02-09'));
    const labelled = current.slice(0, 1000);
    const labels = labelled.map((row) => `${row.id},${row.label},${row.at.slice(0, 10)} 23:59:59`);
    // Two labels for one id: the later one counts, whatever the order of the rows.
    labels.push(
      `0,${labelled[0]?.label === '1' ? 0 : 1},2024-02-04 00:00:00`,
      `999999,1,2024-02-09 00:00:00`,
    );
    ({ folder, remove } = await folderOf({
      'reference.csv': csv(rows(900, '2024-01-01', { offset: 50_000 })),
      'current.csv': csv(gap),
      'versions.csv': csv(gap).replace('plan', 'plan'),
      'labels.csv': `id,label,received\n${labels.join('\n')}\n`,
      'tidemark.yaml': config(),
    }));
  });

  after(async () => {
    await remove();
  });

  it('chunks are half-open, aligned, named by their start, and the empty ones exist', async () => {
    const report = await check(path(), (text) =>
      text.replace('quality:', 'operations:\n    - { metric: requests, alert: { below: 10 } }\n  quality:'),
    );
    const chunks = report.chunks.filter((chunk) => chunk.side === 'current');
    assert.deepEqual(
      chunks.map((chunk) => chunk.name),
      [5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map((day) => `2024-02-${String(day).padStart(2, '0')}T00:00:00Z`),
    );
    assert.equal(chunks[3]?.rows, 0);
    const requests = rowsOf(report, 'requests');
    const empty = requests.find((result) => result.chunk === '2024-02-08T00:00:00Z');
    assert.equal(empty?.value, 0);
    assert.equal(empty?.verdict, 'alert');
    const psi = rowsOf(report, 'psi').find((result) => result.chunk === '2024-02-08T00:00:00Z');
    assert.equal(psi?.verdict, 'unknown');
  });

  it('the last chunk is not over, so the one before it stands', async () => {
    const report = await check(path());
    const standing = report.results.find((result) => result.standing && result.metric === 'psi');
    assert.equal(standing?.chunk, '2024-02-13T00:00:00Z');
    const last = report.results.find(
      (result) => result.metric === 'psi' && result.chunk === '2024-02-14T00:00:00Z',
    );
    assert.equal(last?.verdict, 'unknown');
    assert.match(last?.explanation ?? '', /the chunk is not over/);
  });

  it('situation (b): the first days of the log are the reference, and the two share no row', async () => {
    const report = await check(path(), (text) =>
      text.replace('reference: reference.csv', 'reference: { window: 3d }'),
    );
    assert.equal(report.windows.reference?.rows, 600);
    assert.equal(report.windows.current.rows, 1000);
    assert.equal(report.windows.current.start, '2024-02-08T00:00:00Z');
  });

  it('chunks by rows, and a number of chunks', async () => {
    const byRows = await check(path(), (text) => text.replace('every: 1d', 'every: { rows: 500 }'));
    assert.deepEqual(
      byRows.chunks.filter((chunk) => chunk.side === 'current').map((chunk) => chunk.rows),
      [500, 500, 500, 100],
    );
    const four = await check(path(), (text) => text.replace('every: 1d', 'every: { chunks: 4 }'));
    assert.deepEqual(
      four.chunks.filter((chunk) => chunk.side === 'current').map((chunk) => chunk.rows),
      [400, 400, 400, 400],
    );
  });

  it('--since and --until', async () => {
    const report = await check(path(), undefined, {
      since: Date.parse('2024-02-06'),
      until: Date.parse('2024-02-08'),
    });
    assert.equal(report.windows.current.rows, 400);
  });

  it('--as-of leaves later rows unread and counts them', async () => {
    const report = await check(path(), undefined, { asOf: Date.parse('2024-02-07T00:00:00Z') });
    assert.equal(report.windows.current.rows, 401);
    assert.ok(
      report.problems.some(
        (problem) => problem.code === 'rows-after-as-of' && problem.message.startsWith('1\u202F199 rows'),
      ),
    );
  });

  it('labels join by id, mature, and are judged only then', async () => {
    const report = await check(
      path(),
      (text) =>
        `${text.replace(', label: label }', ' }').replace('quality:', 'feedback:\n    - { metric: label_coverage, alert: { below: 0.5 } }\n    - { metric: orphan_share }\n  quality:')}
feedback:
  labels: { path: labels.csv, id: id, label: label, received: received, matures: 3d }
`,
    );
    const coverage = rowsOf(report, 'label_coverage');
    const standing = coverage.find((result) => result.standing);
    assert.equal(standing?.chunk, '2024-02-10T00:00:00Z');
    assert.equal(coverage.find((result) => result.chunk === '2024-02-05T00:00:00Z')?.value, 1);
    const young = rowsOf(report, 'roc_auc').find((result) => result.chunk === '2024-02-12T00:00:00Z');
    assert.equal(young?.verdict, 'unknown');
    assert.match(young?.explanation ?? '', /no label has arrived/i);
    const orphans = rowsOf(report, 'orphan_share')[0];
    assert.equal(orphans?.n_current, 1001);
    // 400 labelled rows fell into the two days without log rows, and one id never existed.
    assert.equal(Math.round((orphans?.value ?? 0) * 1001), 401);
    assert.match(orphans?.explanation ?? '', /1 id has labels that disagree/);
  });

  it('a check that is cancelled at any moment ends soon, as cancelled', async () => {
    for (const after of [0, 80, 200, 450, 800, 1100]) {
      const stop = new AbortController();
      const running = check('media/sample/flights/tidemark.yaml', undefined, {}, { signal: stop.signal });
      const stopped = delay(after).then(() => {
        stop.abort();
        return performance.now();
      });
      await assert.rejects(running, CancelledError, `after ${after} ms`);
      const waited = performance.now() - (await stopped);
      assert.ok(waited < 1000, `${waited} ms after the cancel at ${after} ms`);
    }
  });

  it('an error in one file waits for what still reads the other, and leaves nothing behind', async () => {
    const made = await folderOf({
      'tidemark.yaml': config({ current: 'current-*.csv' }),
      'reference.csv': csv(rows(600, '2024-01-01')),
      'current-1.csv': '',
      'current-2.csv': csv(rows(20_000, '2024-02-01', { perDay: 10_000 })),
    });
    try {
      await assert.rejects(check(join(made.folder, 'tidemark.yaml')), /current-1\.csv is empty/);
    } finally {
      await made.remove();
    }
  });
});
