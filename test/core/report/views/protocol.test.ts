import assert from 'node:assert/strict';

import { dashboardPage } from '../../../../webview/dashboard/page.js';
import { parseFromDashboard, PROTOCOL } from '../../../../webview/dashboard/protocol.js';

const parse = (message: object): unknown => parseFromDashboard({ ...message, protocol: PROTOCOL });

describe('dashboard protocol', () => {
  it('takes what it knows and nothing else', () => {
    assert.deepEqual(parse({ type: 'ready', more: 1 }), { type: 'ready' });
    assert.deepEqual(parse({ type: 'openConfig', line: 3, column: 'x' }), {
      type: 'openConfig',
      line: 3,
    });
    assert.deepEqual(parse({ type: 'openConfig', line: -1 }), { type: 'openConfig' });
    assert.deepEqual(parse({ type: 'openFile', path: 'logs/a.csv', line: 4 }), {
      type: 'openFile',
      path: 'logs/a.csv',
      line: 4,
    });
    for (const message of [
      null,
      1,
      'ready',
      {},
      { type: 'eval' },
      { type: 'openFile' },
      { type: 'openFile', path: '' },
      { type: 'openFile', path: 'a\0b' },
      { type: '__proto__' },
    ]) {
      const sent =
        typeof message === 'object' && message !== null ? { ...message, protocol: PROTOCOL } : message;
      assert.equal(parseFromDashboard(sent), null, JSON.stringify(message));
    }
  });

  it('has a page that runs scripts by nonce only and evaluates nothing', () => {
    const page = dashboardPage({
      nonce: 'n0nce',
      cspSource: 'https://x.test',
      script: 'https://x.test/d.js',
      style: 'https://x.test/d.css',
      title: '<b>"',
      root: { id: 'dashboard', subject: '"><script>' },
    });
    assert.match(page, /script-src 'nonce-n0nce';/);
    assert.doesNotMatch(page, /unsafe-eval|<b>|"><script>/);
    assert.match(page, /style-src https:\/\/x\.test 'unsafe-inline'/);
  });
});
