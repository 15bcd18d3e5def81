/** What each side of a table of rows does with messages that are not what was agreed. */
import assert from 'node:assert/strict';

import { parseToRows } from '../../../webview/rows/incoming.js';
import { parseFromRows, PROTOCOL, type ToRows } from '../../../webview/rows/protocol.js';
import { sealed } from '../../../webview/shared/sealed.js';
import { spoiled } from '../hostile.js';

const page: ToRows = {
  type: 'page',
  page: {
    heading: '2 rows',
    words: 'origin = </script>, whole window',
    notes: ['The report counted 3 rows.'],
    offset: 0,
    limit: 200,
    total: 2,
    asked: true,
    columns: [
      { name: '</script><script>', type: 'VARCHAR' },
      { name: 'a\u202Eb\u200B', type: 'BIGINT' },
    ],
    rows: [
      { file: 'logs/a.csv', row: 1, cells: ['\u2066x', null] },
      { file: 'logs/a.csv', row: 9, cells: ['', '7'] },
    ],
  },
};
const seal = (message: object): object => sealed(message, PROTOCOL);

describe('messages to a table of rows', () => {
  it('arrive as they were sent', () => {
    const messages: ToRows[] = [
      page,
      { type: 'progress', words: '3 of 22 files.' },
      { type: 'error', message: 'no', help: 'check' },
    ];
    for (const message of messages) assert.deepEqual(parseToRows(seal(message)), { message }, message.type);
  });

  it('are not read when they are of another version', () => {
    assert.deepEqual(parseToRows(sealed(page, PROTOCOL + 1)), { problem: 'version' });
    assert.deepEqual(parseToRows(page), { problem: 'shape' });
  });

  it('are not read when anything in them is not what it should be', () => {
    const all = spoiled(seal(page));
    assert.ok(all.length > 10);
    for (const { place, put, message } of all) {
      const mayBeNull = place.includes('.cells.') && put === null;
      assert.equal('problem' in parseToRows(message), !mayBeNull, `${place}: ${JSON.stringify(put)}`);
    }
  });

  it('are not read when they are huge, deep or no objects', () => {
    const long = 'x'.repeat(200_000);
    let deep: object = {};
    for (let i = 0; i < 5000; i++) deep = { deep };
    for (const message of [
      null,
      1,
      'page',
      [],
      deep,
      seal({ type: 'page' }),
      seal({ type: 'progress', words: long }),
      seal({ type: 'error', message: 'no', help: 'eval' }),
      seal({ ...page, page: { ...page.page, rows: new Array(300_000).fill(page.page.rows[0]) } }),
      seal({ ...page, page: { ...page.page, offset: -1 } }),
      seal({ type: '__proto__' }),
    ])
      assert.ok('problem' in parseToRows(message));
  });
});

describe('messages from a table of rows', () => {
  const parse = (message: object): unknown => parseFromRows(seal(message));

  it('ask for pages of known sizes only', () => {
    const asked = { type: 'page', offset: 400, limit: 200 };
    assert.deepEqual(parse({ ...asked, more: 1 }), asked);
    for (const bad of [
      { offset: -1, limit: 200 },
      { offset: 0, limit: 1e9 },
      { offset: 0.5, limit: 200 },
      { offset: '0', limit: 200 },
      { offset: 0 },
    ])
      assert.equal(parse({ type: 'page', ...bad }), null);
  });

  it('are not read when they are of another version or another type', () => {
    assert.deepEqual(parse({ type: 'export', path: '/etc/passwd' }), { type: 'export' });
    assert.equal(parseFromRows({ type: 'export' }), null);
    assert.equal(parseFromRows(sealed({ type: 'export' }, PROTOCOL + 1)), null);
    for (const type of ['eval', '__proto__', ['export'], null, 1]) assert.equal(parse({ type }), null);
    for (const message of [null, 1, 'export', []]) assert.equal(parseFromRows(message), null);
  });
});
