/** What each side of the dashboard does with messages that are not what was agreed. */
import assert from 'node:assert/strict';

import { fromWire, toWire } from '../../../../src/core/report/charts/heat-wire.js';
import { dashboardView } from '../../../../src/core/report/dashboard/dashboard.js';
import { featureOf } from '../../../../src/core/report/dashboard/features.js';
import { parseToDashboard } from '../../../../webview/dashboard/incoming.js';
import { parseFromDashboard, PROTOCOL, type ToDashboard } from '../../../../webview/dashboard/protocol.js';
import { buildReport } from './report-builder.js';

const report = buildReport({ features: ['</script><script>', 'a\u202Eb\u200B', 'hour'] });
const view: ToDashboard = {
  type: 'view',
  view: toWire(dashboardView(report)),
  checkedAt: report.generated_at,
  stale: null,
};
const seal = (message: object): object => ({ ...message, protocol: PROTOCOL });
/** As a message arrives: a copy, and nothing but data. */
const sent = (message: object): Record<string, unknown> =>
  structuredClone(seal(message)) as Record<string, unknown>;

describe('messages to the dashboard', () => {
  it('arrive as they were sent', () => {
    const features = dashboardView(report).columns.map(({ column }): ToDashboard => ({
      type: 'feature',
      column,
      checkedAt: report.generated_at,
      feature: featureOf(report, column),
    }));
    const messages: ToDashboard[] = [
      view,
      ...features,
      { type: 'progress', progress: { done: 1, total: 2, unit: 'files', rows: 3 } },
      { type: 'progress', progress: null },
      { type: 'error', error: { kind: 'data', message: 'no', path: 'a.csv', line: 3 } },
      { type: 'state', state: { kind: 'untrusted', works: ['a'], waits: [] } },
      { type: 'show', settings: { column: 'hour', chunk: null, zoom: null } },
    ];
    for (const message of messages)
      assert.deepEqual(parseToDashboard(sent(message)), { message }, message.type);
  });

  it('lose nothing of a strip on the way', () => {
    const own = dashboardView(report);
    assert.deepEqual(fromWire(toWire(own)), own);
    assert.deepEqual(fromWire(JSON.parse(JSON.stringify(toWire(own))) as ReturnType<typeof toWire>), own);
  });

  it('are not read when they are of another version', () => {
    assert.deepEqual(parseToDashboard({ ...view, protocol: PROTOCOL + 1 }), { problem: 'version' });
    assert.deepEqual(parseToDashboard(view), { problem: 'shape' });
  });

  it('are not read when anything in them is not what it should be', () => {
    const junk = [null, 0, 'x', [], {}, true, NaN, ['a'], { length: 1 }, '\u0000'.repeat(200_001)];
    const walk = (root: unknown, path: readonly (string | number)[] = []): (string | number)[][] =>
      typeof root !== 'object' || root === null || path.length > 5
        ? []
        : Object.entries(root)
            .slice(0, 12)
            .flatMap(([key, value]) => [[...path, key], ...walk(value, [...path, key])]);
    const places = walk(view).filter((path) => !path.includes('spec') && !path.includes('owner'));
    assert.ok(places.length > 150);
    let refused = 0;
    for (const [i, path] of places.entries()) {
      const message = sent(view);
      const last = path.at(-1) ?? '';
      const parent = path
        .slice(0, -1)
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], message);
      const was: unknown = (parent as Record<string, unknown>)[last];
      const other = junk[i % junk.length];
      // What may be null may be other things too.
      if (was === null) continue;
      if (typeof other === typeof was && Array.isArray(other) === Array.isArray(was)) continue;
      (parent as Record<string, unknown>)[last] = other;
      const result = parseToDashboard(message);
      // Some places may be null, and a message of another type may be what its type asks for: what counts is that no
      // wrong type goes through.
      if ('problem' in result) refused++;
      else assert.ok(other === null || path[0] === 'protocol', `${path.join('.')}: ${JSON.stringify(other)}`);
    }
    assert.ok(refused > 100, `${refused} of ${places.length} refused`);
  });

  it('are not read when they are huge, deep or no objects', () => {
    const long = 'x'.repeat(200_000);
    let deep: object = {};
    for (let i = 0; i < 5000; i++) deep = { deep };
    for (const message of [
      null,
      undefined,
      1,
      'view',
      [],
      () => 1,
      deep,
      seal({ type: 'view' }),
      seal({ type: 'error', error: { kind: 'data', message: long, path: null, line: null } }),
      seal({ type: 'state', state: { kind: 'idle', model: long } }),
      seal({ type: 'state', state: { kind: 'constructor' } }),
      seal({ type: '__proto__' }),
      seal({ type: 'show', settings: null }),
      seal({ type: 'progress', progress: { done: -1, total: 0, unit: '', rows: 0 } }),
    ])
      assert.ok('problem' in parseToDashboard(message));
  });
});

describe('messages from the dashboard', () => {
  it('are not read when they are of another version or another type', () => {
    assert.equal(parseFromDashboard({ type: 'check', protocol: PROTOCOL + 1 }), null);
    assert.equal(parseFromDashboard({ type: 'check' }), null);
    assert.deepEqual(parseFromDashboard(seal({ type: 'feature', column: '</script>' })), {
      type: 'feature',
      column: '</script>',
    });
    for (const column of [null, 1, {}, [], 'x'.repeat(5000)])
      assert.equal(parseFromDashboard(seal({ type: 'feature', column })), null);
    assert.equal(parseFromDashboard(seal({ type: 'openFile', path: 'x'.repeat(5000) })), null);
    assert.equal(parseFromDashboard(seal({ type: ['check'] })), null);
  });
});
