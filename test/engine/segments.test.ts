import assert from 'node:assert/strict';
import { join } from 'node:path';

import type { Progress } from '../../src/core/profile/engine.js';
import type { Report, Result } from '../../src/core/report/report.js';
import { check } from './check.js';
import { config, csv, folderOf, rows, type Row } from './logs.js';

const CHECKS = `  stability:
    - { metric: psi, of: age, segment: plan }
    - { metric: ks, of: score, segment: { column: age, edges: [30, 60] } }
    - { metric: psi, of: label, segment: plan }
    - { metric: mean_shift, of: age, segment: plan }
    - { metric: wasserstein_normed, of: age, segment: plan }
    - { metric: cramer_von_mises, of: score, segment: plan }
    - { metric: concept_shift, segment: plan }
    - { metric: domain_classifier, segment: plan, min_rows: 100 }
  performance:
    - { metric: roc_auc, segment: plan, alert: { below: 0.5 } }
    - { metric: accuracy, alert: { below: 0.5 } }
    - { metric: ece, segment: plan, alert: { above: 0.5 } }
    - { metric: log_loss, segment: plan, alert: { above: 5 } }
    - { metric: estimated_accuracy, segment: plan, alert: { below: 0.1 } }
    - { metric: estimated_roc_auc, segment: plan, alert: { below: 0.1 } }
  operations:
    - { metric: requests, segment: plan, alert: none }
    - { metric: peak_per_s, segment: plan, alert: none }
    - { metric: max_gap_s, segment: plan, alert: none }
  quality:
    - { metric: missing_share, of: age, segment: plan, alert: { above: 0.05 } }`;

const BY_PLAN = [...CHECKS.matchAll(/metric: (\w+),.*segment: plan/g)].map(([, metric]) => metric as string);

/** The same checks on all rows. */
const PLAIN = CHECKS.replace(/, segment: (plan|\{[^}]*\})/g, '');

function of(report: Report, metric: string, segment: string | null): Result[] {
  return report.results.filter((result) => result.metric === metric && result.subject.segment === segment);
}

/** What of a result must be the same whether its rows were picked before the run or by it. */
function numbers(results: readonly Result[]): unknown[] {
  return results.map(({ chunk, value, interval, p_value, n_reference, n_current }) => ({
    chunk,
    value,
    interval,
    p_value,
    n_reference,
    n_current,
  }));
}

describe('segments', function () {
  this.timeout(60_000);
  let folder: string;
  let remove: () => Promise<void>;
  const current = rows(2000, '2024-02-05');
  const reference = rows(900, '2024-01-01', { offset: 50_000 });
  const where = (test: (row: Row) => boolean): Record<string, string> => ({
    'reference.csv': csv(reference.filter(test)),
    'current.csv': csv(current.filter(test)),
    'tidemark.yaml': config({ checks: PLAIN }),
  });

  before(async () => {
    ({ folder, remove } = await folderOf({
      ...where(() => true),
      'tidemark.yaml': config({ checks: CHECKS, more: 'segments: [plan]\n' }),
    }));
  });

  after(async () => {
    await remove();
  });

  /** The report of a log that holds nothing but these rows. */
  async function only(test: (row: Row) => boolean, edit?: (text: string) => string): Promise<Report> {
    const alone = await folderOf(where(test));
    try {
      return await check(join(alone.folder, 'tidemark.yaml'), edit);
    } finally {
      await alone.remove();
    }
  }

  for (const exact of [true, false]) {
    it(`of a value are judged as a log of their own would be (${exact ? 'exact' : 'sketched'})`, async () => {
      const edit = (text: string): string =>
        exact ? text : text.replace('logs:', 'logs:\n  exact_rows: 10');
      const report = await check(join(folder, 'tidemark.yaml'), edit);
      assert.equal(report.provenance.exact, exact);
      for (const plan of ['basic', 'plus', 'pro']) {
        const alone = await only((row) => row.plan === plan, edit);
        for (const metric of BY_PLAN) {
          const mine = numbers(of(report, metric, `plan=${plan}`));
          assert.ok(mine.length > 10, metric);
          assert.deepEqual(mine, numbers(of(alone, metric, null)), `${metric} of ${plan}`);
        }
      }
    });
  }

  it('are read after all rows, and how far that is never goes back', async () => {
    const seen: Progress[] = [];
    await check(join(folder, 'tidemark.yaml'), undefined, {}, { onProgress: (now) => seen.push(now) });
    const phases = seen.map(({ phase }) => phase).filter((phase, i, all) => phase !== all[i - 1]);
    assert.deepEqual(phases, ['looking', 'reading', 'splitting', 'judging']);
    const split = seen.filter(({ phase }) => phase === 'splitting').map(({ done, total }) => done / total);
    assert.deepEqual(
      split,
      split.toSorted((a, b) => a - b),
    );
    assert.equal(split.at(-1), 1);
  });

  it('of a range are judged as a log of their own would be', async () => {
    const report = await check(join(folder, 'tidemark.yaml'));
    const ranges: [string, (age: number) => boolean][] = [
      ['age=< 30', (age) => age < 30],
      ['age=[30, 60)', (age) => age >= 30 && age < 60],
      ['age=≥ 60', (age) => age >= 60],
    ];
    for (const [name, holds] of ranges) {
      const alone = await only((row) => holds(Number(row.age)));
      assert.deepEqual(numbers(of(report, 'ks', name)), numbers(of(alone, 'ks', null)), name);
    }
  });

  it('each stand for themselves, and say in their sentence which rows they are of', async () => {
    const report = await check(join(folder, 'tidemark.yaml'));
    const standing = report.results.filter((result) => result.metric === 'roc_auc' && result.standing);
    assert.deepEqual(standing.map((result) => result.subject.segment).sort(), [
      'plan=basic',
      'plan=plus',
      'plan=pro',
    ]);
    assert.match(standing[0]?.explanation ?? '', /^ROC AUC where plan=\w+ is /);
  });

  it('named under `segments` are shown beside the checks of all rows, and judge nothing', async () => {
    const report = await check(join(folder, 'tidemark.yaml'));
    const shown = report.segment_results ?? [];
    assert.deepEqual(
      shown.map((result) => [result.metric, result.subject.segment, 'verdict' in result]).sort(),
      ['basic', 'plus', 'pro'].map((plan) => ['accuracy', `plan=${plan}`, false]),
    );
    const alone = await only((row) => row.plan === 'pro');
    const whole = of(alone, 'accuracy', null).find((result) => result.chunk === null);
    assert.equal(shown.find((result) => result.subject.segment === 'plan=pro')?.value, whole?.value);
  });

  it('of a column with many values are the most frequent ones, and that is said', async () => {
    const many = current.map((row, i) => ({ ...row, plan: i % 3 === 0 ? 'large' : `p${i % 80}` }));
    const wide = await folderOf({
      'reference.csv': csv(reference),
      'current.csv': csv(many),
      'tidemark.yaml': config({
        checks: '  operations:\n    - { metric: requests, segment: plan, alert: none }',
      }),
    });
    try {
      const report = await check(join(wide.folder, 'tidemark.yaml'));
      const found = new Set(report.results.map((result) => result.subject.segment).filter(Boolean));
      assert.equal(found.size, 50);
      assert.ok(found.has('plan=large'));
      const said = report.problems.find((problem) => problem.code === 'rare-segments');
      assert.match(said?.message ?? '', /^plan has 81 values: the 50 most frequent, \d+\s% of the rows/u);
    } finally {
      await wide.remove();
    }
  });

  it('of a column that no log has are a mistake in the config, at its line', async () => {
    await assert.rejects(
      check(join(folder, 'tidemark.yaml'), (text) => text.replace('segments: [plan]', 'segments: [plans]')),
      /No log has a column “plans”; the nearest is “plan”/,
    );
  });
});
