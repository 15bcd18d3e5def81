import assert from 'node:assert/strict';

import type { Report } from '../../src/core/report/report.js';
import { brokenBytes, brokenObject } from '../../src/engines/shared/json-line.js';
import { agree, reportOf } from './both-engines.js';
import { standing } from './check.js';
import { config, folderOf, objectOf, rows } from './logs.js';

const REFERENCE = rows(600, '2024-01-01').map((row) => JSON.stringify(objectOf(row)));

function linesOf(count: number): string[] {
  return rows(count, '2024-02-01', { offset: 10_000 }).map((row) => JSON.stringify(objectOf(row)));
}

/** The report of both engines on these lines. */
function both(lines: string | Uint8Array, name = 'current.ndjson'): Promise<Report> {
  return agree({
    'tidemark.yaml': config({ current: name, reference: 'reference.ndjson' }),
    'reference.ndjson': `${REFERENCE.join('\n')}\n`,
    [name]: lines,
  });
}

describe('lines of NDJSON', function () {
  this.timeout(60_000);

  it('a byte-order mark is read over, in NDJSON and in JSON', async () => {
    const lines = linesOf(600);
    const marked = await both(`\uFEFF${lines.join('\n')}\n`);
    assert.equal(marked.windows.current.rows, 600);
    assert.equal(standing(marked, 'malformed_share').value, 0);
    const array = await both(`\uFEFF[${lines.join(',\n')}]`, 'current.json');
    assert.equal(array.windows.current.rows, 600);
  });

  // Below and above the size from which types are told from the first rows.
  for (const count of [600, 12_000]) {
    it(`one of ${count} with a key twice is set aside, with its line and the key`, async () => {
      const lines = linesOf(count);
      lines[299] = lines[299]?.replace('{', '{"age": 7, ') ?? '';
      const report = await both(`${lines.join('\n')}\n`);
      assert.equal(report.windows.current.rows, count - 1);
      const malformed = standing(report, 'malformed_share');
      assert.equal(malformed.verdict, 'alert');
      assert.match(malformed.explanation, /current\.ndjson line 300/);
      assert.ok(
        report.problems.some(
          ({ message, line }) => line === 300 && message.includes('the key “age” stands in it twice'),
        ),
        JSON.stringify(report.problems),
      );
    });

    it(`one of ${count} that is not UTF-8, and one with half a character, take no others with them`, async () => {
      const lines = linesOf(count);
      const bytes = Buffer.concat([
        Buffer.from(`${lines.slice(0, 99).join('\n')}\n{"id": 7, "plan": "caf`),
        Buffer.from([0xe9]),
        Buffer.from(`"}\n{"id": 8, "plan": "\\ud800"}\n${lines.slice(101).join('\n')}`),
      ]);
      const report = await both(bytes);
      assert.equal(report.windows.current.rows, count - 2);
      assert.match(standing(report, 'malformed_share').explanation, /current\.ndjson lines? 100/);
      assert.ok(report.problems.some(({ message }) => message.includes('not UTF-8')));
    });
  }

  it('where every line has a key twice, the first is told', async () => {
    const { folder, remove } = await folderOf({
      'tidemark.yaml': config({ current: 'current.ndjson', reference: 'reference.ndjson' }),
      'reference.ndjson': `${REFERENCE.join('\n')}\n`,
      'current.ndjson': linesOf(50)
        .map((line) => line.replace('{', '{"age": 7, '))
        .join('\n'),
    });
    try {
      for (const engine of ['local', 'arquero']) {
        assert.equal(
          await reportOf(folder, engine, {}),
          'DataError: No row of logs.current can be read: current.ndjson, line 1: the key “age” stands in it twice.',
        );
      }
    } finally {
      await remove();
    }
  });

  // Below and above the size from which types are told from the first rows; among flat objects and others.
  for (const [count, more] of [
    [600, ''],
    [12_000, ''],
    [12_000, '"tags": ["a"], '],
  ] as const) {
    it(`${count} ids of both signs, beyond what doubles tell apart, stay apart${more && ', beside lists'}`, async () => {
      const lines = linesOf(count).map((line, i) => {
        const id = i % 50 === 0 ? `-${i + 1}` : String(9007199254740993n + BigInt(i));
        return line.replace(/"id":\d+,/, `"id":${id}, ${more}`);
      });
      const report = await both(`${lines.join('\n')}\n`);
      const twice = report.results.find(
        ({ metric, chunk }) => metric === 'duplicate_share' && chunk === null,
      );
      assert.equal(twice?.value, 0);
    });
  }

  it('whole numbers that 64 bits do not hold are doubles, as ever', async () => {
    const lines = linesOf(600).map((line, i) =>
      i === 7 ? line.replace(/"age":\d+/, '"age":18446744073709551610') : line.replace(/"age":/, '"age":-'),
    );
    const report = await both(`${lines.join('\n')}\n`);
    const age = report.distributions.find(({ column, chunk }) => column === 'age' && chunk === null);
    assert.equal(age?.n_current, 600);
    assert.equal(standing(report, 'missing_share', 'age').value, 0);
  });

  it('an entry of an array with a key twice is told by both engines', async () => {
    const entries = linesOf(50);
    entries[7] = '{"id": 1, "id": 2}';
    const { folder, remove } = await folderOf({
      'tidemark.yaml': config({ current: 'current.json', reference: 'reference.ndjson' }),
      'reference.ndjson': `${REFERENCE.join('\n')}\n`,
      'current.json': `[${entries.join(',')}]`,
    });
    try {
      for (const engine of ['local', 'arquero']) {
        assert.equal(
          await reportOf(folder, engine, {}),
          'DataError: current.json cannot be read: entry 8 is no row: the key “id” stands in it twice. Mend that entry, or take it out.',
        );
      }
    } finally {
      await remove();
    }
  });

  it('are broken where they are no objects, and only there', () => {
    for (const line of [
      '{}',
      '{"a": 1}\r',
      '{"a": NaN, "b": -Infinity, "c": [1, 2,],}',
      '{"a": {"b": 1}, "b": [{"a": 1}, {"a": 2}]}',
      '{"a": "\\"b\\": \\"a\\":", "b": "{\\"a\\":1,\\"a\\":2}"}',
      '{"a": "\\ud83d\\ude00", "b": "\\\\ud800"}',
      '{"__proto__": 1, "constructor": 2}',
      `{"a": ${'['.repeat(5000)}${']'.repeat(5000)}}`,
    ]) {
      assert.equal(brokenObject(line), null, line);
    }
    for (const [line, why] of [
      ['null', /not a JSON object/],
      ['[1]', /not a JSON object/],
      ['{"a": 1', /not a JSON object/],
      ['{"a": 01}', /not a JSON object/],
      ['{"a": "\t"}', /not a JSON object/],
      ['{"a": 1}{"a": 2}', /not a JSON object/],
      ['{"a": 1, "\\u0061": 2}', /the key “a” stands in it twice/],
      ['{"b": {"a": 1, "c": "\\"x\\":", "a": 2}}', /the key “a” stands in it twice/],
      ['{"__proto__": 1, "__proto__": 2}', /the key “__proto__” stands in it twice/],
      ['{"a": "\\ud800"}', /half a character/],
      ['{"a": "\\\\\\udc00"}', /half a character/],
    ] as const) {
      assert.match(brokenObject(line) ?? '', why, line);
    }
    assert.equal(brokenBytes(Buffer.from([0x7b, 0x22, 0xe9, 0x22, 0x3a, 0x31, 0x7d])), 'not UTF-8');
  });
});
