import assert from 'node:assert/strict';

import { binLabel } from '../../../../src/core/metrics/stability/bins.js';
import { chartData, csvOf } from '../../../../src/core/report/chart-export/chart-data.js';
import { dashboardView } from '../../../../src/core/report/dashboard/dashboard.js';
import { featureOf } from '../../../../src/core/report/dashboard/features.js';
import type { Report } from '../../../../src/core/report/report.js';
import { formatBesideLimit } from '../../../../src/core/report/words.js';
import { choicesOf } from '../../../../src/core/rows/choices.js';
import { rowsWords } from '../../../../src/core/rows/words.js';
import { buildReport, week } from './report-builder.js';

describe('dashboard view', () => {
  it('travels as JSON', () => {
    const view = dashboardView(buildReport());
    assert.deepEqual(JSON.parse(JSON.stringify(view)), view);
  });

  it('prints the numbers of the report', () => {
    const report = buildReport();
    const view = dashboardView(report);
    const heat = view.sections.find((section) => section.id === 'stability')?.heat;
    const origin = heat?.rows.find((row) => row.column === 'origin');
    assert.equal(origin?.cells[view.axis.standing]?.value, '0.371');
    assert.equal(origin?.cells[view.axis.standing]?.label, '0.37');
    assert.match(origin?.cells[view.axis.standing]?.words ?? '', /^alert/);
    const auc = view.sections.find((section) => section.id === 'performance')?.plots[0];
    const standing = report.results.find((one) => one.metric === 'roc_auc' && one.standing);
    assert.equal(auc?.readings[view.axis.standing]?.values[0]?.value, standing?.value?.toFixed(3));
  });

  it('calls one score the prediction, and each of several by its column', () => {
    const names = (...scores: string[]): (string | undefined)[] => {
      const report = buildReport({ features: ['origin', 'p_cat', 'p_dog'] });
      const distributions = report.distributions.map((one) =>
        scores.includes(one.column) ? { ...one, role: 'score' as const } : one,
      );
      const heat = dashboardView({ ...report, distributions }).sections.find(
        ({ id }) => id === 'stability',
      )?.heat;
      return ['p_cat', 'p_dog'].map((name) => heat?.rows.find(({ column }) => column === name)?.name);
    };
    assert.deepEqual(names('p_cat'), ['Prediction', 'p_dog']);
    assert.deepEqual(names('p_cat', 'p_dog'), ['p_cat', 'p_dog']);
  });

  it('says the right numbers in place of a chart', () => {
    const view = dashboardView(buildReport());
    const auc = view.sections.find((section) => section.id === 'performance')?.plots[0];
    assert.match(
      auc?.plot.alt ?? '',
      /^ROC AUC 0\.733, interval \[0\.722,\s0\.744\] in the week of 12 March; no alert\.$/,
    );
    assert.equal(auc?.plot.table.rows.length, 8);
    const latency = view.sections.find((section) => section.id === 'operations')?.plots[0];
    assert.match(latency?.plot.alt ?? '', /p95 90\u00a0ms, limit 120\u00a0ms; highest 90\u00a0ms/);
    const origin = featureOf(buildReport(), 'origin');
    assert.match(origin?.distribution?.shares.alt ?? '', /A0 from 0\.01\u00a0% to 0\.40\u00a0%/);
    assert.equal(origin?.distribution?.rest?.label, '27 other values');
  });

  it('shows a check of the window alone once, and no empty chart in its place', () => {
    const plain = buildReport();
    const report: Report = {
      ...plain,
      results: plain.results.filter((one) => one.standing).map((one) => ({ ...one, chunk: null })),
    };
    const view = dashboardView(report);
    const [stability, performance, operations] = ['stability', 'performance', 'operations'].map((id) =>
      view.sections.find((section) => section.id === id),
    );
    const origin = stability?.heat?.rows.find((row) => row.column === 'origin');
    assert.equal(origin?.whole, true);
    assert.deepEqual([...new Set(origin.cells.map(({ cls }) => cls))], ['alert']);
    assert.deepEqual(
      origin.cells.map(({ label }) => label).filter((label) => label !== ''),
      ['0.37'],
    );
    assert.deepEqual(
      [...new Set(origin.cells.map(({ value, words }) => `${value} ${words}`))],
      ['0.371 alert'],
    );
    assert.deepEqual(
      performance?.plots.map(({ name }) => name),
      ['Labels in'],
    );
    assert.deepEqual(
      performance.lines.map(({ name, value }) => [name, value]),
      [['ROC AUC', '0.733']],
    );
    const latency = operations?.plots[0]?.readings[0];
    assert.match(latency?.words ?? '', /^holds, whole window/);
    assert.deepEqual(featureOf(report, 'origin')?.over, []);
    // Beside checks by chunk a row of the window says so.
    assert.equal(
      dashboardView(plain).sections[0]?.heat?.rows.some(({ whole }) => whole),
      false,
    );
  });

  it('writes a minus alike wherever people read it, and as it is in data', () => {
    const plain = buildReport({ features: ['origin', 'change'] });
    const below = (x: number | null): number | null => (x === null ? null : x - 6.7);
    const report: Report = {
      ...plain,
      distributions: plain.distributions.map((one) => ({
        ...one,
        bins: one.bins.map((bin) => {
          const [low, high] = [below(bin.low), below(bin.high)];
          const label = one.kind === 'numeric' ? binLabel(low ?? -Infinity, high ?? Infinity) : bin.label;
          return { ...bin, low, high, label };
        }),
        quantiles: one.quantiles && { ...one.quantiles, current: one.quantiles.current.map((x) => x - 6.7) },
      })),
    };
    const read = [
      featureOf(report, 'change'),
      choicesOf(report, 'change', null)?.choices.map(({ label }) => label),
      rowsWords(report, {
        side: 'reference',
        chunk: null,
        column: 'change',
        bin: { kind: 'range', low: -6.7, high: -2.1 },
      }),
      formatBesideLimit(-0.24802, -0.248, 'none'),
    ];
    const texts = JSON.stringify(read, (key, value: unknown) => (key === 'spec' ? undefined : value));
    assert.match(texts, /\[\u22125\.7, \u22124\.7\)/);
    assert.match(texts, /in \[\u22126\.7, \u22122\.1\)/);
    assert.match(texts, /\u22120\.24802/);
    assert.doesNotMatch(texts, /[[( "]-\d/);
    const exported = chartData(report, 'shares/change');
    assert.match(exported === null ? '' : csvOf(exported), /"\[-5\.7, -4\.7\)",-5\.7,-4\.7,/);
  });

  it('does not judge the chunk that is not over', () => {
    const view = dashboardView(buildReport());
    const last = view.axis.chunks.at(-1);
    assert.equal(last?.part, '6 of 7 days');
    assert.equal(view.axis.standing, view.axis.chunks.length - 2);
    const origin = view.sections[0]?.heat?.rows.find((row) => row.column === 'origin');
    assert.equal(origin?.cells.at(-1)?.cls, 'unknown');
    assert.equal(origin?.cells.at(-1)?.words, 'not judged');
  });

  it('shows the reference before the current window, on one axis', () => {
    const { axis } = dashboardView(buildReport());
    assert.ok(axis.reference !== null && axis.reference.x1 > 0.2 && axis.reference.x1 < 0.5);
    assert.equal(axis.chunks[0]?.x0.toFixed(6), axis.reference?.x1.toFixed(6));
    assert.equal(axis.chunks.at(-1)?.x1, 1);
    assert.equal(axis.versions[0]?.label, 'v1.0');
    assert.equal(axis.chunks[0]?.name, week(0));
  });

  it('copes with parts that are not there', () => {
    for (const options of [
      { reference: false },
      { labels: false },
      { operations: false },
      { chunks: 0 },
      { chunks: 1 },
      { reference: false, labels: false, operations: false },
      { reference: false, labels: false, operations: false, chunks: 0 },
    ]) {
      const view = dashboardView(buildReport(options));
      assert.ok(view.verdict.heading.endsWith('this model'), JSON.stringify(options));
      for (const section of view.sections) assert.ok(section.sentence.endsWith('.'), section.sentence);
    }
    assert.equal(dashboardView(buildReport({ chunks: 0 })).axis.kind, 'window');
  });

  it('is quick for 60 features and 180 chunks', () => {
    const report = buildReport({ features: Array.from({ length: 60 }, (_, i) => `f${i}`), chunks: 180 });
    const before = performance.now();
    const view = dashboardView(report);
    assert.ok(performance.now() - before < 3000, `${performance.now() - before} ms`);
    assert.equal(view.sections[0]?.heat?.rows.length, 60);
    assert.equal(view.sections[0]?.heat?.rows[0]?.cells.length, 180);
  });
});
