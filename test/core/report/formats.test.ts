/** The report as text and as Markdown. */
import assert from 'node:assert/strict';

import { formatMarkdown } from '../../../src/core/report/formats/markdown.js';
import { formatText, type TextOptions } from '../../../src/core/report/formats/text.js';
import type { Report, Result } from '../../../src/core/report/report.js';
import { formatChunk } from '../../../src/core/report/words.js';
import { buildReport } from './views/report-builder.js';

/** A report whose standing results are changed. */
function changed(change: (result: Result) => Partial<Result>): Report {
  const report = buildReport();
  return {
    ...report,
    results: report.results.map((result) => (result.standing ? { ...result, ...change(result) } : result)),
  };
}

const options = (width: number): TextOptions => ({
  colour: false,
  unicode: true,
  width,
  all: true,
  seconds: null,
  exit: { code: 0, because: '' },
});

describe('a report in text', () => {
  it('sets a warning beside the limit that it crossed, in Markdown too', () => {
    const report = changed(({ metric }) =>
      metric === 'psi'
        ? {
            verdict: 'warn',
            standing_verdict: 'warn',
            value: 0.15,
            threshold: { warn: { above: 0.1 }, alert: { above: 0.25 } },
          }
        : {},
    );
    const line = formatMarkdown(report)
      .split('\n')
      .find((text) => text.startsWith('| warning | `psi`'));
    assert.match(line ?? '', /\| 0\.15 \|.*\| \\> 0\.1 \|/);
  });

  it('keeps its columns in line where a check has two limits', () => {
    const outside = { warn: null, alert: { outside: [-0.25, 0.25] as [number, number] } };
    const report = changed(({ metric }) => (metric === 'psi' ? { threshold: outside } : {}));
    const lines = formatText(report, options(100))
      .split('\n')
      .filter((text) => /^ {2}\S .*[▁▂▃▄▅▆▇█]/.test(text));
    const starts = new Set(lines.map((text) => text.search(/[▁▂▃▄▅▆▇█]/)));
    assert.ok(lines.length > 2 && lines.some((text) => text.includes('−0.25 … 0.25')), lines.join('\n'));
    assert.equal(starts.size, 1, lines.join('\n'));
  });

  it('fits a terminal of 80 columns, with all that it explains', () => {
    const explanation = 'The column origin is gone: no current log has it, the reference does. '.repeat(3);
    const report = changed(() => ({ verdict: 'error', standing_verdict: 'error', explanation }));
    const long = formatText(report, options(80))
      .split('\n')
      .filter((line) => line.length > 80);
    assert.deepEqual(long, []);
  });

  it('names chunks of several months by all of them', () => {
    assert.equal(formatChunk('2026-01-01T00:00:00Z', { count: 1, unit: 'mo' }), 'January 2026');
    assert.equal(
      formatChunk('2026-01-01T00:00:00Z', { count: 12, unit: 'mo' }),
      'the 12 months from January 2026',
    );
  });
});
