/** One segment's results as the dashboard shows them: those of the report, and what it has not is said. */
import assert from 'node:assert/strict';

import { drawnChart } from '../../../../src/core/report/chart-export/drawn-chart.js';
import { dashboardView } from '../../../../src/core/report/dashboard/dashboard.js';
import { segmentChoices, segmentNames, segmentView } from '../../../../src/core/report/dashboard/segments.js';
import type { Report } from '../../../../src/core/report/report.js';
import { parseToDashboard } from '../../../../webview/dashboard/incoming.js';
import { PROTOCOL } from '../../../../webview/dashboard/protocol.js';
import { buildReport, result } from './report-builder.js';

const LAX = { column: null, segment: 'origin=LAX', version: null };

/** A check that is shown by segment, one that is judged by segment, and one that is neither. */
function report(): Report {
  const plain = buildReport();
  const current = plain.chunks.filter(({ side }) => side === 'current');
  const whole = result({
    check: 'performance[0]',
    metric: 'roc_auc',
    family: 'performance',
    value: 0.7,
    verdict: 'pass',
  });
  const shown = (segment: string, value: number | null, interval: [number, number] | null) =>
    result({
      ...whole,
      value,
      interval,
      n_current: 40,
      subject: { ...LAX, segment },
    });
  const judged = current.map(({ name }, i) =>
    result({
      check: 'performance[1]',
      metric: 'accuracy',
      family: 'performance',
      subject: LAX,
      chunk: name,
      value: 0.6,
      n_current: 7,
      standing: i === 5,
      standing_verdict: i === 5 ? 'alert' : null,
      verdict: 'alert',
      threshold: { warn: null, alert: { below: 0.65 } },
    }),
  );
  return {
    ...plain,
    results: [...plain.results.filter(({ metric }) => metric !== 'roc_auc'), whole, ...judged],
    segment_results: [shown('origin=ATL', null, null), shown('origin=LAX', 0.58, [0.55, 0.61])],
    checks: [
      { check: 'performance[0]', family: 'performance', metric: 'roc_auc', line: 30, column: 5 },
      { check: 'performance[1]', family: 'performance', metric: 'accuracy', line: 31, column: 5 },
      { check: 'stability[0]', family: 'stability', metric: 'psi', line: 28, column: 5 },
    ],
  };
}

describe('a segment of a report', () => {
  const own = report();

  it('is one that the report has values of, in its order, with how the model does there', () => {
    assert.deepEqual(segmentNames(own), ['origin=ATL', 'origin=LAX']);
    assert.deepEqual(segmentNames(buildReport()), []);
    assert.deepEqual(dashboardView(own).segments, segmentNames(own));
    assert.deepEqual(
      segmentChoices(own).map(({ words }) => words),
      ['40 rows', 'ROC AUC 0.58 [0.55,\u00A00.61], 40 rows'],
    );
    assert.equal(segmentView(own, 'origin=SFO'), null);
  });

  it('shows a value over the window beside that of all rows, and never as judged', () => {
    const [performance, ...others] = segmentView(own, 'origin=LAX')?.sections ?? [];
    assert.deepEqual(others, []);
    const [line] = performance?.lines ?? [];
    assert.equal(line?.value, '0.58');
    assert.equal(line.verdict, 'info');
    assert.equal(line.line, 30);
    assert.equal(
      line.explanation,
      '40 rows. All rows: 0.7. Surely worse here: the whole interval is beyond that.',
    );
    assert.equal(performance?.sentence, 'Judged by segment: 1 alert. 1 value over the window, not judged.');
  });

  it('says so where there is no value', () => {
    const [line] = segmentView(own, 'origin=ATL')?.sections[0]?.lines ?? [];
    assert.equal(line?.value, '');
    assert.equal(line.verdict, 'unknown');
    assert.equal(line.words, 'no value on these rows');
  });

  it('draws over time what is judged by segment, and gives it away', () => {
    const view = segmentView(own, 'origin=LAX');
    const [plot, ...others] = view?.sections[0]?.plots ?? [];
    assert.equal(others.length, 0);
    assert.equal(plot?.name, 'Accuracy');
    assert.equal(plot.readings[5]?.verdict, 'alert');
    assert.equal(drawnChart(own, dashboardView(own), `row/${plot.id}`)?.name, 'Accuracy');
  });

  it('names what the report tells of all rows only', () => {
    const view = segmentView(own, 'origin=LAX');
    assert.match(view?.missing ?? '', /^Told of all rows only: Population stability index of 2 columns\./);
    assert.equal(view?.sentence.startsWith('40 of '), true);
  });

  it('arrives at the page as it was sent', () => {
    for (const segment of ['origin=LAX', 'origin=ATL', 'origin=SFO']) {
      const message = {
        type: 'segment',
        segment,
        checkedAt: own.generated_at,
        view: segmentView(own, segment),
      };
      const sent: unknown = JSON.parse(JSON.stringify({ ...message, protocol: PROTOCOL }));
      assert.deepEqual(parseToDashboard(sent), { message }, segment);
    }
  });
});
