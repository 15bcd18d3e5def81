import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CancelledError } from '../../src/core/errors.js';
import { typesOf } from '../../src/engines/local/column-types.js';
import { Database } from '../../src/engines/local/database.js';
import { objectsToParquet, tellColumns } from '../../src/engines/local/plain-objects.js';
import { inlineRunner, WorkerPool } from '../../src/engines/local/pool/pool.js';
import { name } from '../../src/engines/local/sql.js';
import { tellTypes } from '../../src/engines/local/text/tell-types.js';
import type { CellColumn, CellKind } from '../../src/engines/local/text/text-columns.js';
import { textToParquet } from '../../src/engines/local/text/text-to-parquet.js';
import { readCsvHeader } from '../../src/engines/shared/csv-header.js';
import { Footers } from '../../src/engines/shared/parquet/footers.js';

/** Numbers that a careless reader rounds otherwise: ties, many digits, the ends of what doubles hold. Their texts are their values. */
const NUMBERS = [
  '0',
  '-0',
  '0.1',
  '-12.50',
  '1e3',
  '1E-3',
  '1e+22',
  '1e23',
  '123456789012345678',
  '9007199254740993',
  '9007199254740992.5',
  '0.30000000000000004',
  '179769313486231570000000000000000000000',
  '2.2250738585072014e-308',
  '4.9e-324',
  '1.7976931348623157e308',
  '7.2057594037927933e16',
  '3.5844466002796428e298',
  '0.00000000000000000000000000123456789012345',
  '1.00000000000000011102230246251565404236316680908203125',
  '1.00000000000000011102230246251565404236316680908203124',
  '8.988465674311580e307',
  '6.02214076e23',
  '100000000000000016777215',
  '100000000000000016777216',
];

const TIMES = [
  '2026-03-02',
  '2026-03-02 10:00:00',
  '2026-03-02T23:59:59.999999Z',
  '2024-02-29 00:00:00.5',
  '1969-12-31 23:59:59.000001',
  '0001-01-01 00:00:00',
  '9999-12-31 23:59:59',
  '2000-02-29T12:00:00Z',
  '2026-03-02 10:00:00+00:00',
  '2026-03-02 10:00:00.25+05:30',
  '2026-03-02T10:00:00-08:00',
];

const WORDS = ['plain', 'Zürich', 'ein “Zitat”', 'x'.repeat(300), ' spaces ', 'a;b|c', 'v1', '😀'];

/** Texts with escapes, as JSON writes them. */
const ESCAPED = ['"', 'a "quoted" word', '\\ and /', 'tab\tand\nline', '\\u00e9', 'end\\'];

const { signal } = new AbortController();

describe('plain text logs', function () {
  this.timeout(60_000);
  let folder = '';
  let database: Database;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tidemark-test-'));
    database = await Database.open({ threads: 2, memoryMegabytes: 640 });
  });

  after(async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  const here = () => inlineRunner(() => Promise.resolve(database), new Footers());

  /** Rows and a fingerprint of each column's values by row, as DuckDB reads them. */
  async function contents(source: string): Promise<unknown[]> {
    const columns = await database.rows(`DESCRIBE SELECT * FROM ${source}`, signal);
    const hashes = columns.map(({ column_name: column }) => {
      const id = name(String(column));
      return `count(${id}) || ' ' || sum(hash(row, ${id})::HUGEINT % 1000000007)::VARCHAR`;
    });
    const numbered = `(SELECT *, row_number() OVER () AS row FROM ${source})`;
    const values = await database.rows(`SELECT count(*), ${hashes.join(', ')} FROM ${numbered}`, signal);
    return [columns, values];
  }

  async function agreesWithDuckDb(
    text: string,
    columns: readonly CellColumn[],
    { delimiter = ',', runner = here() } = {},
  ): Promise<void> {
    const path = join(folder, 'log.csv');
    const target = join(folder, 'ours.parquet');
    await writeFile(path, text);
    const { rowsAt, returns } = await readCsvHeader(path, 'log.csv', delimiter === '\t' ? 'tsv' : 'csv');
    const dialect = { kind: 'csv', delimiter, returns } as const;
    const end = Buffer.byteLength(text);
    const read = await textToParquet(runner, { path, dialect, columns, start: rowsAt, end }, target, signal);
    assert.ok(read !== null, 'The text is not taken for plain.');
    // DuckDB takes a time for one in UTC, whatever zone it has, unless it is told to look.
    const zoned = columns.map(({ name: column, kind }) =>
      kind === 'TIMESTAMP' ? `"${column}"::TIMESTAMP AS "${column}"` : `"${column}"`,
    );
    const types = columns.map(
      ({ name: column, kind }) => `'${column}': '${kind === 'TIMESTAMP' ? 'TIMESTAMPTZ' : kind}'`,
    );
    const scan = `read_csv('${path}', auto_detect=false, header=true, delim='${delimiter}', quote='"', escape='"', columns={${types.join(', ')}})`;
    const theirs = `(SELECT ${zoned.join(', ')} FROM ${scan})`;
    assert.deepEqual(await contents(`read_parquet('${target}')`), await contents(theirs));
  }

  const column = (kind: CellKind, of = 'value'): CellColumn => ({ name: of, kind });

  it('have the numbers that are nearest to their texts', async () => {
    const random = Array.from({ length: 20_000 }, (_, i) => {
      const digits = String((i * 0.7548776662466927 + 0.1) % 1).slice(2, 4 + (i % 17));
      return `${i % 3 === 0 ? '-' : ''}${digits.replace(/^0+(?=\d)/, '')}.${digits}e${(i % 120) - 60}`;
    });
    const all = [...NUMBERS, ...random];
    const path = join(folder, 'numbers.csv');
    const target = join(folder, 'numbers.parquet');
    const text = `value\n${all.join('\n')}\n`;
    await writeFile(path, text);
    const dialect = { kind: 'csv', delimiter: ',', returns: false } as const;
    const plain = { path, dialect, columns: [column('DOUBLE')], start: 6, end: text.length };
    assert.ok((await textToParquet(here(), plain, target, signal)) !== null);
    const rows = await database.rows(`SELECT value FROM read_parquet('${target}')`, signal);
    for (const [i, text] of all.entries())
      assert.ok(Object.is(rows[i]?.value, Number(text)), `${text}: ${rows[i]?.value}`);
  });

  it('are read as DuckDB reads them: numbers, times, booleans, words, quotes, missing cells', async () => {
    const lines = Array.from({ length: 40_000 }, (_, i) => {
      const word = WORDS[i % WORDS.length] as string;
      const quoted = i % 7 === 0 ? `"${word}, and ${i % 2 === 0 ? '""' : ''}more"` : word;
      return [
        NUMBERS[i % (NUMBERS.length - 8)],
        i % 5 === 0 ? '' : String(i * 31 - 7),
        ['true', 'FALSE', 'True', '', '"false"'][i % 5],
        i % 11 === 0 ? '' : TIMES[i % TIMES.length],
        quoted,
        i % 13 === 0 ? '""' : `id-${i}`,
        '',
      ].join(',');
    });
    const columns = [
      column('DOUBLE', 'a'),
      column('BIGINT', 'b'),
      column('BOOLEAN', 'c'),
      column('TIMESTAMP', 'd'),
      column('VARCHAR', 'e'),
      column('VARCHAR', 'f'),
      column('DOUBLE', 'g'),
    ];
    const text = `a,b,c,d,e,f,g\n${lines.join('\n')}`;
    await agreesWithDuckDb(text, columns);
    await agreesWithDuckDb(`${text}\n`.replaceAll('\n', '\r\n'), columns);
  });

  it('are the same with other separators, and where a text has tens of thousands of values', async () => {
    const lines = Array.from({ length: 50_000 }, (_, i) => `${i % 20_000}-${'x'.repeat(i % 50)}\t${i % 3}`);
    await agreesWithDuckDb(`id\tn\n${lines.join('\n')}\n`, [column('VARCHAR', 'id'), column('BIGINT', 'n')], {
      delimiter: '\t',
    });
    const long = Array.from({ length: 300 }, (_, i) => `${'y'.repeat(60_000)}${i}|z`);
    await agreesWithDuckDb(
      `long|z\n${long.join('\n')}\n`,
      [column('VARCHAR', 'long'), column('VARCHAR', 'z')],
      { delimiter: '|' },
    );
  });

  it('are read in ranges by several threads, to the same rows in the same order', async () => {
    const line = (i: number): string => `${i},${i * 0.1},${WORDS[i % WORDS.length]},${'n'.repeat(i % 90)}`;
    const text = `i,x,w,n\n${Array.from({ length: 400_000 }, (_, i) => line(i)).join('\n')}\n`;
    const runner = new WorkerPool(here());
    try {
      await agreesWithDuckDb(
        text,
        [column('BIGINT', 'i'), column('DOUBLE', 'x'), column('VARCHAR', 'w'), column('VARCHAR', 'n')],
        { runner },
      );
    } finally {
      await runner.close();
    }
  });

  it('are read in groups of fewer rows, and with less room for each text, where they are wide', async () => {
    const columns = Array.from({ length: 3000 }, (_, i) =>
      column(i % 3 === 1 ? 'VARCHAR' : 'BIGINT', `c${i}`),
    );
    const cell = (row: number, i: number): string | number => {
      if (i === 1) return `${row} ${'long '.repeat(20)}`;
      return i % 3 === 1 ? `t${(row * i) % 7}` : (row + i) % 10;
    };
    const lines = Array.from({ length: 3000 }, (_, row) => columns.map((_, i) => cell(row, i)).join(','));
    const text = `${columns.map(({ name: of }) => of).join(',')}\n${lines.join('\n')}\n`;
    const path = join(folder, 'wide.csv');
    const target = join(folder, 'wide.parquet');
    await writeFile(path, text);
    const dialect = { kind: 'csv', delimiter: ',', returns: false } as const;
    const start = text.indexOf('\n') + 1;
    const read = await textToParquet(
      here(),
      { path, dialect, columns, start, end: text.length },
      target,
      signal,
    );
    assert.equal(read?.rows, 3000);
    const some = [0, 1, 4, 1500, 2998, 2999];
    const rows = await database.rows(
      `SELECT ${some.map((i) => `c${i}`).join(', ')} FROM read_parquet('${target}')`,
      signal,
    );
    for (const [row, values] of rows.entries())
      assert.deepEqual(values, Object.fromEntries(some.map((i) => [`c${i}`, cell(row, i)])), `row ${row}`);
  });

  const ODD: Readonly<Record<string, readonly [CellKind, string]>> = {
    'a word among numbers': ['DOUBLE', 'n/a'],
    'a number with a thousands separator in quotes': ['DOUBLE', '"1,5"'],
    'a number beyond what doubles hold': ['DOUBLE', '1e999'],
    'a number without a digit before its point': ['DOUBLE', '.5'],
    'a number with a space': ['DOUBLE', ' 5'],
    'a fraction among whole numbers': ['BIGINT', '1.5'],
    'a whole number that doubles cannot tell apart': ['BIGINT', '9007199254740993'],
    'a digit among booleans': ['BOOLEAN', '1'],
    'a day that does not exist': ['TIMESTAMP', '2026-02-30 00:00:00'],
    'an hour that does not exist': ['TIMESTAMP', '2026-02-03 24:00:00'],
    nanoseconds: ['TIMESTAMP', '2026-02-03 04:00:00.123456789'],
    'a zone by name': ['TIMESTAMP', '2026-02-03 04:00:00 Europe/Berlin'],
    'a quote within a word': ['VARCHAR', 'a"b'],
    'a line end within quotes': ['VARCHAR', '"a\nb"'],
    'a quote that is not closed': ['VARCHAR', '"a'],
    'a character that is none': ['VARCHAR', 'a\u0000b'],
    'a cell too many': ['VARCHAR', 'a,b'],
    'a carriage return': ['VARCHAR', 'a\r'],
  };

  for (const [what, [kind, cell]] of Object.entries(ODD)) {
    it(`are left to DuckDB with ${what}`, async () => {
      const text = `n,value\n1,\n2,${cell}\n3,\n`;
      const path = join(folder, 'odd.csv');
      await writeFile(path, text);
      const dialect = { kind: 'csv', delimiter: ',', returns: false } as const;
      const columns = [column('BIGINT', 'n'), column(kind)];
      const plain = { path, dialect, columns, start: 8, end: text.length };
      assert.equal(await textToParquet(here(), plain, join(folder, 'odd.parquet'), signal), null);
    });
  }

  it('are left to DuckDB where a line is no UTF-8, too short, empty, or longer than is read at a time', async () => {
    const bad = Buffer.concat([Buffer.from('1,a\n2,'), Buffer.from([0xff]), Buffer.from('\n')]);
    for (const text of [bad, '1,a\n2\n', '1,a\n\n2,b\n', `1,${'z'.repeat(300_000)}\n`]) {
      const path = join(folder, 'odd.csv');
      await writeFile(path, text);
      const dialect = { kind: 'csv', delimiter: ',', returns: false } as const;
      const columns = [column('BIGINT', 'n'), column('VARCHAR')];
      const plain = { path, dialect, columns, start: 0, end: Buffer.byteLength(text) };
      assert.equal(await textToParquet(here(), plain, join(folder, 'odd.parquet'), signal), null);
    }
  });

  it('have the types that DuckDB tells from a sample, or leave the telling to it', async () => {
    const cells: Readonly<Record<string, (i: number) => string>> = {
      whole: (i) => String(i - 50),
      mixed: (i) => (i % 3 === 0 ? String(i) : `${i}.25`),
      exponents: (i) => `${i}e-3`,
      flags: (i) => (i % 2 === 0 ? 'True' : 'false'),
      days: () => '2026-03-02',
      times: (i) => `2026-03-02T10:00:00.${i % 1000}Z`,
      zones: () => '2026-03-02 10:00:00+01:00',
      words: (i) => `w${i}`,
      hex: (i) => (i * 2654435761).toString(16).padStart(8, '0'),
      codes: (i) => `00${i}`,
      'few words': (i) => (i % 20 === 0 ? 'n/a' : String(i)),
      'many words': (i) => (i % 4 === 0 ? 'none' : String(i)),
      nothing: () => '',
      nan: (i) => (i % 2 === 0 ? 'nan' : '1.5'),
      large: (i) => `92233720368547758${String(i).padStart(3, '0')}`,
      underscores: (i) => `1_${i}`,
      quoted: (i) => `"${i},5"`,
    };
    const told = new Set<string>();
    for (const [of, cell] of Object.entries(cells)) {
      const path = join(folder, 'types.csv');
      const rows = Array.from({ length: 500 }, (_, i) => `${i},${cell(i)}\n`);
      await writeFile(path, `n,value\n${rows.join('')}`);
      const head = await readCsvHeader(path, 'types.csv', 'csv');
      const ours = await tellTypes(path, head, 20_480, signal);
      if (ours === null) continue;
      told.add(of);
      const sample = `read_csv('${path}', auto_detect=false, header=true, columns={'n': 'VARCHAR', 'value': 'VARCHAR'})`;
      assert.deepEqual(ours, await typesOf(database, sample, ['n', 'value'], signal), of);
    }
    const sure = ['whole', 'mixed', 'exponents', 'flags', 'days', 'times', 'zones', 'words', 'many words'];
    for (const of of [...sure, 'nothing']) assert.ok(told.has(of), of);
  });

  const OBJECTS: Readonly<Record<string, (i: number) => unknown>> = {
    'of all types': (i) => ({
      at: `2026-03-02T10:00:${String(i % 60).padStart(2, '0')}Z`,
      size: i * 0.37 + 0.25,
      count: i % 2 === 0 ? -i : i,
      large: 9_007_199_254_740_000 + i,
      ok: i % 3 === 0,
      plan: WORDS[i % WORDS.length],
      note: [null, '', 'a note'][i % 3],
    }),
    'with identifiers': (i) => ({
      id: `6f9619ff-8b86-d011-b42d-${i.toString(16).padStart(12, '0')}`,
      ids: i % 2 === 0 ? `6f9619ff-8b86-d011-b42d-${i.toString(16).padStart(12, '0')}` : 'none',
    }),
    'with escapes': (i) => ({ n: i, text: `${ESCAPED[i % ESCAPED.length]} ${i % 50}`, word: 'w' }),
    'with days': (i) => ({ day: `2026-03-${String(1 + (i % 28)).padStart(2, '0')}`, before: -i / 4 }),
    'with absent fields': (i) => (i % 3 === 0 ? { a: i, b: 'b' } : { b: 'c', c: i / 8 }),
    'with keys in another order': (i) => (i % 2 === 0 ? { a: i, b: 'b' } : { b: 'c', a: i }),
  };

  for (const [what, of] of Object.entries(OBJECTS)) {
    it(`of objects ${what} are read as DuckDB reads them`, async () => {
      const path = join(folder, 'log.ndjson');
      const target = join(folder, 'ours.parquet');
      const lines = Array.from({ length: 12_000 }, (_, i) => JSON.stringify(of(i)));
      // Python writes what is not ASCII in escapes.
      const ascii = (line: string): string =>
        line.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
      await writeFile(path, lines.map((line, i) => (i % 2 === 0 ? line : ascii(line))).join('\n'));
      const columns = await tellColumns(path, signal);
      assert.ok(columns !== null);
      const file = {
        database: () => Promise.reject(new Error('DuckDB is asked.')),
        folder: () => Promise.resolve(folder),
        runner: here(),
        path,
        shown: 'log.ndjson',
        target,
        index: 'log',
        signal,
      };
      assert.ok(await objectsToParquet(file, path, columns));
      const scan = `read_json('${path}', format='newline_delimited', sample_size=-1)`;
      const described = await database.rows(`DESCRIBE SELECT * FROM ${scan}`, signal);
      const select = described.map(({ column_name: id, column_type: type }) =>
        type === 'HUGEINT'
          ? `"${id}"::BIGINT AS "${id}"`
          : type === 'UUID'
            ? `"${id}"::VARCHAR AS "${id}"`
            : `"${id}"`,
      );
      const theirs = `(SELECT ${select.join(', ')} FROM ${scan})`;
      assert.deepEqual(await contents(`read_parquet('${target}')`), await contents(theirs));
    });
  }

  it('of objects have the types of times that DuckDB tells, however these are written', async () => {
    const path = join(folder, 'times.ndjson');
    const two = (n: number): string => String(n).padStart(2, '0');
    const fractions: Readonly<Record<string, (i: number) => string>> = {
      none: () => '',
      all: (i) => `.${100 + (i % 900)}`,
      'one in two': (i) => (i % 2 === 0 ? '' : '.5'),
      'all but one': (i) => (i === 7 ? '' : '.250'),
      'late ones': (i) => (i < 4000 ? '' : '.25'),
    };
    const told: string[] = [];
    for (const between of [' ', 'T']) {
      for (const zone of ['', 'Z']) {
        for (const [which, fraction] of Object.entries(fractions)) {
          const at = (i: number): string => `2026-03-02${between}10:${two(i % 60)}:00${fraction(i)}${zone}`;
          const lines = Array.from({ length: 9000 }, (_, i) => JSON.stringify({ at: at(i), i }));
          await writeFile(path, lines.join('\n'));
          const ours = await tellColumns(path, signal);
          if (ours === null) continue;
          const columns = ours.map(({ type }) => column(type as CellKind, 'x'));
          const what = `${which} ${between}${zone}`;
          told.push(what);
          const sample = `read_json('${path}', format='newline_delimited', sample_size=${which === 'late ones' ? 2048 : -1})`;
          const theirs = await database.rows(`DESCRIBE SELECT * FROM ${sample}`, signal);
          assert.deepEqual(
            columns.map(({ kind }) => kind),
            theirs.map(({ column_type: type }) => type),
            what,
          );
        }
      }
    }
    assert.equal(told.length, 20 - 4, told.join(', '));
  });

  const ODD_OBJECTS = [
    '{"a":1,"a":2,"b":"x"}',
    '{"a":1,"b":"x","c":1}',
    '{"a":1.5,"b":"x"}',
    '{"a":01,"b":"x"}',
    '{"a":-0,"b":"x"}',
    '{"a":1234567890123456789,"b":"x"}',
    '{"a":"1","b":"x"}',
    '{"a":1,"b":2}',
    '{"a":1,"b":"\\u0000"}',
    '{"a":1,"b":"\\ud83d"}',
    '{"a":1,"b":"\\x"}',
    '{"a":1,"b":"x"',
    '{"a":1,"b":"x"}}',
    '{"a":1 "b":"x"}',
    '{"a":1,"b":nul}',
    '[1]',
    '',
  ];

  for (const line of ODD_OBJECTS) {
    it(`are left to DuckDB with the line ${line}`, async () => {
      const path = join(folder, 'odd.ndjson');
      await writeFile(path, `{"a":1,"b":"x"}\n${line}\n{"a":2,"b":null}\n`);
      const columns = [column('BIGINT', 'a'), column('VARCHAR', 'b')];
      const end = 34 + Buffer.byteLength(line);
      const text = { path, dialect: { kind: 'ndjson' }, columns, start: 0, end } as const;
      assert.equal(await textToParquet(here(), text, join(folder, 'odd.parquet'), signal), null);
    });
  }

  it('that are cancelled end at once, by whoever reads them', async () => {
    const path = join(folder, 'long.csv');
    await writeFile(path, `n,w\n${'1234.5678,abcdefgh\n'.repeat(3_000_000)}`);
    const columns = [column('DOUBLE', 'n'), column('VARCHAR', 'w')];
    const dialect = { kind: 'csv', delimiter: ',', returns: false } as const;
    const pool = new WorkerPool(here());
    try {
      for (const runner of [here(), pool]) {
        const stop = new AbortController();
        const target = join(folder, 'cancelled.parquet');
        const reading = textToParquet(
          runner,
          { path, dialect, columns, start: 4, end: 57_000_004 },
          target,
          stop.signal,
        );
        setTimeout(() => stop.abort(), 60);
        await assert.rejects(reading, CancelledError);
      }
    } finally {
      await pool.close();
    }
    assert.ok(!(await readdir(folder)).some((entry) => entry.endsWith('.tmp')));
  });
});
