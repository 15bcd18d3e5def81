/** What the editor and the outputs of a report take from each other. */
import assert from 'node:assert/strict';

import type { CellOutput } from '../../../src/core/notebook/outputs/output.js';
import { parseOutput } from '../../../webview/notebook/incoming.js';
import { parseFromRenderer, PROTOCOL } from '../../../webview/notebook/protocol.js';
import { sealed } from '../../../webview/shared/sealed.js';
import { spoiled } from '../hostile.js';

const OUTPUTS: readonly CellOutput[] = [
  {
    kind: 'verdict',
    verdict: 'alert',
    heading: 'Update this model',
    sentence: '</script>',
    families: [{ title: 'Stability', verdict: 'alert', because: 'a\u202Eb' }],
  },
  { kind: 'text', text: 'holds', muted: false },
  { kind: 'lines', lines: [{ verdict: 'warn', text: 'x' }] },
  {
    kind: 'table',
    title: null,
    columns: [
      { name: '<img src=x>', kind: 'code' },
      { name: 'over time', kind: 'trend' },
    ],
    rows: [
      [
        { value: 'a', text: 'a' },
        { value: [1, null], text: '' },
      ],
    ],
    shown: 30,
    total: 1,
    note: null,
  },
  {
    kind: 'chart',
    title: '',
    subtitle: '',
    spec: { mark: 'point' },
    alt: 'x',
    table: { head: ['a'], rows: [['1']] },
  },
  { kind: 'error', code: 'sql', message: 'no', place: { line: 1, column: 2 } },
];

describe('outputs of reports, as the renderer takes them', () => {
  it('arrive as they were made', () => {
    for (const output of OUTPUTS)
      assert.deepEqual(parseOutput(sealed(output, PROTOCOL)), { message: output }, output.kind);
  });

  it('are not drawn when they are of another version', () => {
    for (const output of OUTPUTS) {
      assert.deepEqual(parseOutput(sealed(output, PROTOCOL + 1)), { problem: 'version' });
      assert.deepEqual(parseOutput(output), { problem: 'shape' });
    }
  });

  it('are not drawn when anything in them is not what it should be', () => {
    const anything = /^rows\.\d+\.\d+\.value|^spec\./;
    const orNull = ['total', 'place'];
    for (const output of OUTPUTS)
      for (const { place, put, message } of spoiled(sealed(output, PROTOCOL))) {
        if (anything.test(place) || (put === null && orNull.includes(place))) continue;
        assert.ok('problem' in parseOutput(message), `${output.kind}, ${place}: ${JSON.stringify(put)}`);
      }
    for (const value of [{}, [{}], ['a'], undefined])
      assert.ok(
        'problem' in
          parseOutput(
            sealed({ ...OUTPUTS[3], rows: [[{ value, text: 'a' }]] } as unknown as CellOutput, PROTOCOL),
          ),
      );
  });
});

describe('what outputs ask', () => {
  it('is to copy or to open text, and nothing else', () => {
    const parse = (message: object): unknown => parseFromRenderer(sealed(message, PROTOCOL));
    assert.deepEqual(parse({ type: 'open', text: 'a,b', path: '/etc/passwd' }), {
      type: 'open',
      text: 'a,b',
    });
    assert.deepEqual(parse({ type: 'copy', as: 'CSV', text: 'a' }), { type: 'copy', as: 'CSV', text: 'a' });
    assert.equal(parseFromRenderer({ type: 'open', text: 'a' }), null);
    assert.equal(parseFromRenderer(sealed({ type: 'open', text: 'a' }, PROTOCOL + 1)), null);
    for (const bad of [
      { type: 'copy', as: 'XML', text: 'a' },
      { type: 'open', text: 7 },
      { type: 'run', text: 'a' },
      { type: 'open', text: 'x'.repeat(5_000_001) },
    ])
      assert.equal(parse(bad), null);
  });
});
