import assert from 'node:assert/strict';
import { pathText } from '../../../src/core/config/words.js';
import { outlineOf, writtenAt, writtenList } from '../../../src/core/language/outline.js';
import { COMPLETE } from '../../../src/core/lint/rules/example.js';

/** The place at the `^` of a text: `kind path [written]`. */
function place(text: string): string | null {
  const found = outlineOf(text.slice(0, text.indexOf('^'))).place;
  if (found === null) return null;
  assert.equal(text.slice(found.start, text.indexOf('^')), found.written);
  return `${found.kind} ${pathText(found.path)} [${found.written}]`;
}

describe('the outline of a config', () => {
  it('knows where the cursor is in blocks', () => {
    const cases: [string, string | null][] = [
      ['^', 'key  []'],
      ['ver^', 'key  [ver]'],
      ['version: ^', 'value version []'],
      ['version:^', null],
      ['logs:\n  ^', 'block logs []'],
      ['logs:\n  cu^', 'block logs [cu]'],
      ['logs:\n  current: a.csv\n  ^', 'key logs []'],
      ['logs:\n  current: a.csv\n  ref^', 'key logs [ref]'],
      ['logs:\n  current: a.csv\n^', 'key  []'],
      ['logs:\n  columns:\n    id: x\n  ^', 'key logs []'],
      ['logs:\n  columns:\n    id: x\n    score: p_^', 'value logs.columns.score [p_]'],
      ['every: 1w\n  ^', null],
      ['logs:\n  features:\n    ^', 'block logs.features []'],
      ['logs:\n  features:\n    - ^', 'item logs.features[0] []'],
      ['logs:\n  features:\n    - a\n    - b^', 'item logs.features[1] [b]'],
      ['logs:\n  features:\n  - a\n  - ^', 'item logs.features[1] []'],
      ['logs:\n  features:\n  - a\n  ^', 'key logs []'],
      ['checks:\n  stability:\n    - metric: psi\n      ^', 'key checks.stability[0] []'],
      ['checks:\n  stability:\n    - metric: psi\n    - ^', 'item checks.stability[1] []'],
      ['checks:\n  stability:\n    - met^', 'item checks.stability[0] [met]'],
      ['checks:\n  stability:\n    - metric: ^', 'value checks.stability[0].metric []'],
      ['owner: "some^', 'value owner ["some]'],
      ['owner: "some"^', null],
      ['# ^', null],
      ['every: 1w # ^', null],
      ['owner: |\n  text ^', null],
      ['owner: |\n  text\nta^', 'key  [ta]'],
      ['\uFEFFver^', 'key  [ver]'],
      ['logs:\r\n  cu^', 'block logs [cu]'],
    ];
    for (const [text, expected] of cases) assert.equal(place(text), expected, JSON.stringify(text));
  });

  it('knows where the cursor is in brackets, closed or not', () => {
    const cases: [string, string | null][] = [
      ['logs: { ^', 'key logs []'],
      ['logs: { cur^ }', 'key logs [cur]'],
      ['logs: { current: ^', 'value logs.current []'],
      ['logs: { current: a, columns: { id: ^', 'value logs.columns.id []'],
      ['logs: { columns: { id: x }, ^', 'key logs []'],
      ['logs:\n  features: [a, b^', 'value logs.features[1] [b]'],
      ['checks:\n  stability:\n    - { metric: psi, of: ^', 'value checks.stability[0].of []'],
      [
        'checks:\n  stability:\n    - { metric: psi }\n    - { metric: ^ }',
        'value checks.stability[1].metric []',
      ],
      [
        'checks:\n  stability:\n    - { metric: psi, of: [a,\n        ^',
        'value checks.stability[0].of[1] []',
      ],
      ['checks: { stability: [{ metric: ks }, { ^', 'key checks.stability[1] []'],
      [
        'checks:\n  stability:\n    - { metric: psi, of: \n    - { metric: ^',
        'value checks.stability[1].metric []',
      ],
      ['logs: { current: "a, b^', 'value logs.current ["a, b]'],
      ['logs: { current: a # } ^', null],
    ];
    for (const [text, expected] of cases) assert.equal(place(text), expected, JSON.stringify(text));
  });

  it('reads every key and scalar of a whole config', () => {
    const outline = outlineOf(COMPLETE);
    assert.equal(writtenAt(outline, ['task']), 'binary');
    assert.equal(writtenAt(outline, ['logs', 'columns', 'score']), 'p_churn');
    assert.deepEqual(writtenList(outline, ['logs', 'features']), ['plan', 'tenure', 'calls']);
    assert.deepEqual(writtenList(outline, ['logs', 'current']), ['logs/scored-*.csv']);
    assert.equal(writtenAt(outline, ['feedback', 'hooks', 0, 'webhook']), '${TIDEMARK_WEBHOOK}');
    assert.equal(writtenAt(outline, ['checks', 'stability', 1, 'of']), 'score');
    for (const { text, start, end } of outline.values) {
      assert.equal(COMPLETE.slice(start, end).replaceAll('"', ''), text);
    }
    for (const { path, start, end } of outline.keys) {
      assert.equal(COMPLETE.slice(start, end), path.at(-1));
    }
  });

  it('ends on any text', () => {
    for (const text of [
      '{'.repeat(1e5),
      '- '.repeat(1e4),
      '[',
      '"',
      "'",
      ':',
      '- : -',
      '\0',
      'a: {"',
      '? a',
    ]) {
      outlineOf(text);
    }
    const started = performance.now();
    outlineOf(`${COMPLETE}${'    - { metric: missing_share, of: [a, b, c] }\n'.repeat(1000)}`);
    assert.ok(performance.now() - started < 200);
  });
});
