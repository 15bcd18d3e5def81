/** What a check tells while it reads: values as they will be, and no verdict. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parseConfig } from '../../src/core/config/parse.js';
import { METRICS } from '../../src/core/metrics/registry.js';
import { partialView } from '../../src/core/report/dashboard/partial.js';
import type { Report, Result } from '../../src/core/report/report.js';
import { checkConfig } from '../../src/runner/check-config.js';
import { PLAIN } from './check.js';
import { config, csv, folderOf, rows } from './logs.js';

interface Told {
  readonly report: Report;
  readonly done: number;
  readonly total: number;
}

async function run(path: string, told: Told[] | null): Promise<Report> {
  const text = await readFile(path, 'utf8');
  return checkConfig(
    { path, text, document: parseConfig(text, METRICS) },
    path,
    PLAIN,
    { signal: new AbortController().signal, onProgress: () => undefined },
    null,
    told === null
      ? undefined
      : { wanted: () => true, take: (report, columns) => told.push({ report, ...columns }) },
  );
}

const keyOf = ({ check, metric, subject, chunk }: Result): string =>
  JSON.stringify([check, metric, subject, chunk]);

describe('a check that is not done', () => {
  it('tells values as they will be, operations first, then column after column, and judges nothing', async () => {
    const { folder, remove } = await folderOf({
      'reference.csv': csv(rows(900, '2024-01-01', { offset: 50_000 })),
      'current.csv': csv(rows(2000, '2024-02-05')),
      'tidemark.yaml': config({
        checks: `  stability:
    - { metric: psi, of: features }
    - { metric: psi, of: score }
  performance:
    - { metric: roc_auc, alert: { below: 0.5 } }
    - { metric: roc_auc, segment: plan, alert: { below: 0.5 } }
  operations:
    - { metric: requests, alert: { below: 10 } }
  quality:
    - { metric: missing_share, of: features, alert: { above: 0.05 } }`,
      }),
    });
    try {
      const path = join(folder, 'tidemark.yaml');
      const told: Told[] = [];
      const report = await run(path, told);
      assert.deepEqual(
        told.map(({ done, total }) => [done, total]),
        [
          [0, 3],
          [1, 3],
          [2, 3],
          [3, 3],
        ],
      );
      const whole = new Map(report.results.map((result) => [keyOf(result), result]));
      for (const { report: partial } of told) {
        assert.ok(partial.results.length > 0);
        for (const result of partial.results) {
          const final = whole.get(keyOf(result));
          assert.ok(final, keyOf(result));
          assert.deepEqual([result.value, result.interval], [final.value, final.interval], keyOf(result));
          assert.equal(result.verdict, 'unknown');
          assert.notEqual(result.standing_verdict, 'pass');
        }
        assert.equal(partial.summary.decision.keep, null);
        assert.equal(partial.summary.pass, 0);
      }
      const [first, , , last] = told;
      assert.deepEqual(
        [...new Set(first?.report.results.map(({ metric }) => metric))].filter((metric) => metric === 'psi'),
        [],
      );
      assert.ok(first?.report.results.some(({ metric }) => metric === 'requests'));
      assert.ok(first?.report.results.some(({ metric }) => metric === 'roc_auc'));
      // All but the segments, which are read last.
      assert.equal(
        last?.report.results.length,
        report.results.filter(({ subject }) => subject.segment === null).length,
      );
      const quiet = await run(path, null);
      const plain = (one: Report): unknown => ({ ...one, generated_at: '' });
      assert.deepEqual(plain(report), plain(quiet));
    } finally {
      await remove();
    }
  });

  it('never looks as if something held', async () => {
    const { folder, remove } = await folderOf({
      'reference.csv': csv(rows(900, '2024-01-01', { offset: 50_000 })),
      'current.csv': csv(rows(2000, '2024-02-05')),
      'tidemark.yaml': config(),
    });
    try {
      const told: Told[] = [];
      await run(join(folder, 'tidemark.yaml'), told);
      for (const { report, done, total } of told) {
        const view = partialView(report, { done, total });
        const text = JSON.stringify(view);
        assert.doesNotMatch(text, /"verdict":"(pass|alert|warn)"/);
        assert.doesNotMatch(text, /\bholds?\b|cannot tell/);
        assert.match(text, /not judged yet/);
        assert.match(view.verdict.heading, /^Checking: /);
        const stability = view.sections.find(({ id }) => id === 'stability');
        assert.equal(stability?.sentence, `${done} of ${total} columns read.`);
        assert.equal(stability.heat?.rows.length ?? 0, done);
        assert.ok(view.sections.some(({ id }) => id === 'performance'));
      }
    } finally {
      await remove();
    }
  });
});
