import assert from 'node:assert/strict';

import type { Row } from '../../../src/core/checks/evaluate.js';
import { withStanding } from '../../../src/core/checks/standing.js';
import { summarise } from '../../../src/core/checks/summarise.js';
import type { Verdict } from '../../../src/core/report/report.js';

function row(verdict: Verdict, position: number, more: Partial<Row> = {}): Row {
  return {
    check: 'performance[0]',
    family: 'performance',
    metric: 'roc_auc',
    subject: { column: null, segment: null, version: null },
    chunk: position < 0 ? null : `2024-01-0${position + 1}T00:00:00Z`,
    value: 0.7,
    interval: [0.68, 0.72],
    confidence: 0.95,
    p_value: null,
    q_value: null,
    n_reference: null,
    n_current: 500,
    exact: true,
    threshold: { warn: null, alert: { below: 0.7 } },
    verdict,
    definition: '',
    explanation: `it is ${verdict}.`,
    position,
    eligible: position >= 0,
    cause: null,
    ...more,
  };
}

const standing = (rows: Row[], k: number): (Verdict | null)[] =>
  withStanding(rows, k).map((result) => result.standing_verdict);

describe('standing rows', () => {
  it('the latest chunk that is over stands', () => {
    assert.deepEqual(
      standing([row('pass', -1), row('alert', 0), row('pass', 1), row('unknown', 2, { eligible: false })], 1),
      [null, null, 'pass', null],
    );
  });
  it('alerts.for: the mildest of the last k chunks; each row keeps its own verdict', () => {
    const results = withStanding([row('pass', -1), row('warn', 0), row('alert', 1)], 2);
    assert.equal(results[2]?.standing_verdict, 'warn');
    assert.equal(results[2]?.verdict, 'alert');
    assert.deepEqual(standing([row('pass', -1), row('alert', 0), row('alert', 1)], 2), [null, null, 'alert']);
  });
  it('an error needs no second chunk', () => {
    assert.deepEqual(standing([row('pass', -1), row('pass', 0), row('error', 1)], 3), [null, null, 'error']);
  });
  it('without a chunk that is over the window row stands', () => {
    assert.deepEqual(standing([row('warn', -1), row('unknown', 0, { eligible: false })], 1), ['warn', null]);
  });
});

describe('keep or update', () => {
  const decision = (rows: Row[]): { keep: boolean | null; because: string } =>
    summarise(withStanding(rows, 1), null, () => null).decision;
  it('a performance alert says update, with the number', () => {
    const { keep, because } = decision([row('alert', 0, { value: 0.65 })]);
    assert.equal(keep, false);
    assert.match(because, /ROC AUC fell to 0\.65/);
  });
  it('a loss does not fall when it is worse', () => {
    const worse = row('alert', 0, {
      metric: 'log_loss',
      value: 1.2,
      interval: null,
      threshold: { warn: null, alert: { above: 0.9 } },
    });
    assert.match(decision([worse]).because, /^Log loss is 1\.2 in chunk .*, above 0\.9\./);
  });
  it('what holds, and what is at its limit, names its segment', () => {
    const of = (segment: string, verdict: Verdict): Row =>
      row(verdict, 0, { subject: { column: null, segment, version: null } });
    assert.match(
      decision([of('origin=LAX', 'pass'), of('origin=ORD', 'warn')]).because,
      /^ROC AUC 0\.7 \S+\s\S+ where origin=LAX holds\. ROC AUC 0\.7 \S+\s\S+ where origin=ORD is at the limit\./,
    );
  });
  it('what holds and may know nothing is said to', () => {
    const because = (more: Partial<Row>): string => decision([row('pass', 0, more)]).because;
    const knowing = / (is below|cannot be told from) that of a model that knows nothing \(/;
    assert.match(
      because({ value: 0.52, interval: [0.49, 0.55] }),
      /^ROC AUC 0\.52 .* holds\. ROC AUC cannot be told from that of a model that knows nothing \(0\.5\)\./,
    );
    assert.match(because({ value: 0.4, interval: [0.35, 0.45] }), /ROC AUC is below that of a model/);
    assert.match(because({ metric: 'r2', value: 0.1, interval: [-0.1, 0.3] }), /knows nothing \(0\)/);
    assert.doesNotMatch(because({}), knowing);
    // What it is without knowledge depends on the labels.
    assert.doesNotMatch(because({ metric: 'accuracy', value: 0.4, interval: [0.3, 0.5] }), knowing);
  });
  it('drift alone never says update: look first, and at what', () => {
    const drift = row('alert', 0, {
      check: 'stability[0]',
      family: 'stability',
      metric: 'psi',
      subject: { column: 'origin', segment: null, version: null },
    });
    const { keep, because } = decision([row('pass', 0), drift]);
    assert.equal(keep, true);
    assert.match(because, /Look first: origin shifted/);
  });
  it('no evidence, or an error anywhere, cannot tell', () => {
    assert.equal(decision([row('unknown', 0)]).keep, null);
    assert.equal(decision([row('info', 0)]).keep, null);
    const broken = row('error', 0, { check: 'quality[0]', family: 'quality', metric: 'missing_share' });
    assert.equal(decision([row('pass', 0), broken]).keep, null);
  });
  it('a performance alert outweighs an error elsewhere', () => {
    const broken = row('error', 0, { check: 'quality[0]', family: 'quality', metric: 'missing_share' });
    assert.equal(decision([row('alert', 0), broken]).keep, false);
  });
});
