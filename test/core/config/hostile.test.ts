import assert from 'node:assert/strict';
import { nestingDepth } from '../../../src/core/config/nesting.js';
import { parseConfig } from '../../../src/core/config/parse.js';
import { DESIGN_EXAMPLE } from './design-example.js';
import { marks, problems } from './marks.js';
import { TEST_METRICS } from './metrics-for-tests.js';

describe('parseConfig with hostile texts', () => {
  it('says what is wrong with a text that is no config', () => {
    const cases: [string, string, RegExp][] = [
      ['', '1:1 missing-required-key []', /empty/],
      ['# only a comment\n', '1:1 missing-required-key []', /empty/],
      ['- a\n', '1:1 wrong-value [- a]', /a list/],
      ['hello', '1:1 wrong-value [hello]', /"hello"/],
      ['\0PAR1\x01', '1:1 yaml-syntax []', /not text/],
      ['version: 1\n\tmodel: x\n', '2:1 yaml-syntax [\t]', /tab/],
      ['version: 1\nversion: 2\n', '2:1 yaml-syntax [version]', /line 1/],
      ['a: &a [1]\n? [x]\n: 2\n', '2:3 yaml-syntax [[x]]', /one word/],
      ['a: *b\n', '1:4 yaml-syntax [*b]', /named after/],
      ['a: !Ref x\n', '1:4 yaml-syntax [!Ref]', /Tags/],
    ];
    for (const [text, mark, words] of cases) {
      const [first] = problems(text);
      assert.ok(first, text);
      assert.equal(marks(text)[0], mark, text);
      assert.match(first.message, words);
      assert.equal(parseConfig(text, TEST_METRICS).monitor, null);
    }
    assert.match(problems('version: 1\n---\nversion: 1\n')[0]?.message ?? '', /second document/);
  });

  it('does not unfold a bomb, fall into a well or read on for ever', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef'])
      bomb.push(`${to!}: &${to!} [${Array(9).fill(`*${from!}`).join(',')}]`);
    const texts = [
      bomb.join('\n'),
      `a: ${'['.repeat(50_000)}`,
      `${'- '.repeat(50_000)}a`,
      'a: 1\n'.repeat(1_000_000),
      'a: 1\n'.repeat(49_000),
      `a: &a 1\nb: [${'*a, '.repeat(60_000)}]`,
      Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join('\n'),
      `checks: { stability: [${'{ metric: psy, of: x }, '.repeat(9_000)}] }`,
      Array.from({ length: 5_000 }, (_, index) => String.fromCharCode((index * 7919) % 60_000)).join(''),
    ];
    for (const text of texts) {
      const started = performance.now();
      const { monitor, problems: found } = parseConfig(text, TEST_METRICS);
      assert.equal(monitor, null);
      assert.ok(found.length > 0 && found.length < 1_000, `${found.length} problems`);
      assert.ok(
        performance.now() - started < 10_000,
        `${text.slice(0, 30)} took ${performance.now() - started} ms`,
      );
    }
  }).timeout(60_000);

  it('measures how deep a text nests before it parses it', () => {
    const cases: [string, number][] = [
      ['a: 1', 1],
      ['a:\n  b:\n    c: 1\nd: 1', 3],
      ['- - - a', 4],
      ['a: [[1], { b: [2] }]', 4],
      ['a: [ # [[[[\n1]\n# [[[[[\nb: 2', 2],
      [`{ ${'"key": 1, '.repeat(500)} }`, 2],
      ['a: [\n  [\n    [\n', 6],
    ];
    for (const [text, depth] of cases) assert.equal(nestingDepth(text), depth, text);
    assert.ok(nestingDepth(DESIGN_EXAMPLE) < 8);
    assert.equal(problems(`a: ${'['.repeat(50)}${']'.repeat(50)}`)[0]?.code, 'missing-required-key');
  });
});
