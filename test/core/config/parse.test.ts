import assert from 'node:assert/strict';
import { z } from 'zod';
import type { ConfigProblem } from '../../../src/core/config/document.js';
import { parseConfig } from '../../../src/core/config/parse.js';
import { configSchema, isDuration } from '../../../src/core/config/schema.js';
import { PLANNED_METRICS } from '../../../src/core/metrics/planned.js';
import { METRICS } from '../../../src/core/metrics/registry.js';
import { DESIGN_EXAMPLE } from './design-example.js';
import { marks, problems } from './marks.js';
import { TEST_METRICS } from './metrics-for-tests.js';

const BASE = `version: 1
model: m
task: binary
logs:
  current: a.csv
  columns: { id: id, score: p, prediction: y_hat, timestamp: t, latency_ms: ms, status: st }
`;

function only(text: string): ConfigProblem {
  const found = problems(text).filter(({ code }) => code !== 'no-checks');
  assert.equal(found.length, 1, JSON.stringify(found));
  return found[0]!;
}

const withCheck = (family: string, check: string): string => `${BASE}checks:\n  ${family}:\n    - ${check}\n`;

describe('parseConfig', () => {
  it('reads every key of the design’s example', () => {
    const document = parseConfig(DESIGN_EXAMPLE, TEST_METRICS);
    const { monitor } = document;
    assert.ok(monitor);
    assert.deepEqual([...new Set(document.problems.map(({ code }) => code))], ['not-supported-yet']);
    assert.equal(monitor.positive, '1');
    assert.equal(monitor.owner, 'ops-ml@example.org');
    assert.deepEqual(monitor.logs.reference, { kind: 'log', globs: ['logs/training.parquet'] });
    assert.equal(monitor.logs.columns.latency_ms, 'latency_ms');
    assert.deepEqual(monitor.logs.categorical, ['weekday']);
    assert.deepEqual(monitor.logs.timeouts, ['408', '504', 'timeout']);
    assert.deepEqual(monitor.every, { kind: 'time', every: { count: 1, unit: 'w' } });
    assert.deepEqual(monitor.feedback.labels?.matures, { count: 3, unit: 'd' });
    assert.deepEqual(monitor.feedback.hooks[0], {
      on: 'alert',
      webhook: '${TIDEMARK_WEBHOOK}',
      command: null,
    });
    assert.deepEqual(
      monitor.checks.map(({ id }) => id),
      [
        'stability[0]',
        'stability[1]',
        'performance[0]',
        'performance[1]',
        'performance[2]',
        'operations[0]',
        'operations[1]',
        'operations[2]',
        'quality[0]',
        'feedback[0]',
      ],
    );
    assert.deepEqual(monitor.checks[0], {
      id: 'stability[0]',
      family: 'stability',
      metric: 'psi',
      of: { kind: 'features' },
      segment: null,
      minRows: 30,
      warn: { kind: 'value', value: 0.1 },
      alert: { kind: 'value', value: 0.25 },
      bins: null,
      every: null,
      definition: 'tidemark',
      k: 10,
    });
    assert.deepEqual(monitor.checks[3]?.segment, { column: 'origin', edges: null });
    assert.deepEqual(monitor.slo, { objective: 0.999, window: { count: 30, unit: 'd' } });
    assert.deepEqual(monitor.alerts, { for: 2, cooldown: { count: 1, unit: 'w' }, falseDiscoveryRate: 0.05 });
  });

  it('fills every default in', () => {
    const { monitor } = parseConfig(
      'version: 1\nmodel: m\ntask: binary\nlogs: { current: a.csv }\n',
      TEST_METRICS,
    );
    assert.deepEqual(monitor, {
      model: 'm',
      task: 'binary',
      positive: null,
      seed: 1,
      owner: null,
      logs: {
        current: ['a.csv'],
        reference: null,
        columns: {
          id: null,
          timestamp: null,
          version: null,
          score: null,
          prediction: null,
          label: null,
          latency_ms: null,
          status: null,
          logged: null,
          cost: null,
          query: null,
          resource: [],
        },
        features: null,
        categorical: [],
        threshold: 0.5,
        errors: ['error', 'timeout', 'failed'],
        timeouts: ['408', '504', 'timeout'],
        grace: { count: 1, unit: 'h' },
        timestampUnit: null,
        exactRows: 250_000,
      },
      every: null,
      segments: [],
      feedback: { labels: null, review: null, hooks: [] },
      checks: [],
      slo: null,
      alerts: { for: 1, cooldown: null, falseDiscoveryRate: 0.05 },
    });
  });

  it('reads the keys the example does not show', () => {
    const text = `version: 1
model: rank
task: ranking
logs:
  current: [a.csv, b.csv]
  reference: { version: 1.10 }
  columns: { query: q, score: s, version: v, timestamp: t, logged: l, cost: c, resource: [cpu, mem] }
  timestamp_unit: ms
  exact_rows: 1000
every: { chunks: 10 }
segments: [{ column: d, edges: [1, 2] }]
checks:
  stability:
    - { metric: psi, of: [a, b], bins: { width: 30 }, definition: nannyml, min_rows: 5 }
    - { metric: psi, of: d, bins: { edges: [0, 1] }, warn: none, alert: { outside: [0.1, 0.2] } }
    - { metric: psi, bins: { quantile: 4 }, warn: { sd: 3 }, alert: { change: 0.1 } }
    - { metric: psi, alert: none }
  performance: [{ metric: ndcg_at_k, k: 5, alert: { below: 0.5 } }]
`;
    const { monitor, problems: found } = parseConfig(text, TEST_METRICS);
    assert.ok(monitor, JSON.stringify(found));
    assert.deepEqual(monitor.logs.reference, { kind: 'version', version: '1.10' });
    assert.deepEqual(monitor.every, { kind: 'chunks', chunks: 10 });
    assert.deepEqual(monitor.segments, [{ column: 'd', edges: [1, 2] }]);
    assert.equal(monitor.logs.exactRows, 1000);
    const [first, second, third, fourth, last] = monitor.checks;
    assert.deepEqual(first?.of, { kind: 'columns', columns: ['a', 'b'] });
    assert.deepEqual(
      [first.bins, first.definition, first.minRows],
      [{ kind: 'width', count: 30 }, 'nannyml', 5],
    );
    assert.deepEqual(second?.alert, { kind: 'outside', low: 0.1, high: 0.2 });
    assert.deepEqual(
      [third?.warn, third?.alert],
      [
        { kind: 'sd', by: 3 },
        { kind: 'change', by: 0.1 },
      ],
    );
    assert.deepEqual([fourth?.warn, fourth?.alert], [{ kind: 'none' }, { kind: 'none' }]);
    assert.equal(last?.k, 5);
  });

  it('names the nearest key and offers it', () => {
    const found = only(BASE.replace('model: m', 'model: m\nownr: me'));
    assert.equal(found.code, 'unknown-key');
    assert.match(found.message, /nearest one is `owner`/);
    assert.deepEqual(found.replacement, { title: 'Change to `owner`', text: 'owner' });
    assert.deepEqual(found.range.start, { line: 3, column: 1, offset: 20 });
    assert.deepEqual(found.range.end, { line: 3, column: 5, offset: 24 });
  });

  it('says where a key belongs that stands in the wrong place', () => {
    assert.match(
      only(`${BASE}features: [a]\n`).message,
      /`features` is not read here; it belongs under `logs`/,
    );
    assert.match(
      only(`${BASE}treshold: 0.4\n`).message,
      /nearest one is `threshold`, which belongs under `logs`/,
    );
  });

  it('marks what is wrong, exactly', () => {
    const cases: [string, string[]][] = [
      [`${BASE}every: weekly\n`, ['7:8 wrong-value [weekly]']],
      [`${BASE}every: 0d\n`, ['7:8 wrong-value [0d]']],
      [`${BASE}seed: -1\n`, ['7:7 wrong-value [-1]']],
      [`${BASE}slo: { objective: 99.9, window: 30d }\n`, ['7:19 wrong-value [99.9]']],
      [BASE.replace('version: 1', 'version: 2'), ['1:10 wrong-value [2]']],
      [BASE.replace('task: binary\n', ''), ['1:1 missing-required-key [version]']],
      [BASE.replace('current: a.csv', 'reference: a.csv'), ['4:1 missing-required-key [logs]']],
      [BASE.replace('binary', 'regression'), ['6:29 wrong-value [p]']],
      [BASE.replace('binary', 'multiclass'), ['6:29 wrong-value [p]']],
      [
        BASE.replace('binary', 'ranking'),
        [
          '6:12 missing-required-key [{ id: id, score: p, prediction: y_hat, timestamp: t, latency_ms: ms, status: st }]',
        ],
      ],
      [BASE.replace('score: p,', 'score: { a: p },'), ['6:29 wrong-value [{ a: p }]']],
      [BASE.replace(' a.csv\n', ' a.csv\n  features: [a, p]\n'), ['6:17 feature-has-role [p]']],
      [`${BASE}feedback: { labels: { path: l.csv, id: id } }\n`, ['7:13 missing-required-key [labels]']],
      [`${BASE}segments: [{ column: a, edges: [2, 1] }]\n`, ['7:36 wrong-value [1]']],
    ];
    for (const [text, expected] of cases) assert.deepEqual(marks(text), expected, text);
  });

  it('marks what is wrong with a check', () => {
    const cases: [string, string, string[]][] = [
      ['stability', '{ metric: psy }', ['9:17 unknown-metric [psy]']],
      ['stability', '{ metric: roc_auc }', ['9:17 wrong-family [roc_auc]']],
      ['performance', '{ metric: mae }', ['9:17 wrong-metric-for-task [mae]']],
      ['performance', '{ metric: roc_auc, of: features }', ['9:30 wrong-of [features]']],
      ['stability', '{ metric: psi, of: label }', ['9:26 wrong-of [label]']],
      ['stability', '{ metric: ks, bins: { quantile: 3 } }', ['9:27 unused-key [{ quantile: 3 }]']],
      ['stability', '{ metric: psi, bins: { quantile: 1 } }', ['9:40 wrong-value [1]']],
      ['stability', '{ metric: psi, warn: high }', ['9:28 wrong-value [high]']],
      ['stability', '{ metric: psi, warn: { abov: 1 } }', ['9:30 unknown-key [abov]']],
      [
        'stability',
        '{ metric: psi, warn: { above: 1, below: 0 } }',
        ['9:28 wrong-value [{ above: 1, below: 0 }]'],
      ],
      ['stability', '{ metric: psi, warn: { outside: [2, 1] } }', ['9:39 wrong-value [[2, 1]]']],
      ['stability', '{ metric: psi, warn: { outside: [2] } }', ['9:39 wrong-value [[2]]']],
      ['stability', '{ of: score }', ['9:7 missing-required-key [{ of: score }]']],
      ['stability', 'psi', ['9:7 wrong-value [psi]']],
      ['operations', '{ metric: burn_rate }', ['9:17 not-supported-yet [burn_rate]']],
      ['quality', '{ metric: duplicate_share, segment: a }', ['9:43 wrong-value [a]']],
      ['performance', '{ metric: roc_auc, alert: { change: 0.1 } }', ['9:43 wrong-value [0.1]']],
    ];
    for (const [family, check, expected] of cases)
      assert.deepEqual(marks(withCheck(family, check)), expected, check);
  });

  it('lets a check look at the window alone where that has a meaning', () => {
    const chunked = (check: string, reference = 'b.csv'): string =>
      withCheck('stability', check).replace('a.csv\n', `a.csv\n  reference: ${reference}\n`) + 'every: 1d\n';
    const { monitor } = parseConfig(chunked('{ metric: psi, every: window }'), TEST_METRICS);
    assert.deepEqual([monitor?.checks[0]?.every, monitor?.every?.kind], ['window', 'time']);
    const cases: [string, string[]][] = [
      [chunked('{ metric: psi, every: window }'), []],
      [chunked('{ metric: psi, every: 1w }'), ['10:29 wrong-value [1w]']],
      [chunked('{ metric: psi, every: window, alert: { sd: 3 } }'), ['10:29 wrong-value [window]']],
      [chunked('{ metric: psi, every: window }', '{ rolling: 7d }'), ['10:29 wrong-value [window]']],
      [withCheck('stability', '{ metric: psi, every: window }'), ['9:29 unused-key [window]']],
      [
        chunked('{ metric: psi }').replace(
          'every: 1d',
          '  quality: [{ metric: schema_change, every: window }]\nevery: 1d',
        ),
        ['11:45 unused-key [window]'],
      ],
    ];
    for (const [text, expected] of cases) assert.deepEqual(marks(text), expected, text);
  });

  it('knows metrics by their other names', () => {
    assert.deepEqual(only(withCheck('stability', '{ metric: CSI }')).replacement?.text, 'psi');
    assert.deepEqual(only(withCheck('performance', '{ metric: auc }')).replacement?.text, 'roc_auc');
  });

  it('knows every metric of the registry and of the definitions', () => {
    const planned = new Map(PLANNED_METRICS.map((metric) => [metric.id, metric]));
    assert.equal(planned.size, PLANNED_METRICS.length);
    for (const metric of METRICS) {
      const { family, subject, tasks } = planned.get(metric.id) ?? {};
      assert.deepEqual(
        { family, subject, tasks },
        { family: metric.family, subject: metric.subject, tasks: metric.tasks },
        metric.id,
      );
    }
  });

  it('does not let a score, labels or a window stand without the columns they need', () => {
    const bare = 'version: 1\nmodel: m\ntask: binary\nlogs:\n  current: a.csv\n';
    assert.match(
      only(`${bare}checks: { stability: [{ metric: psi, of: score }] }\n`).message,
      /logs\.columns\.score/,
    );
    assert.match(
      only(`${bare}checks: { performance: [{ metric: roc_auc }] }\n`).message,
      /no column of the log has the role `score`/,
    );
    assert.equal(only(`${bare}  reference: { window: 28d }\n`).severity, 'error');
    assert.equal(only(`${bare}  reference: { version: v1 }\n`).severity, 'error');
    assert.equal(only(`${bare}every: 1w\n`).severity, 'warning');
    assert.equal(
      only(`${bare}feedback: { labels: { path: l.csv, id: id, label: y } }\n`).code,
      'unusable-ground-truth',
    );
  });

  it('refuses a named column of a kind the metric cannot take', () => {
    const text = withCheck('stability', '{ metric: ks, of: [a, day] }').replace(
      'a.csv\n',
      'a.csv\n  categorical: [day]\n',
    );
    assert.deepEqual(marks(text), ['10:29 wrong-of [day]']);
    assert.equal(only(withCheck('quality', '{ metric: unseen_share, of: score }')).code, 'wrong-of');
  });

  it('quotes a number that is meant as a name', () => {
    const found = only(BASE.replace('id: id', 'id: 007'));
    assert.equal(found.replacement?.text, '"007"');
  });

  it('reads anchors, aliases and merge keys', () => {
    const text = withCheck('stability', '&d { metric: psi, warn: 0.2 }\n    - { <<: *d, of: score }');
    const { monitor } = parseConfig(text, TEST_METRICS);
    assert.deepEqual(monitor?.checks[1]?.warn, { kind: 'value', value: 0.2 });
    assert.deepEqual(monitor.checks[1].of, { kind: 'score' });
  });

  it('counts lines and columns with CRLF, unicode and a byte order mark', () => {
    const text = `\uFEFF${BASE.replace('model: m', 'model: "größe 🌊"  # ünï')}evry: 1w\n`.replaceAll(
      '\n',
      '\r\n',
    );
    assert.deepEqual(marks(text), ['7:1 unknown-key [evry]']);
    const sameLine = '{ version: 1, model: "🌊", tsk: binary, task: binary, logs: { current: a.csv } }';
    const found = only(sameLine);
    // Columns count UTF-16 units, as editors do: the wave is two of them.
    assert.deepEqual([found.range.start.line, found.range.start.column], [1, 28]);
  });

  it('is fast enough to run at every keystroke', () => {
    const text = DESIGN_EXAMPLE + '# a comment\n'.repeat(160);
    for (let round = 0; round < 20; round += 1) parseConfig(text, TEST_METRICS);
    const started = performance.now();
    for (let round = 0; round < 20; round += 1) parseConfig(text, TEST_METRICS);
    // Ten milliseconds on a quiet machine; the slack is for a busy one.
    assert.ok((performance.now() - started) / 20 < 40);
  });

  it('tells where things stand', () => {
    const document = parseConfig(DESIGN_EXAMPLE, TEST_METRICS);
    const word = (path: (string | number)[], key = false): string => {
      const { start, end } = key ? document.locateKey(path) : document.locate(path);
      return DESIGN_EXAMPLE.slice(start.offset, end.offset);
    };
    assert.equal(word(['checks', 'performance', 0, 'metric']), 'roc_auc');
    assert.equal(word(['checks', 'performance', 0]), '{ metric: roc_auc, alert: { below: 0.70 } }');
    assert.equal(word(['checks', 'performance', 0, 'metric'], true), 'metric');
    assert.equal(
      word(['checks', 'performance', 0, 'nothing']),
      '{ metric: roc_auc, alert: { below: 0.70 } }',
    );
    assert.equal(word(['checks', 'nothing'], true), 'checks');
    assert.ok(document.has(['slo', 'window']));
    assert.ok(!document.has(['slo', 'windows']));
  });

  it('has a schema that JSON Schema can say', () => {
    const schema = z.toJSONSchema(configSchema) as { properties: object; additionalProperties: boolean };
    assert.equal(schema.additionalProperties, false);
    assert.ok('checks' in schema.properties);
    for (const text of ['1h', '28d', '3mo', '0d', '1y', 'd', '1.5h']) {
      assert.equal(isDuration(text), /^(1h|28d|3mo)$/.test(text), text);
    }
  });
});
