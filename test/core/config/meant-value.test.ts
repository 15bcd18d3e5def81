import assert from 'node:assert/strict';

import { meantValue } from '../../../src/core/config/meant-value.js';
import { parseConfig } from '../../../src/core/config/parse.js';
import { TEST_METRICS } from './metrics-for-tests.js';

const meant = (found: unknown, write: string): string | null =>
  meantValue(found, String(found), write)?.text ?? null;

describe('what a value was meant to be', () => {
  it('is a duration where words tell one', () => {
    const write = 'a duration such as 12h, 1d, 4w or 3mo';
    const told = {
      '10 days': '10d',
      '1 wk': '1w',
      '7D': '7d',
      '90 min': '90m',
      '3 months': '3mo',
      '5 ms': '5ms',
    };
    for (const [text, duration] of Object.entries(told)) assert.equal(meant(text, write), duration, text);
    assert.equal(meant('daily', write), '1d');
    assert.equal(meant(' Hourly', write), '1h');
    for (const text of ['soon', '0d', '1.5 days', 'constructor', '3 constructor', '']) {
      assert.equal(meant(text, write), null, text);
    }
    assert.equal(meant(7, write), null);
  });

  it('is a number where it is a share in per cent or stands in quotes', () => {
    assert.equal(meant('20%', 'a number such as 0.25'), '0.2');
    assert.equal(meant('7 %', 'a number such as 0.25'), '0.07');
    assert.equal(meant('0.3', 'a number such as 0.25'), '0.3');
    assert.equal(meant('500 ms', 'a number such as 0.25'), '500');
    assert.equal(meant('5 s', 'a number such as 0.25'), null);
    assert.equal(meant('a lot', 'a number such as 0.25'), null);
  });

  it('is the nearest of what is allowed, and text where a name lacks its quotes', () => {
    assert.equal(meant('binry', 'one of binary, multiclass, regression, ranking'), 'binary');
    assert.equal(meant('clustering', 'one of binary, multiclass, regression, ranking'), null);
    assert.equal(meant(2024, 'the name of a column'), '"2024"');
  });

  it('comes as a fix that leaves nothing to say', () => {
    const text = `version: 1
model: churn
task: binry
logs:
  current: log.csv
  reference: { window: 10 days }
  columns: { timestamp: at, score: p, label: y }
every: daily
checks:
  performance:
    - { metric: roc_auc, alert: { below: 70% } }
`;
    const { problems } = parseConfig(text, TEST_METRICS);
    assert.deepEqual(
      problems.map(({ replacement }) => replacement?.text),
      ['binary', '10d', '1d', '0.7'],
    );
    assert.match(problems[1]?.message ?? '', /Here that is `10d`\.$/);
    const repaired = [...problems]
      .reverse()
      .reduce(
        (now, { range, replacement }) =>
          now.slice(0, range.start.offset) + (replacement?.text ?? '') + now.slice(range.end.offset),
        text,
      );
    assert.deepEqual(parseConfig(repaired, TEST_METRICS).problems, []);
  });
});
