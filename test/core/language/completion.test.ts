import assert from 'node:assert/strict';
import { parseConfig } from '../../../src/core/config/parse.js';
import { completeAt, type Completion } from '../../../src/core/language/completion.js';
import type { LanguageFacts } from '../../../src/core/language/facts.js';
import type { Suggestion } from '../../../src/core/language/suggestion.js';
import { METRICS } from '../../../src/core/metrics/registry.js';
import { atMark, FACTS, NO_FACTS } from './facts-for-tests.js';

function complete(marked: string, facts: LanguageFacts = FACTS): Completion {
  const { text, offset } = atMark(marked);
  const found = completeAt(text, offset, facts);
  assert.ok(found, `nothing at ${JSON.stringify(marked)}`);
  return found;
}

function labels(marked: string, facts?: LanguageFacts): string[] {
  return complete(marked, facts).suggestions.map(({ label }) => label);
}

function one(marked: string, label: string): Suggestion {
  const found = complete(marked).suggestions.find((suggestion) => suggestion.label === label);
  assert.ok(found, `no ${label} in ${labels(marked).join(', ')}`);
  return found;
}

const HEAD = 'version: 1\nmodel: m\ntask: binary\n';

describe('completion of keys', () => {
  it('gives the keys of the place that are not written yet, with words and defaults', () => {
    assert.deepEqual(labels('version: 1\nmodel: m\n^').slice(0, 4), ['task', 'positive', 'seed', 'owner']);
    assert.deepEqual(labels('logs:\n  columns: { id: x, ^ }').slice(0, 3), ['timestamp', 'version', 'score']);
    assert.ok(!labels('logs:\n  ^\n  current: a.csv\n').includes('current'));
    assert.match(one('logs:\n  ^', 'grace').documentation, /How late .* Default: 1h\./);
    assert.equal(one('logs:\n  ^', 'current').detail, 'required');
  });

  it('writes maps in lines, and in brackets where there are brackets', () => {
    assert.equal(one('^', 'logs').insert, 'logs:\n  $0');
    assert.equal(one('checks:\n  ^', 'stability').insert, 'stability:\n  - $0');
    assert.equal(one('logs: { ^', 'columns').insert, 'columns: ');
    assert.equal(one('checks:\n  stability:\n    - metric: psi\n      ^', 'bins').insert, 'bins: ');
  });

  it('takes the place of the word under the cursor', () => {
    const { start, end } = complete(`${HEAD}log^gs: x`);
    assert.deepEqual([start, end], [HEAD.length, HEAD.length + 5]);
  });

  it('keeps to the branch of a choice that was begun', () => {
    assert.deepEqual(labels('checks:\n  stability:\n    - { metric: psi, alert: { ^ } }'), [
      'above',
      'below',
      'outside',
      'change',
      'sd',
    ]);
    assert.deepEqual(labels('checks:\n  stability:\n    - { metric: psi, alert: { above: 1, ^ } }'), []);
    assert.deepEqual(labels('feedback:\n  hooks:\n    - { on: alert, webhook: x, ^ }'), []);
  });
});

describe('completion of values', () => {
  it('gives the metrics of the family that fit the task, with their definition', () => {
    const stability = labels(`${HEAD}checks:\n  stability:\n    - metric: ^`);
    assert.ok(stability.includes('psi') && !stability.includes('roc_auc'));
    const binary = labels(`${HEAD}checks:\n  performance:\n    - { metric: ^`);
    assert.ok(binary.includes('roc_auc'));
    const regression = labels(`version: 1\ntask: regression\nchecks:\n  performance:\n    - { metric: ^`);
    assert.ok(!regression.includes('roc_auc') && !regression.includes('accuracy'));
    assert.match(
      one(`${HEAD}checks:\n  stability:\n    - metric: ^`, 'psi').documentation,
      /Formula.*Range.*alerts above 0\.25/s,
    );
  });

  it('gives whole checks behind a dash, and with the dash on a line of its own', () => {
    const item = one(`${HEAD}checks:\n  stability:\n    - ^`, 'psi check');
    assert.equal(item.insert, '{ metric: psi, of: ${1:features} }');
    const line = one(`${HEAD}checks:\n  performance:\n    ^`, 'roc_auc check');
    assert.equal(line.insert, '- { metric: roc_auc, alert: { below: $1 } }');
  });

  it('gives the columns of the log, the likely ones first, quoted where YAML wants it', () => {
    const times = complete('logs:\n  columns:\n    timestamp: ^').suggestions;
    assert.equal([...times].sort((a, b) => a.rank - b.rank)[0]?.label, 'scheduled_at');
    assert.equal(one('logs:\n  features: [^', 'odd: name').insert, '"odd: name"');
    assert.ok(!labels('logs:\n  columns: { id: flight_id }\n  features: [origin, ^').includes('flight_id'));
    assert.ok(!labels('logs:\n  features: [origin, ^').includes('origin'));
    assert.match(one('logs:\n  features: [^', 'origin').detail, /categorical.*current log and the reference/);
    assert.deepEqual(labels('feedback:\n  labels: { id: ^').slice(0, 2), ['flight_id', 'delayed']);
    assert.deepEqual(labels('logs:\n  columns: { id: ^', NO_FACTS), []);
  });

  it('gives columns and the four words for `of`, those the metric cannot take last', () => {
    const { suggestions } = complete('checks:\n  stability:\n    - { metric: ks, of: ^ }');
    assert.deepEqual(
      suggestions.slice(0, 4).map(({ label }) => label),
      ['features', 'score', 'prediction', 'label'],
    );
    const rank = (label: string): number => suggestions.find((one) => one.label === label)?.rank ?? -1;
    assert.ok(rank('hour') < rank('origin'));
  });

  it('gives globs before files, durations, choices and what a value may be instead', () => {
    assert.deepEqual(labels('logs:\n  current: ^').slice(0, 2), ['labels/*.csv', 'logs/scored-*.parquet']);
    assert.ok(labels('logs:\n  current: ^').includes('logs/training.parquet'));
    const every = labels('every: ^');
    assert.ok(every.includes('1w') && every.includes('{ rows: … }'));
    assert.deepEqual(labels('task: ^'), ['binary', 'multiclass', 'regression', 'ranking']);
    assert.deepEqual(labels('version: ^'), ['1']);
    assert.ok(labels('logs:\n  reference: ^').includes('{ window: … }'));
    assert.ok(labels('checks:\n  stability:\n    - { metric: psi, alert: ^').includes('none'));
    assert.deepEqual(labels('logs:\n  reference: { version: ^'), ['v1.0']);
    assert.equal(
      one('feedback:\n  hooks:\n    - { webhook: ^', '"${TIDEMARK_WEBHOOK}"').insert,
      '"\\${TIDEMARK_WEBHOOK}"',
    );
  });

  it('gives the categories that the logs have: classes, versions, statuses', () => {
    assert.deepEqual(
      complete('feedback:\n  labels: { label: delayed }\npositive: ^').suggestions.map(
        ({ label, insert }) => [label, insert],
      ),
      [
        ['0', '0'],
        ['1', '1'],
      ],
    );
    assert.deepEqual(labels('logs:\n  columns: { version: model_version }\n  reference: { version: ^'), [
      'v1.0',
      'v1.1',
    ]);
    const status = complete('logs:\n  columns: { status: status }\n  errors: [ok, ^').suggestions;
    assert.deepEqual(
      status.map(({ insert }) => insert),
      ['timeout', '"failed: upstream"'],
    );
  });

  it('gives nothing in comments', () => {
    const { text, offset } = atMark('every: 1w # ^');
    assert.equal(completeAt(text, offset, FACTS), null);
  });
});

describe('completion', () => {
  it('writes a config that the parser reads, all the way', () => {
    let text = '';
    const type = (label: string, then: string): void => {
      const found = completeAt(text, text.length, FACTS)?.suggestions.find((one) => one.label === label);
      assert.ok(found, `no ${label} behind ${JSON.stringify(text)}`);
      const indent = /[^\n]*$/.exec(text)?.[0].match(/^ */)?.[0] ?? '';
      text += found.insert.replace(/\$\{\d:(\w+)\}|\$\d/g, '$1').replaceAll('\n', `\n${indent}`) + then;
    };
    for (const [label, then] of [
      ['version', ''],
      ['1', '\n'],
      ['model', 'm\n'],
      ['task', ''],
      ['binary', '\n'],
      ['logs', ''],
      ['current', ''],
      ['logs/scored-*.parquet', '\n  '],
      ['reference', ''],
      ['logs/training.parquet', '\n  '],
      ['columns', ''],
      ['id', ''],
      ['flight_id', '\n    '],
      ['timestamp', ''],
      ['scheduled_at', '\n    '],
      ['score', ''],
      ['p_delayed', '\n  '],
      ['features', '['],
      ['origin', ', '],
      ['hour', ']\n'],
      ['every', ''],
      ['1w', '\n'],
      ['checks', ''],
      ['stability', ''],
      ['psi check', '\n    - '],
      ['ks check', '\n'],
    ] as const) {
      type(label, then);
    }
    assert.deepEqual(parseConfig(text, METRICS).problems, [], text);
  });
});
