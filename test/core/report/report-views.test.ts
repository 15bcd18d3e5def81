/** What the editor's own surfaces show of a report, as plain data. */
import assert from 'node:assert/strict';

import { alertingFiles } from '../../../src/core/report/alerting-files.js';
import { checkGroups } from '../../../src/core/report/check-groups.js';
import { feedbackFacts } from '../../../src/core/report/feedback-facts.js';
import type { Report, Result } from '../../../src/core/report/report.js';
import { untold, worsened } from '../../../src/core/report/worsened.js';
import { buildReport, week } from './views/report-builder.js';

const report = buildReport();

/** The report with each of its standing results changed. */
function withStanding(change: (result: Result) => Partial<Result>): Report {
  return {
    ...report,
    results: report.results.map((result) => (result.standing ? { ...result, ...change(result) } : result)),
  };
}

describe('the checks of a report', () => {
  it('come in the order of the config, each with its worst result first', () => {
    const groups = checkGroups(report);
    assert.deepEqual(
      groups.map(({ check }) => check.check),
      report.checks.map(({ check }) => check),
    );
    const [psi] = groups;
    assert.equal(psi?.verdict, 'alert');
    assert.deepEqual(
      psi.results.map(({ subject, standing_verdict }) => [subject.column, standing_verdict]),
      [
        ['origin', 'alert'],
        ['hour', 'pass'],
      ],
    );
  });

  it('are unknown where nothing stands', () => {
    const groups = checkGroups({ ...report, results: [] });
    assert.ok(groups.length > 0 && groups.every(({ verdict }) => verdict === 'unknown'));
  });
});

describe('what became worse', () => {
  const before = withStanding(() => ({ standing_verdict: 'pass' }));

  it('is each alert that was none before', () => {
    assert.deepEqual(
      worsened(before, report).map(({ metric, subject }) => [metric, subject.column]),
      [['psi', 'origin']],
    );
  });

  it('is nothing where the alert stood before, or ended', () => {
    assert.deepEqual(worsened(report, report), []);
    assert.deepEqual(worsened(report, before), []);
  });

  it('is told once an hour for a chunk, however often it comes and goes', () => {
    const told = new Map<string, number>();
    const news = worsened(before, report);
    const later = news.map((result) => ({ ...result, chunk: 'another' }));
    const at = (minutes: number, what = news): number => untold(what, told, minutes * 60_000).length;
    assert.deepEqual([at(0), at(1), at(59), at(30, later), at(61), at(62)], [1, 0, 0, 1, 1, 0]);
  });

  it('is not told of another config', () => {
    const other = { ...before, provenance: { ...before.provenance, config_sha256: 'another' } };
    assert.deepEqual(worsened(other, report), []);
  });
});

describe('the logs that alert', () => {
  const standing = report.results.find((result) => result.standing_verdict === 'alert')?.chunk ?? '';
  const inputs = (...paths: string[]): Report => ({
    ...report,
    provenance: {
      ...report.provenance,
      inputs: paths.map((path) => ({ role: 'current', path, bytes: 1, rows: 1, fingerprint: '' })),
    },
  });

  it('are those named for a day of the chunk in which an alert stands', () => {
    const day = standing.slice(0, 10);
    const found = alertingFiles(
      inputs(
        `logs/scored-${day}.parquet`,
        `logs/day=${day.replaceAll('-', '')}/0.csv`,
        `logs/${week(0).slice(0, 10)}.csv`,
      ),
    );
    assert.deepEqual(
      found.map(({ path }) => path),
      [`logs/scored-${day}.parquet`, `logs/day=${day.replaceAll('-', '')}/0.csv`],
    );
    assert.deepEqual(
      found[0]?.results.map(({ subject }) => subject.column),
      ['origin'],
    );
  });

  it('are none where names have no day', () => {
    assert.deepEqual(
      alertingFiles(inputs('logs/scored.parquet', 'logs/2001-99-99.csv', 'logs/120010618.csv')),
      [],
    );
  });
});

describe('the facts of feedback', () => {
  const fact = (kind: string, of: Report = report): string | undefined =>
    feedbackFacts(of, null)
      .find((one) => one.kind === kind)
      ?.words.replaceAll('\u00A0', ' ');

  it('tell the coverage of the last mature chunk and when the next one matures', () => {
    assert.match(fact('coverage') ?? '', /^\d+ % in the week of \d+ March$/);
    assert.match(fact('maturity') ?? '', /^week of 19 March on 26 March/);
  });

  it('count ids whose labels disagree', () => {
    const labels = { ids: 10, orphans: 0, conflicts: 2 };
    assert.equal(fact('conflicts', { ...report, labels }), '2 ids');
    assert.equal(fact('conflicts', { ...report, labels: { ...labels, conflicts: 0 } }), 'none');
    assert.equal(fact('conflicts'), undefined);
  });

  it('say so where there are no labels at all', () => {
    assert.deepEqual(
      feedbackFacts(buildReport({ labels: false }), null).map(({ kind, words }) => [kind, words]),
      [['none', 'performance cannot be measured']],
    );
  });
});
