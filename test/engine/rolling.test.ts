import assert from 'node:assert/strict';
import { join } from 'node:path';

import type { Report, Result } from '../../src/core/report/report.js';
import { check } from './check.js';
import { config, csv, folderOf, rows } from './logs.js';

const CHECKS = `  stability:
    - { metric: psi, of: features }
    - { metric: ks, of: score }
  performance:
    - { metric: roc_auc, alert: { below: 0.5 } }
  quality:
    - { metric: unseen_share, of: plan, alert: { above: 0.01 } }`;

function find(
  report: Report,
  metric: string,
  column: string | null,
  chunk: string | null,
): Result | undefined {
  return report.results.find(
    (one) => one.metric === metric && one.subject.column === column && one.chunk === chunk,
  );
}

describe('a rolling reference', function () {
  this.timeout(60_000);
  let folder: string;
  let remove: () => Promise<void>;
  const log = rows(4000, '2024-02-05');
  const rolling = (length: string, every: string): string =>
    config({ reference: `{ rolling: ${length} }`, every, checks: CHECKS });

  before(async () => {
    ({ folder, remove } = await folderOf({
      'current.csv': csv(log),
      'tidemark.yaml': rolling('5d', '2d'),
    }));
  });

  after(async () => {
    await remove();
  });

  it('is the stretch before each chunk: as if that were a log of its own', async () => {
    const report = await check(join(folder, 'tidemark.yaml'));
    // 200 rows a day from 5 February on; chunks of two days begin on odd days of this month.
    for (const start of [11, 15, 19]) {
      const chunk = `2024-02-${start}T00:00:00Z`;
      const day = (row: { readonly at: string }): number => Number(row.at.slice(8, 10));
      const alone = await folderOf({
        'current.csv': csv(log.filter((row) => day(row) >= start && day(row) < start + 2)),
        'reference.csv': csv(log.filter((row) => day(row) >= start - 5 && day(row) < start)),
        'tidemark.yaml': config({ every: '2d', checks: CHECKS }),
      });
      try {
        const expected = await check(join(alone.folder, 'tidemark.yaml'));
        for (const [metric, column] of [
          ['psi', 'age'],
          ['psi', 'plan'],
          ['ks', 'score'],
          ['unseen_share', 'plan'],
        ] as const) {
          const [mine, theirs] = [report, expected].map((one) => find(one, metric, column, chunk));
          assert.ok(mine !== undefined && theirs !== undefined, `${metric} of ${column} in ${chunk}`);
          assert.equal(mine.value, theirs.value);
          assert.equal(mine.p_value, theirs.p_value);
          assert.equal(mine.n_reference, 1000);
          assert.equal(mine.n_current, theirs.n_current);
        }
      } finally {
        await alone.remove();
      }
    }
  });

  it('has no window row of what is compared, and cannot tell where the log does not reach back', async () => {
    const report = await check(join(folder, 'tidemark.yaml'));
    assert.equal(find(report, 'psi', 'age', null), undefined);
    assert.notEqual(find(report, 'roc_auc', null, null), undefined);
    const early = find(report, 'psi', 'age', '2024-02-07T00:00:00Z');
    assert.equal(early?.verdict, 'unknown');
    assert.match(early.explanation, /does not reach back 5d before it/);
  });

  it('of calendar months begins on the same day of the month before', async () => {
    const report = await check(join(folder, 'tidemark.yaml'), () => rolling('1mo', '1d'));
    assert.equal(find(report, 'psi', 'age', '2024-02-20T00:00:00Z')?.verdict, 'unknown');
  });

  it('needs chunks of time, and no limit that is relative to it', async () => {
    await assert.rejects(
      check(join(folder, 'tidemark.yaml'), () => rolling('5d', '{ rows: 100 }')),
      /A rolling reference is the stretch before each chunk/,
    );
    await assert.rejects(
      check(join(folder, 'tidemark.yaml'), (text) => text.replace('{ below: 0.5 }', '{ change: 0.1 }')),
      /none that stands still/,
    );
  });
});
