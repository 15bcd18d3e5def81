/** What stands beside what was measured: estimates, promises, and what drifted at the same time. */
import assert from 'node:assert/strict';

import { dashboardView } from '../../../../src/core/report/dashboard/dashboard.js';
import type { Report, Result } from '../../../../src/core/report/report.js';
import { buildReport } from './report-builder.js';

const report = buildReport();
const auc = report.results.filter(({ metric }) => metric === 'roc_auc');

/** An estimate of each chunk: right in the first three, too high after. */
const estimates = auc.map((result, i): Result => {
  const value = (result.value ?? 0) + (i < 3 ? 0 : 0.1);
  return {
    ...result,
    check: 'performance[9]',
    metric: 'estimated_roc_auc',
    value,
    interval: [value - 0.02, value + 0.02],
    verdict: 'pass',
    standing_verdict: result.standing ? 'pass' : null,
  };
});

function performanceOf(
  more: Partial<Report>,
): NonNullable<ReturnType<typeof dashboardView>['sections'][number]> {
  const section = dashboardView({ ...report, ...more }).sections.find(({ id }) => id === 'performance');
  assert.ok(section);
  return section;
}

describe('beside what was measured', () => {
  it('stands the estimate, in the same plot, with how often it was right', () => {
    const { plots } = performanceOf({ results: [...report.results, ...estimates] });
    assert.deepEqual(
      plots.filter(({ id }) => id.includes('roc_auc')).map(({ name }) => name),
      ['ROC AUC'],
    );
    const [row] = plots;
    assert.match(
      row?.note ?? '',
      /Estimate \(dashed\): its interval held the measured value in 3 of 7 weeks$/,
    );
    assert.ok(JSON.stringify(row?.plot.spec).includes('var(--tm-est)'));
    const reading = row?.readings[1];
    assert.deepEqual(
      reading?.values.map(({ swatch, name }) => [swatch, name]),
      [
        ['cur', 'measured'],
        ['est', 'estimated'],
      ],
    );
    assert.equal(row?.plot.table.head.at(-2), 'estimated');
    assert.ok(row?.plot.table.rows.every((cells) => cells.length === row.plot.table.head.length));
  });

  it('stands an estimate by itself where nothing was measured, and looks like one', () => {
    const { plots } = performanceOf({
      results: [...report.results.filter(({ metric }) => metric !== 'roc_auc'), ...estimates],
    });
    const row = plots.find(({ id }) => id.includes('estimated_roc_auc'));
    assert.ok(row);
    assert.deepEqual(
      row.readings[1]?.values.map(({ swatch, name }) => [swatch, name]),
      [['est', 'estimated']],
    );
    assert.ok(!JSON.stringify(row.plot.spec).includes('"stroke":"var(--tm-cur)","strokeWidth":2'));
  });

  it('an estimate that alerts is a line of its own, though the measured value holds', () => {
    const loud = estimates.map((one) => ({
      ...one,
      verdict: one.standing ? ('alert' as const) : one.verdict,
      standing_verdict: one.standing ? ('alert' as const) : null,
    }));
    const { lines } = performanceOf({ results: [...report.results, ...loud] });
    assert.deepEqual(
      lines.map(({ metric, verdict }) => [metric, verdict]),
      [['estimated_roc_auc', 'alert']],
    );
  });

  it('says in words what drifted while a metric was worse, and nothing of what did by chance', () => {
    const moved = {
      performance: auc[0]?.check ?? null,
      drift: 'stability[0]',
      metric: 'psi',
      column: 'origin',
      correlation: 0.62,
      p_value: 0.002,
      chunks: 21,
      drifted: true,
      largest: 0.4712,
    };
    const { notes } = performanceOf({
      moved_together: [
        moved,
        { ...moved, column: 'hour', p_value: 0.4 },
        { ...moved, column: 'weekday', drifted: false },
      ],
    });
    assert.equal(notes?.length, 1);
    assert.match(
      notes[0]?.words ?? '',
      /^ROC AUC was worse when these drifted: origin \(PSI up to 0\.471, rank correlation 0\.62 over 21 weeks\)\./,
    );
    assert.deepEqual(notes[0]?.columns, ['origin']);
    assert.deepEqual(performanceOf({}).notes, []);
  });

  it('stands the promise of the service in the errors, and its budget as a row', () => {
    const latency = report.results.filter(({ metric }) => metric === 'latency_p95_ms');
    const budget = latency.map((result, i): Result => ({
      ...result,
      check: 'operations[8]',
      metric: 'slo_budget_left',
      value: 1 - i * 0.2,
    }));
    const view = dashboardView({
      ...report,
      slo: { objective: 0.999, window: '28d' },
      results: [...report.results, ...budget],
    });
    const plots = view.sections.find(({ id }) => id === 'operations')?.plots ?? [];
    const errors = plots.find(({ id }) => id === 'errors');
    assert.match(errors?.note ?? '', /the SLO allows 0\.10\u00A0% over 28d$/);
    assert.ok(JSON.stringify(errors?.plot.spec).includes('"label":"SLO"'));
    const row = plots.find(({ name }) => name === 'Error budget left');
    assert.match(row?.note ?? '', /99\.9.* without error over 28d$/);
    assert.ok(JSON.stringify(row?.plot.spec).includes('"state":"spent"'));
    const plain = dashboardView(report).sections.find(({ id }) => id === 'operations');
    assert.ok(!JSON.stringify(plain).includes('SLO'));
  });
});
