/** What each side of the dashboard does with messages that are not what was agreed. */
import assert from 'node:assert/strict';

import { fromWire, toWire } from '../../../../src/core/report/charts/heat-wire.js';
import { dashboardView } from '../../../../src/core/report/dashboard/dashboard.js';
import { featureOf } from '../../../../src/core/report/dashboard/features.js';
import { parseToDashboard } from '../../../../webview/dashboard/incoming.js';
import { parseFromDashboard, PROTOCOL, type ToldDashboard } from '../../../../webview/dashboard/protocol.js';
import { spoiled } from '../../hostile.js';
import { buildReport } from './report-builder.js';

const report = buildReport({ features: ['</script><script>', 'a\u202Eb\u200B', 'hour'] });
const view: ToldDashboard = {
  type: 'view',
  view: toWire(dashboardView(report)),
  checkedAt: report.generated_at,
  stale: null,
};
const seal = (message: object): object => ({ ...message, protocol: PROTOCOL });
/** As a message arrives: a copy, and nothing but data. */
const sent = (message: object): Record<string, unknown> =>
  structuredClone(seal(message)) as Record<string, unknown>;
/** A view goes as text. */
const asText = (message: object): object =>
  'view' in message ? { ...message, view: JSON.stringify(message.view) } : message;

describe('messages to the dashboard', () => {
  it('arrive as they were sent', () => {
    const features = dashboardView(report).columns.map(({ column }): ToldDashboard => ({
      type: 'feature',
      column,
      checkedAt: report.generated_at,
      feature: featureOf(report, column),
    }));
    const messages: ToldDashboard[] = [
      view,
      ...features,
      { type: 'progress', progress: { done: 1, total: 2, unit: 'files', rows: 3 } },
      { type: 'progress', progress: null },
      { type: 'error', error: { kind: 'data', message: 'no', path: 'a.csv', line: 3 } },
      { type: 'state', state: { kind: 'untrusted', works: ['a'], waits: [] } },
      { type: 'show', settings: { column: 'hour', chunk: null, zoom: null, segment: null } },
    ];
    for (const message of messages)
      assert.deepEqual(parseToDashboard(asText(sent(message))), { message }, message.type);
  });

  it('lose nothing of a strip on the way', () => {
    const own = dashboardView(report);
    assert.deepEqual(fromWire(toWire(own)), own);
    assert.deepEqual(fromWire(JSON.parse(JSON.stringify(toWire(own))) as ReturnType<typeof toWire>), own);
  });

  it('are not read when they are of another version', () => {
    assert.deepEqual(parseToDashboard({ ...asText(view), protocol: PROTOCOL + 1 }), { problem: 'version' });
    assert.deepEqual(parseToDashboard(asText(view)), { problem: 'shape' });
  });

  it('are not read when anything in them is not what it should be', () => {
    const all = spoiled(sent(view), (path) => path.includes('spec') || path.includes('owner'));
    assert.ok(all.length > 100);
    let refused = 0;
    for (const { place, put, message } of all) {
      // Some places may be null: what counts is that no wrong type goes through.
      if ('problem' in parseToDashboard(asText(message as object))) refused++;
      else assert.ok(put === null || Number.isNaN(put), `${place}: ${JSON.stringify(put)}`);
    }
    assert.ok(refused > 100, `${refused} of ${all.length} refused`);
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
      seal(view),
      seal({ ...view, view: '{' }),
      seal({ ...view, view: 'null' }),
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
