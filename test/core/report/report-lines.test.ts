import assert from 'node:assert/strict';

import { linesOf, ReportReader } from '../../../src/core/report/report-lines.js';
import type { Report } from '../../../src/core/report/report.js';
import { buildReport } from './views/report-builder.js';

function read(lines: Iterable<string>): Report {
  const reader = new ReportReader();
  for (const line of lines) reader.take(line);
  return reader.whole();
}

describe('a report in lines', () => {
  const small = buildReport({ features: ['a\nb', '"', 'hour'] });
  const [result] = small.results;
  assert.ok(result);
  const wide: Report = {
    ...small,
    results: Array.from({ length: 5_000 }, (_, i) => ({ ...result, explanation: `ψ ${i}` })),
  };

  it('is the same report', () => {
    for (const report of [small, wide])
      assert.deepEqual(read(linesOf(report)), JSON.parse(JSON.stringify(report)));
  });

  it('has no long line, however many results there are, and none with an end in it', () => {
    const lines = [...linesOf(wide)];
    assert.ok(lines.length > 20);
    for (const line of lines) {
      assert.ok(line.length < 100_000, `${line.length}`);
      assert.doesNotMatch(line, /\n/);
    }
  });

  it('is refused when a line is none', () => {
    const [shell = ''] = linesOf(small);
    assert.throws(() => read([]), SyntaxError);
    for (const line of [
      '',
      '{',
      '1',
      'null',
      '[]',
      '["results"]',
      '["model",[]]',
      '["none",[1]]',
      '["__proto__",[1]]',
    ])
      assert.throws(() => read([shell, line]), SyntaxError, line);
    for (const line of ['[]', 'null', '"x"']) assert.throws(() => read([line]), SyntaxError, line);
  });
});
