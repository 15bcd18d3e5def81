import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { compile, type TopLevelSpec } from 'vega-lite';

import { withLightPalette } from '../../../../src/core/report/charts/palette.js';
import { timeMarks } from '../../../../src/core/report/charts/time-marks.js';
import { niceTicks, yScale } from '../../../../src/core/report/charts/y-scale.js';
import { buildReport, result } from './report-builder.js';
import { cellLabel } from '../../../../src/core/report/dashboard/stability.js';
import { specsOf } from './specs-of.js';

describe('charts', () => {
  it('compile without a warning', () => {
    const said: unknown[] = [];
    const log = (...words: unknown[]): unknown => said.push(words);
    const logger = { level: () => logger, warn: log, error: log, info: () => logger, debug: () => logger };
    const specs = specsOf(buildReport());
    assert.ok(specs.length >= 9, `${specs.length} specs`);
    for (const spec of specs) compile(spec as unknown as TopLevelSpec, { logger: logger as never });
    assert.deepEqual(said, []);
  });

  it('name no colour but tokens', () => {
    for (const spec of specsOf(buildReport())) {
      const text = JSON.stringify(spec);
      assert.doesNotMatch(text, /"#[0-9a-f]{3,8}"|rgb\(|"(steelblue|black|red|blue|gr[ae]y)"/);
      assert.doesNotMatch(text, /"url"/);
    }
  });

  it('draw where evaluation is forbidden', async function () {
    this.timeout(30_000);
    const script = join(import.meta.dirname, 'draw-without-eval.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--disallow-code-generation-from-strings',
      '--import',
      'tsx',
      script,
    ]);
    const { drawn, marks } = JSON.parse(stdout) as { drawn: number; marks: boolean };
    assert.ok(drawn >= 9 && marks, stdout);
  });

  it('keep bars and areas of amount on zero, and lines off it', () => {
    const limits = { warn: null, alert: { below: 0.7 } };
    const line = yScale({ values: [0.72, 0.75], limits, unit: 'none', height: 100, zero: false });
    assert.ok(line.domain[0] > 0.6 && line.domain[0] < 0.7);
    assert.ok(line.ticks.some((tick) => tick.value === 0.7 && tick.limit === 'alert'));
    const bars = yScale({ values: [0.2, 0.3], limits, unit: 'none', height: 100, zero: true });
    assert.equal(bars.domain[0], 0);
  });

  it('have round ticks', () => {
    assert.deepEqual(niceTicks([0, 1], 4), [0, 0.25, 0.5, 0.75, 1]);
    assert.deepEqual(niceTicks([0.66, 0.76], 3), [0.7, 0.75]);
  });

  it('label months, weeks or hours, whatever fits', () => {
    const half = timeMarks(Date.UTC(2001, 0, 1), Date.UTC(2001, 6, 1)).map((mark) => mark.label);
    assert.deepEqual(half, ['Jan 2001', 'Feb', 'Mar', 'Apr', 'May', 'Jun']);
    const day = timeMarks(Date.UTC(2001, 0, 1), Date.UTC(2001, 0, 1, 6)).map((mark) => mark.label);
    assert.equal(day[1], '01:00');
    const weeks = timeMarks(Date.UTC(2001, 0, 1), Date.UTC(2001, 1, 12)).map((mark) => mark.label);
    assert.ok(weeks.includes('8 Jan'), weeks.join());
  });

  it('never round a cell across its limit', () => {
    const of = result({
      metric: 'psi',
      family: 'stability',
      value: 0,
      verdict: 'pass',
      threshold: { warn: { above: 0.1 }, alert: { above: 0.25 } },
    });
    assert.equal(cellLabel(0.248, of), '.248');
    assert.equal(cellLabel(0.3714, of), '0.37');
    assert.equal(cellLabel(12.3, of), '12');
    assert.equal(cellLabel(-0.05, of), '\u22120.05');
    assert.equal(cellLabel(-12.3, of), '\u221212');
  });

  it('replace tokens in attributes only', () => {
    assert.equal(
      withLightPalette('<p fill="var(--tm-bg)">var(--tm-bg)</p>'),
      '<p fill="#ffffff">var(--tm-bg)</p>',
    );
  });
});
