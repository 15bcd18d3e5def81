import assert from 'node:assert/strict';

import { whereViews } from '../../../../src/core/report/dashboard/where.js';
import type { Report } from '../../../../src/core/report/report.js';
import { renderSvg } from '../../../../src/runner/svg.js';
import { buildReport, result } from './report-builder.js';

function bySegment(metric: string, values: readonly [string, number, [number, number] | null][]): Report {
  const report = buildReport();
  const whole = result({ metric, family: 'performance', value: 0.7, verdict: 'pass' });
  return {
    ...report,
    results: [...report.results.filter((one) => one.metric !== metric), whole],
    segment_results: values.map(([segment, value, interval]) =>
      result({
        metric,
        family: 'performance',
        value,
        interval,
        verdict: 'info',
        subject: { column: null, segment, version: null },
      }),
    ),
  };
}

describe('where performance is worst', () => {
  const report = bySegment('roc_auc', [
    ['origin=ATL', 0.72, [0.69, 0.75]],
    ['origin=LAX', 0.58, [0.55, 0.61]],
    ['origin=ORD', 0.66, [0.6, 0.72]],
  ]);

  it('lists the segments, the worst first, and names those that are surely worse than all rows', () => {
    const [view] = whereViews(report);
    assert.deepEqual(
      view?.lines.map(({ segment }) => segment),
      ['origin=LAX', 'origin=ORD', 'origin=ATL'],
    );
    assert.equal(view.sentence, '1 segment of 3 is surely worse than all rows (0.7): origin=LAX (0.58).');
    assert.equal(view.lines[1]?.words, 'cannot be told from all rows, or better');
    assert.equal(view.plot.table.rows.length, 3);
    assert.match(view.plot.alt, /^ROC AUC by segment over the window\. 1 segment/);
  });

  it('turns round where more is worse', () => {
    const [view] = whereViews(
      bySegment('log_loss', [
        ['plan=a', 0.6, [0.55, 0.65]],
        ['plan=b', 0.9, [0.85, 0.95]],
      ]),
    );
    assert.equal(view?.lines[0]?.segment, 'plan=b');
    assert.match(view.sentence, /surely worse than all rows \(0\.7\): plan=b/);
  });

  it('draws, also where no interval is known or all are the same', async () => {
    for (const one of [
      report,
      bySegment('roc_auc', [['origin=ATL', 0.7, null]]),
      bySegment(
        'roc_auc',
        Array.from({ length: 40 }, (_, i) => [`origin=${i}`, 0.7, [0.7, 0.7]]),
      ),
    ]) {
      const [view] = whereViews(one);
      assert.ok(view);
      assert.match(await renderSvg(view.plot.spec), /^<svg/);
    }
  });

  it('leaves out a metric that has no worse side', () => {
    assert.deepEqual(whereViews(bySegment('bias', [['plan=a', 0.9, [0.85, 0.95]]])), []);
  });

  it('says nothing without segments', () => {
    assert.deepEqual(whereViews(buildReport()), []);
  });
});
