import assert from 'node:assert/strict';
import { join } from 'node:path';

import type { Report, Result } from '../../src/core/report/report.js';
import { agree } from './both-engines.js';
import { check, standing } from './check.js';
import { config, csv, folderOf, rows } from './logs.js';

const CHECKS = `  stability:
    - { metric: psi, of: features }
    - { metric: ks, of: [age, score] }
    - { metric: js_distance, of: plan, segment: plan }
  performance:
    - { metric: roc_auc, alert: { below: 0.5 } }
  quality:
    - { metric: missing_share, of: features, alert: { above: 0.05 } }
    - { metric: unseen_share, of: plan, alert: { above: 0.01 } }`;

/** The checks with `every: window` on those that match. */
function wholly(which: RegExp): string {
  return CHECKS.split('\n')
    .map((line) => (which.test(line) ? line.replace('{ metric:', '{ every: window, metric:') : line))
    .join('\n');
}

/** The rows of the whole window, by what they are of. */
function wholeRows(report: Report): Map<string, Omit<Result, 'standing' | 'standing_verdict'>> {
  return new Map(
    report.results
      .filter(({ chunk }) => chunk === null)
      .map(({ standing: _, standing_verdict: __, ...row }) => [
        JSON.stringify([row.check, row.metric, row.subject]),
        row,
      ]),
  );
}

describe('a check of the window alone', function () {
  this.timeout(60_000);
  let folder: string;
  let remove: () => Promise<void>;
  const files = (checks: string, more = ''): Record<string, string> => ({
    'tidemark.yaml': config({ checks, more }),
    'reference.csv': csv(rows(900, '2024-01-01', { offset: 50_000 })),
    'current.csv': csv(rows(1500, '2024-02-05')),
  });
  const run = async (checks: string, more = ''): Promise<Report> => {
    ({ folder, remove } = await folderOf(files(checks, more)));
    try {
      return await check(join(folder, 'tidemark.yaml'));
    } finally {
      await remove();
    }
  };

  for (const [name, more] of [
    ['exact', ''],
    ['sketched', 'exact_rows'],
  ] as const) {
    it(`has the window's value to the last digit, and none by chunk: ${name}`, async () => {
      const edit = (text: string): string =>
        more === '' ? text : text.replace('  features:', '  exact_rows: 100\n  features:');
      const reports: Report[] = [];
      for (const checks of [CHECKS, wholly(/./)]) {
        ({ folder, remove } = await folderOf(files(checks)));
        reports.push(await check(join(folder, 'tidemark.yaml'), edit));
        await remove();
      }
      const [byChunk, whole] = reports as [Report, Report];
      assert.equal(whole.provenance.exact, more === '');
      const [expected, found] = [wholeRows(byChunk), wholeRows(whole)];
      assert.deepEqual([...found.keys()], [...expected.keys()]);
      for (const [key, row] of found) {
        const other = expected.get(key);
        assert.ok(other);
        assert.deepEqual({ ...row, value: 0, interval: null }, { ...other, value: 0, interval: null }, key);
        assert.ok(Math.abs((row.value ?? 0) - (other.value ?? 0)) <= 1e-12, key);
      }
      assert.deepEqual(
        whole.results.filter(({ chunk }) => chunk !== null),
        [],
      );
      assert.deepEqual(
        whole.reference_results.filter(({ chunk }) => chunk !== null),
        [],
      );
      // The chunks themselves are told as ever.
      assert.deepEqual(whole.chunks, byChunk.chunks);
      assert.deepEqual(whole.operations, byChunk.operations);
    });
  }

  it('stands with its window row beside checks whose last chunk stands', async () => {
    const report = await run(wholly(/psi/));
    assert.equal(standing(report, 'psi', 'age').chunk, null);
    assert.notEqual(standing(report, 'ks', 'age').chunk, null);
    // A column that another check looks at by chunk has its chunks still.
    assert.ok(report.distributions.some(({ column, chunk }) => column === 'age' && chunk !== null));
  });

  it('leaves what nobody asks for by chunk unread by chunk', async () => {
    const report = await run(wholly(/psi|ks|missing|unseen/));
    for (const column of ['age', 'plan']) {
      const own = report.distributions.filter((one) => one.column === column);
      assert.deepEqual(
        own.map(({ chunk, over_time }) => [chunk, over_time]),
        [[null, undefined]],
      );
    }
  });

  it('is the same in both engines, and with DuckDB alone', async () => {
    await agree(files(wholly(/psi|js|roc|missing/), 'segments: [plan]'));
    await agree({
      ...files(wholly(/./)),
      'tidemark.yaml': config({ checks: wholly(/./), every: '{ rows: 400 }' }),
    });
  });
});
