/** Which rows are meant: questions from outside, and their words. */
import assert from 'node:assert/strict';

import { parseRowsQuestion, type RowsQuestion } from '../../../src/core/rows/question.js';
import { countedWords } from '../../../src/core/rows/words.js';
import { parseFromDashboard, PROTOCOL } from '../../../webview/dashboard/protocol.js';

describe('questions for rows', () => {
  const good: RowsQuestion = { side: 'current', chunk: null, column: '</script>', bin: { kind: 'unseen' } };

  it('come through as they are, and lose what does not belong', () => {
    for (const bin of [
      { kind: 'value', value: "it's; DROP TABLE x; --" },
      { kind: 'range', low: null, high: 1e-300 },
      { kind: 'other', own: 255 },
      { kind: 'rest', but: [{ kind: 'value', value: '' }, { kind: 'unseen' }] },
    ] as const) {
      assert.deepEqual(parseRowsQuestion({ ...good, bin }), { ...good, bin });
    }
    assert.deepEqual(parseRowsQuestion({ ...good, more: 1, bin: { kind: 'all', more: 2 } }), {
      ...good,
      bin: { kind: 'all' },
    });
  });

  it('are refused where a part is of another kind', () => {
    for (const bad of [
      null,
      'rows',
      { ...good, side: 'labels' },
      { ...good, chunk: 5 },
      { ...good, column: 'x'.repeat(5000) },
      { ...good, bin: { kind: 'sql', sql: 'DROP TABLE x' } },
      { ...good, bin: { kind: 'range', low: '1) OR (1=1', high: null } },
      { ...good, bin: { kind: 'range', low: NaN, high: null } },
      { ...good, bin: { kind: 'other', own: '255' } },
      { ...good, bin: { kind: 'rest', but: [{ kind: 'rest', but: [] }] } },
      { ...good, bin: { kind: 'value', value: { toString: 'x' } } },
    ]) {
      assert.equal(parseRowsQuestion(bad), null, JSON.stringify(bad));
    }
  });

  it('come from a line of the dashboard', () => {
    const message = { type: 'rows', column: 'a', chunk: null, line: { at: 0, label: 'x', side: 'current' } };
    const parse = (said: object): unknown => parseFromDashboard({ ...said, protocol: PROTOCOL });
    assert.deepEqual(parse(message), message);
    assert.equal(parse({ ...message, line: { at: 0, label: 'x', side: 'both' } }), null);
    assert.equal(parse({ ...message, line: 7 }), null);
    assert.equal(parse({ ...message, column: undefined }), null);
  });

  it('say how the rows differ from what was counted', () => {
    assert.equal(countedWords({ rows: 7, exact: true }, 7), null);
    assert.equal(countedWords(null, 7), null);
    assert.match(countedWords({ rows: 9, exact: false }, 7) ?? '', /tells 9 rows, 2 rows more: .*sketches/);
    assert.match(countedWords({ rows: 6, exact: true }, 7) ?? '', /1 row fewer\. This should not be/);
  });
});
