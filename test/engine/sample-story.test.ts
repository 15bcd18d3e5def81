import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';

import type { Report, Result, Verdict } from '../../src/core/report/report.js';
import { check } from './check.js';

/** What docs/sample.md says a good monitor finds: the slice always, the whole sample where it has been made. */
const SAMPLES = [
  {
    name: 'slice',
    path: 'media/sample/flights/tidemark.yaml',
    driftSince: { origin: '2001-04-30', destination: '2001-05-07' },
    psi: { origin: 0.6, destination: 0.6, traffic: 0.12, backlog: 0.013 },
    unseen: 'alert',
    sureAuc: ['2001-01-29', '2001-04-30'],
    coverage4June: 0.822,
  },
  {
    name: 'whole sample',
    path: 'sample/flights/tidemark.yaml',
    driftSince: { origin: '2001-05-14', destination: '2001-05-14' },
    psi: { origin: 0.371, destination: 0.372, traffic: 0.115, backlog: 0.011 },
    unseen: 'pass',
    sureAuc: [
      '2001-01-29',
      '2001-03-19',
      '2001-03-26',
      '2001-04-16',
      '2001-04-23',
      '2001-04-30',
      '2001-05-14',
      '2001-06-04',
    ],
    coverage4June: 0.823,
  },
] as const;

for (const sample of SAMPLES) {
  describe(`the story of docs/sample.md, ${sample.name}`, function () {
    this.timeout(120_000);
    let report: Report;

    const series = (metric: string, column: string | null = null): Result[] =>
      report.results.filter(
        (result) => result.metric === metric && result.subject.column === column && result.chunk !== null,
      );
    const at = (week: string, metric: string, column: string | null = null): Result => {
      const found = series(metric, column).find((result) => result.chunk?.startsWith(week));
      assert.ok(found, `${metric} in ${week}`);
      return found;
    };
    const weeks = (results: readonly Result[], verdict: Verdict): string[] =>
      results
        .filter((result) => result.verdict === verdict)
        .map((result) => result.chunk?.slice(0, 10) ?? '');

    before(async function () {
      if (!existsSync(sample.path) || (sample.name !== 'slice' && !existsSync('sample/flights/.complete')))
        this.skip();
      report = await check(sample.path);
    });

    it('1. origin and destination shifted for good, and traffic a little', () => {
      for (const column of ['origin', 'destination'] as const) {
        const alerts = weeks(series('psi', column), 'alert');
        assert.equal(alerts[0], sample.driftSince[column]);
        assert.equal(alerts.at(-1), '2001-06-18');
        assert.ok(Math.abs((at('2001-06-18', 'psi', column).value ?? 0) - sample.psi[column]) < 0.006);
      }
      assert.equal(at('2001-06-18', 'psi', 'traffic').verdict, 'warn');
      assert.ok(Math.abs((at('2001-06-18', 'psi', 'traffic').value ?? 0) - sample.psi.traffic) < 0.006);
    });
    it('2. unseen airports', () => {
      assert.equal(at('2001-06-18', 'unseen_share', 'origin').verdict, sample.unseen);
    });
    it('3. backlog and score shifted in calm weather and came back', () => {
      assert.deepEqual(weeks(series('psi', 'backlog'), 'alert'), ['2001-04-23', '2001-04-30', '2001-05-07']);
      assert.ok(weeks(series('psi', 'p_delayed'), 'alert').includes('2001-05-07'));
      assert.equal(at('2001-06-18', 'psi', 'backlog').verdict, 'pass');
      assert.equal(at('2001-06-18', 'psi', 'p_delayed').verdict, 'pass');
    });
    it('4. the ranking is unsteady, not broken', () => {
      assert.deepEqual(weeks(series('roc_auc'), 'alert'), [...sample.sureAuc]);
      assert.equal(at('2001-06-18', 'roc_auc').verdict, 'pass');
      assert.ok(Math.abs((at('2001-06-18', 'roc_auc').value ?? 0) - 0.733) < 0.0006);
      assert.equal(report.summary.decision.keep, true);
    });
    it('7. two incidents', () => {
      assert.deepEqual(
        weeks(series('error_rate'), 'alert')
          .concat(weeks(series('error_rate'), 'warn'))
          .sort(),
        ['2001-04-02', '2001-05-28'],
      );
      assert.deepEqual(weeks(series('latency_p95_ms'), 'alert'), ['2001-05-28']);
      const worst = [...report.operations]
        .sort((a, b) => (b.error_rate ?? 0) - (a.error_rate ?? 0))
        .slice(0, 5);
      assert.ok(
        worst.every((day) => /2001-04-08|2001-05-(29|30|31)|2001-06-01/.test(day.start)),
        JSON.stringify(worst.map((day) => day.start)),
      );
    });
    it('8. a delivery of labels was lost', () => {
      assert.ok(Math.abs((at('2001-06-04', 'label_coverage').value ?? 0) - sample.coverage4June) < 0.002);
      assert.equal(at('2001-06-04', 'label_coverage').verdict, 'warn');
      assert.equal(report.results.find((result) => result.metric === 'orphan_share')?.value, 0);
    });
    it('9. the week that is not over is not judged', () => {
      for (const metric of ['psi', 'roc_auc', 'error_rate', 'label_coverage']) {
        for (const result of report.results.filter(
          (one) => one.metric === metric && one.chunk?.startsWith('2001-06-25'),
        )) {
          assert.equal(result.verdict, 'unknown', result.explanation);
        }
      }
      assert.ok((at('2001-06-25', 'psi', 'weekday').value ?? 0) > 0.9);
    });
    it('10. quality holds but for what January never saw', () => {
      for (const column of ['origin', 'traffic', 'backlog', 'hour']) {
        assert.deepEqual(weeks(series('missing_share', column), 'alert'), []);
      }
      assert.deepEqual(
        report.versions.map((version) => version.version),
        ['v1.0', 'v1.1'],
      );
    });
  });
}
