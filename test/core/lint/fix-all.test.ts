import assert from 'node:assert/strict';
import { parseConfig } from '../../../src/core/config/parse.js';
import { fixAll, smallestEdit } from '../../../src/core/lint/fix-all.js';
import { COMPLETE } from '../../../src/core/lint/rules/example.js';
import { TEST_METRICS } from '../config/metrics-for-tests.js';
import { lint } from './lint-for-tests.js';

describe('fixing all', () => {
  it('repairs several findings at once, and those that come up then', async () => {
    const broken = COMPLETE.replace('features:', 'feature: # watched\n   ')
      .replace('every: 1w', 'evry: 1w # a week')
      .replace('metric: psi, of: score', 'metric: psy, of: score')
      .replace(/ {2}quality:\n.*\n/, '');
    const { text, done } = await fixAll(broken, (now) => lint(now));
    assert.deepEqual(
      parseConfig(text, TEST_METRICS).problems.filter(({ severity }) => severity === 'error'),
      [],
      text,
    );
    const codes = done.map(({ code }) => code);
    for (const code of ['unknown-key', 'unknown-metric', 'missing-data-quality'])
      assert.ok(codes.includes(code), codes.join());
    assert.match(text, /# watched/);
    assert.match(text, /every: 1w # a week/);
    const left = (await lint(text)).findings.filter(({ fixes }) => fixes.length === 1);
    assert.deepEqual(
      left.map(({ code }) => code),
      [],
    );
  });

  it('writes all checks that a bare config lacks, and no key twice', async () => {
    const bare = COMPLETE.slice(0, COMPLETE.indexOf('checks:'));
    const { text } = await fixAll(bare, (now) => lint(now));
    assert.deepEqual(
      parseConfig(text, TEST_METRICS).problems.filter(({ severity }) => severity === 'error'),
      [],
      text,
    );
    const { coverage } = await lint(text);
    assert.deepEqual(
      [coverage.data_drift, coverage.data_quality, coverage.performance],
      Array(3).fill('configured'),
      text,
    );
  });

  it('leaves a clean text, and one that nothing can be done for, as it is', async () => {
    for (const text of [COMPLETE, '- a', 'a: [', '']) {
      assert.equal((await fixAll(text, (now) => lint(now))).text, text);
    }
  });

  it('takes a fix back that does not help', async () => {
    const file = await lint(COMPLETE);
    const useless = {
      code: 'x',
      severity: 'error' as const,
      message: 'm',
      start: { line: 1, column: 1 },
      end: { line: 1, column: 2 },
      help: '',
      fixes: [
        { title: 't', edits: [{ start: { line: 1, column: 1 }, end: { line: 1, column: 1 }, text: '#' }] },
      ],
    };
    const { text, done } = await fixAll('abc', () => Promise.resolve({ ...file, findings: [useless] }));
    assert.deepEqual([text, done], ['abc', []]);
  });

  it('gives the one edit between two texts', () => {
    for (const [before, after] of [
      ['', 'a'],
      ['aaa', 'aa'],
      ['abc', 'abc'],
      ['abcabc', 'abXc'],
      ['xay', 'xby'],
    ] as const) {
      const { from, to, text } = smallestEdit(before, after);
      assert.equal(before.slice(0, from) + text + before.slice(to), after);
      assert.ok(from <= to);
    }
  });
});
