import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Database } from '../../src/engines/local/database.js';
import {
  BOOLEAN,
  FRACTION,
  jsonFields,
  NATURAL,
  NEGATIVE,
  NO_ONE_TIME,
  NO_UUID,
  STRING,
  WORD,
} from '../../src/engines/local/json-fields.js';
import { normalise } from '../../src/engines/local/normalise.js';
import { inlineRunner } from '../../src/engines/local/pool/pool.js';
import { Footers } from '../../src/engines/shared/parquet/footers.js';

type Row = Readonly<Record<string, unknown>>;

/** Enough rows that types are told from the first ones. */
const ROWS = 12_000;

/** A row behind those that types are told from. */
const LATE = 10_000;

function row(i: number): Row {
  return {
    at: `2026-03-02 10:00:${String(i % 60).padStart(2, '0')}`,
    id: `6f9619ff-8b86-d011-b42d-${i.toString(16).padStart(12, '0')}`,
    size: i * 0.37 + 0.25,
    count: i % 17,
    ok: i % 3 === 0,
    plan: ['free', 'pro', 'team'][i % 3],
    note: i % 5 === 0 ? null : 'a few words',
  };
}

function late(extra: Row): (i: number) => Row {
  return (i) => (i === LATE ? { ...row(i), ...extra } : row(i));
}

function without(i: number, ...keys: string[]): Row {
  return Object.fromEntries(Object.entries(row(i)).filter(([key]) => !keys.includes(key)));
}

/** Logs whose types the first rows tell, or do not. */
const LOGS: Readonly<Record<string, (i: number) => Row>> = {
  'like its first rows': row,
  'with a late fraction': late({ count: 1.5 }),
  'with a late negative number': late({ count: -1 }),
  'with numbers of both signs': (i) => ({ ...row(i), count: i % 2 === 0 ? -i : i }),
  'with a late number of 16 digits': late({ count: 9007199254740992 }),
  'with a late number in quotes': late({ size: '5.5' }),
  'with a late whole number in quotes': late({ count: '5' }),
  'with a late boolean among numbers': late({ size: true }),
  'with a late boolean in quotes': late({ ok: 'true' }),
  'with a late number among booleans': late({ ok: 1 }),
  'with a late number among words': late({ plan: 7 }),
  'with a late object among words': late({ plan: { name: 'pro' } }),
  'with a late field': late({ more: 'words' }),
  'with a late field of numbers': late({ more: 4 }),
  'with a late field that is a date': late({ more: '2026-01-02' }),
  'with a late key in capitals': late({ OK: true }),
  'with a late list': late({ more: [1, 2] }),
  'with a late time of another form': late({ at: '2026-03-02 10:00:00.25' }),
  'with a late time that is a word': late({ at: 'yesterday' }),
  'with a late identifier of another form': late({ id: '{6f9619ff-8b86-d011-b42d-00c04fc964ff}' }),
  'with a late identifier that is a word': late({ id: 'none' }),
  'without times': (i) => without(i, 'at'),
  'without times, with a late fraction': (i) =>
    i === LATE ? { ...without(i, 'at'), count: 0.5 } : without(i, 'at'),
  'without times, with a late field': (i) =>
    i === LATE ? { more: 'words', ...without(i, 'at') } : without(i, 'at'),
  'without times, with a late date': (i) =>
    i === LATE ? { ...without(i, 'at'), note: null, day: '2026-01-02' } : without(i, 'at'),
  'with absent fields': (i) => (i % 3 === 0 ? without(i, 'count', 'plan') : row(i)),
  'with keys in another order': (i) =>
    i % 2 === 0 ? row(i) : Object.fromEntries(Object.entries(row(i)).reverse()),
  'with a field that is always null': (i) => ({ ...row(i), nothing: null }),
  'with a field that is null for long': (i) => ({ ...row(i), nothing: i < LATE ? null : 'words' }),
  'with a field of everything': (i) => ({ ...row(i), any: [1, 'a "b" \\', true, 1.5, null, 1e21][i % 6] }),
  'with next to nothing in common': (i) => ({ [`field_${i % 50}`]: 'x'.repeat(90) }),
  'with escapes': (i) => ({ ...row(i), plan: 'a "b" \\ \n\u0001 é😀', 'größe of "it"': i }),
};

describe('types of NDJSON', function () {
  this.timeout(60_000);
  const { signal } = new AbortController();
  let folder: string;
  let database: Database;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tidemark-test-'));
    database = await Database.open({ threads: 2, memoryMegabytes: 640 });
  });
  after(async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Columns and a hash of each one's values. */
  async function contents(source: string): Promise<unknown> {
    const columns = await database.rows(`DESCRIBE SELECT * FROM ${source}`, signal);
    const hashes = columns.map(({ column_name: column }) => {
      const id = `"${String(column).replaceAll('"', '""')}"`;
      return `count(${id}) || ' ' || bit_xor(hash(file_row_number || coalesce(' ' || ${id}::VARCHAR, '')))`;
    });
    const values = await database.rows(`SELECT count(*), ${hashes.join(', ')} FROM ${source}`, signal);
    return [columns, values];
  }

  const run = () => ({
    database: () => Promise.resolve(database),
    folder: () => Promise.resolve(database.folder),
    runner: inlineRunner(() => Promise.resolve(database), new Footers()),
    signal,
  });

  for (const [log, of] of Object.entries(LOGS)) {
    it(`are those that DuckDB tells from all lines of a log ${log}`, async () => {
      const path = join(folder, 'log.ndjson');
      const lines = Array.from({ length: ROWS }, (_, i) => JSON.stringify(of(i)));
      await writeFile(path, `${lines.join('\n')}\n`);
      const ours = join(folder, 'ours.parquet');
      const format = { kind: 'ndjson', compression: 'none' } as const;
      await normalise({ ...run(), path, shown: 'log.ndjson', target: ours, index: 'log' }, format, null, 0);
      const theirs = join(folder, 'theirs.parquet');
      const scan = `read_json('${path}', format='newline_delimited', sample_size=-1)`;
      const described = await database.rows(`DESCRIBE SELECT * FROM ${scan}`, signal);
      const select = described.map(({ column_name: column, column_type: type }) => {
        const id = `"${String(column).replaceAll('"', '""')}"`;
        // Of both signs, which Parquet would have as doubles.
        if (type === 'HUGEINT') return `${id}::BIGINT AS ${id}`;
        if (type === 'UUID') return `${id}::VARCHAR AS ${id}`;
        return type === 'JSON' ? `${id}->>'$' AS ${id}` : id;
      });
      await database.run(
        `COPY (SELECT ${select.join(', ')} FROM ${scan}) TO '${theirs}' (FORMAT parquet)`,
        signal,
      );
      const rowsOf = (parquet: string): string => `read_parquet('${parquet}', file_row_number=true)`;
      assert.deepEqual(await contents(rowsOf(ours)), await contents(rowsOf(theirs)));
    });
  }

  it('are text where a time is a word, which DuckDB reads as 1900-01-01; other times stay times', async () => {
    for (const word of ['epoch', 'infinity', '-infinity']) {
      const path = join(folder, 'words.ndjson');
      const words = (i: number): Row => ({
        ...late({ at: word })(i),
        other: `2026-03-02T10:00:${String(i % 60).padStart(2, '0')}`,
        day: i % 2 === 0 ? '1900-01-01' : '2026-03-02',
      });
      await writeFile(path, Array.from({ length: ROWS }, (_, i) => JSON.stringify(words(i))).join('\n'));
      const ours = join(folder, 'ours.parquet');
      const format = { kind: 'ndjson', compression: 'none' } as const;
      await normalise(
        { ...run(), path, shown: 'words.ndjson', target: ours, index: 'words' },
        format,
        null,
        0,
      );
      const [found] = await database.rows(
        `SELECT typeof("at") AS at_type, "at" AS text, typeof(other) AS other, typeof("day") AS day_type, (SELECT count(*) FROM '${ours}') AS rows
         FROM read_parquet('${ours}', file_row_number=true) WHERE file_row_number = ${LATE}`,
        signal,
      );
      assert.deepEqual(found, {
        at_type: 'VARCHAR',
        text: word,
        other: 'TIMESTAMP',
        day_type: 'DATE',
        rows: ROWS,
      });
    }
  });

  async function fieldsOf(text: string): Promise<unknown> {
    const path = join(folder, 'fields.ndjson');
    await writeFile(path, text);
    const objects = await jsonFields(path, signal);
    return objects === null
      ? null
      : Object.fromEntries(objects.fields.map(({ key, count, kinds }) => [key, [count, kinds]]));
  }

  it('are told apart byte by byte', async () => {
    const text = [
      '{"a":1,"b":"x","c":null,"d":true,"e":"2026-01-02"}',
      ' \t{ "a" : -2.5e-3 , "b" : "6f9619ff-8b86-d011-b42d-00c04fc964ff" , "e" : "2026-01-03", "d":false } \r'.trimStart(),
      '{"z":-7,"a":0,"e":"2026-02-30T00:00:00Z"}',
    ].join('\n');
    assert.deepEqual(await fieldsOf(text), {
      a: [3, NATURAL | FRACTION],
      b: [2, STRING | WORD | NO_UUID | NO_ONE_TIME],
      c: [1, 0],
      d: [2, BOOLEAN],
      e: [3, STRING | NO_UUID | NO_ONE_TIME],
      z: [1, NEGATIVE],
    });
  });

  it('are told of lines that are longer than what is read at a time', async () => {
    const long = 'ä\\"'.repeat(900_000);
    assert.deepEqual(await fieldsOf(`{"a":"${long}"}\n{"a":1,"b":"${long}"}`), {
      a: [2, STRING | NATURAL | NO_UUID | NO_ONE_TIME],
      b: [1, STRING | NO_UUID | NO_ONE_TIME],
    });
  });

  for (const line of [
    '',
    '[]',
    '{}',
    'null',
    '{"a":[1]}',
    '{"a":{"b":1}}',
    '{"a":NaN}',
    '{"a":-0}',
    '{"a":1234567890123456789}',
    '{"a":+1}',
    '{"a":"open}',
    '{"\\u0061":1}',
    '{"a":1}{"a":2}',
    '{"a":1,}',
    '{"a":1',
    "{'a':1}",
  ]) {
    it(`are not sure with the line ${line || 'that is empty'}`, async () => {
      assert.equal(await fieldsOf(`{"a":1}\n${line}\n{"a":2}\n`), null);
    });
  }
});
