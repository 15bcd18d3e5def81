import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Database } from '../../src/engines/local/database.js';
import { describeParquet, distinctOfParquet, timesOfParquet } from '../../src/engines/local/parquet-look.js';
import { readTimes } from '../../src/engines/local/read-times.js';
import { columnFacts } from '../../src/engines/local/describe-by-duckdb.js';
import { canonicalText, timeMicroseconds } from '../../src/engines/local/sql.js';
import { EXPRESSIONS } from '../../src/engines/shared/table/expressions.js';
import { Footers } from '../../src/engines/shared/parquet/footers.js';
import { readFooter } from '../../src/engines/shared/parquet/footer.js';
import { PageScratch } from '../../src/engines/shared/parquet/page-scratch.js';
import { parquetBlocks } from '../../src/engines/shared/parquet/parquet-blocks.js';
import { DamagedParquet, UnreadableParquet } from '../../src/engines/shared/parquet/unreadable.js';
import { atOnce } from '../../src/core/profile/breath.js';
import { loadZstd } from '../../src/engines/shared/zstd.js';
import { asCanonical, type Column } from '../../src/engines/shared/table/table.js';

const FIXTURES = new URL('../fixtures/parquet/', import.meta.url).pathname;
const { signal } = new AbortController();

describe('Parquet files are read as DuckDB reads them', function () {
  this.timeout(60_000);
  let database: Database;

  before(async () => {
    await loadZstd();
    database = await Database.open({ threads: 2, memoryMegabytes: 320 });
  });
  after(() => database.close());

  /** What DuckDB reads of a file: of each column what the reader gives, as numbers, texts and instants. */
  async function duck(path: string, column: string, type: string): Promise<Map<string, unknown[]>> {
    const id = `"${column}"`;
    const asNumber = /INT|DOUBLE|FLOAT|BOOL/.test(type);
    const isTime = /^(TIMESTAMP|DATE)/.test(type);
    const isFloat = /DOUBLE|FLOAT/.test(type);
    const text = isFloat
      ? `CASE WHEN isnan(${id}) THEN NULL WHEN ${id} = floor(${id}) AND abs(${id}) < 1e15 THEN ${id}::BIGINT::VARCHAR ELSE ${id}::DOUBLE::VARCHAR END`
      : type === 'BOOLEAN'
        ? `CASE WHEN ${id} THEN 'true' WHEN NOT ${id} THEN 'false' END`
        : `${id}::VARCHAR`;
    const rows = await database.rows(
      `SELECT ${isTime ? `epoch_us(${id}::TIMESTAMP)` : asNumber ? `${id}::DOUBLE` : 'NULL'} AS number,
              ${isTime ? 'NULL' : text} AS text, ${id} IS NOT NULL AS present
       FROM read_parquet('${path}', file_row_number = true) ORDER BY file_row_number`,
      signal,
    );
    return new Map(
      ['number', 'text', 'present'].map((kind) => [
        kind,
        rows.map((row) => (typeof row[kind] === 'number' && Number.isNaN(row[kind]) ? null : row[kind])),
      ]),
    );
  }

  /** The same of our reader. */
  function ours(path: string, column: string): Map<string, unknown[]> {
    const found = new Map<string, unknown[]>([
      ['number', []],
      ['text', []],
      ['present', []],
    ]);
    let next = 0;
    const asked = [{ name: column, whole: true }];
    for (const { firstRow, rows, columns } of parquetBlocks(
      path,
      readFooter(path),
      asked,
      new PageScratch(),
    )) {
      assert.equal(firstRow, next);
      next += rows;
      const block = columns.get(column) as Column;
      const texts = block.kind === 'times' ? null : atOnce(asCanonical(block, rows, false));
      for (let row = 0; row < rows; row++) {
        const number = numberOf(block, row);
        found.get('number')?.push(Number.isNaN(number) ? null : number);
        found.get('text')?.push(texts?.values[texts.codes[row] as number] ?? null);
        found.get('present')?.push(isThere(block, row));
      }
    }
    return found;
  }

  async function compare(path: string, only?: readonly string[]): Promise<number> {
    const described = await database.rows(`DESCRIBE SELECT * FROM read_parquet('${path}')`, signal);
    let compared = 0;
    for (const row of described) {
      const [column, type] = [String(row.column_name), String(row.column_type)];
      if (only !== undefined && !only.includes(column)) continue;
      assert.deepEqual(ours(path, column), await duck(path, column, type), `${path} ${column} ${type}`);
      compared++;
    }
    return compared;
  }

  it('as pyarrow and polars write them: small pages, pages of version 2, full dictionaries, required columns, deltas, split bytes, packed by Zstandard and gzip', async () => {
    for (const [file, columns] of [
      ['snappy', 16],
      ['small-pages', 16],
      ['version-2-pages', 16],
      ['no-dictionary', 16],
      ['dictionary-overflows', 16],
      ['required', 7],
      ['polars', 16],
      ['zstd', 16],
      ['gzip', 16],
      ['delta', 16],
      ['delta-small-pages', 16],
    ] as const)
      assert.equal(await compare(join(FIXTURES, `${file}.parquet`)), columns);
  });

  it('of each type as DuckDB writes it, in row groups of any size', async () => {
    const rows = 5000;
    const select = `SELECT CASE WHEN i % 5 <> 0 THEN i / 7 END AS d, (i % 9)::FLOAT AS f, CASE WHEN i % 3 = 0 THEN (i - 2000)::SMALLINT END AS s,
        (i % 200)::UTINYINT AS ut, (9007199254740993 + i)::BIGINT AS b, 'v' || (i % 700) AS t, CASE WHEN i % 4 = 1 THEN i % 2 = 1 END AS yes,
        TIMESTAMP '1969-12-31 23:59:59.999999' + to_microseconds(i * 86399999999) AS at, DATE '2024-02-28' + i::INTEGER AS day,
        TIMESTAMPTZ '2024-03-31 01:30:00+01' + to_minutes(i) AS zoned, NULL::INTEGER AS nothing, 'same' AS one,
        CASE i % 4 WHEN 0 THEN 'nan'::DOUBLE WHEN 1 THEN -0.0 WHEN 2 THEN 'inf'::DOUBLE END AS odd
      FROM range(${rows}) AS rows(i)`;
    for (const options of [
      'ROW_GROUP_SIZE 2048',
      'COMPRESSION uncompressed',
      'DICTIONARY_SIZE_LIMIT 1',
      'ROW_GROUP_SIZE 5000, STRING_DICTIONARY_PAGE_SIZE_LIMIT 100',
      'COMPRESSION zstd',
      'PARQUET_VERSION v2, COMPRESSION zstd',
      'PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1, ROW_GROUP_SIZE 2048, COMPRESSION gzip',
    ]) {
      const path = join(database.folder, 'types.parquet');
      await database.run(`COPY (${select}) TO '${path}' (FORMAT parquet, ${options})`, signal);
      assert.equal(await compare(path), 13);
    }
  });

  it('infinity is no time, in whatever unit; the last and first times before it are', async () => {
    const ends = ["'infinity'", "'-infinity'", "'2024-01-01'", 'NULL'].join(', ');
    const columns = ['TIMESTAMP', 'TIMESTAMPTZ', 'TIMESTAMP_MS', 'TIMESTAMP_NS', 'DATE'].map(
      (type, i) => `unnest([${ends}])::${type} AS c${i}`,
    );
    const last = (value: string): string => `unnest([${value}, -${value}])`;
    const selects = [
      `SELECT ${columns.join(', ')}`,
      // Many of them, by a dictionary.
      `SELECT ${columns.join(', ')} FROM range(500)`,
      `SELECT make_timestamp(${last('9223372036854775806')}) AS us, make_timestamp_ns(${last('9223372036854775806')}) AS ns, 'x' || ${last('1')} AS t`,
      // Whole numbers are as they are.
      `SELECT ${last('9223372036854775807')} AS whole`,
    ];
    for (const [i, select] of selects.entries()) {
      const path = join(database.folder, `ends-${i}.parquet`);
      await database.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`, signal);
      const facts = (await database.rows(`DESCRIBE SELECT * FROM read_parquet('${path}')`, signal)).map(
        (row) => columnFacts(String(row.column_name), String(row.column_type)),
      );
      for (const column of facts) {
        const found = ours(path, column.name);
        const expected = await duck(path, column.name, column.type);
        assert.deepEqual(found.get('number'), expected.get('number'), `${select} ${column.name}`);
        if (column.kind !== 'timestamp') continue;
        const time = timeMicroseconds(column, null);
        assert.deepEqual(
          await timesOfParquet(new Footers(), path, EXPRESSIONS.time(column, null), signal),
          await readTimes(database, `read_parquet('${path}')`, time, signal),
        );
      }
    }
  });

  it('also several columns whose pages do not lie side by side', () => {
    const path = join(FIXTURES, 'small-pages.parquet');
    const names = ['double', 'status', 'text', 'many', 'flag', 'us'];
    const whole = [
      ...parquetBlocks(
        path,
        readFooter(path),
        names.map((name) => ({ name, whole: true })),
        new PageScratch(),
      ),
    ];
    assert.equal(
      whole.reduce((sum, { rows }) => sum + rows, 0),
      3000,
    );
    assert.ok(whole.length > 10);
  });

  it('their columns, times and distinct values too', async () => {
    for (const file of ['snappy', 'small-pages', 'version-2-pages', 'polars', 'required']) {
      const path = join(FIXTURES, `${file}.parquet`);
      const described = await database.rows(`DESCRIBE SELECT * FROM read_parquet('${path}')`, signal);
      const expected = described.map((row) => columnFacts(String(row.column_name), String(row.column_type)));
      assert.deepEqual(describeParquet(new Footers(), path), { rows: 3000, columns: expected });
      for (const column of expected) {
        if (column.kind === 'timestamp') {
          const direct = await timesOfParquet(new Footers(), path, EXPRESSIONS.time(column, null), signal);
          const time = timeMicroseconds(column, null);
          assert.deepEqual(direct, await readTimes(database, `read_parquet('${path}')`, time, signal));
        } else if (column.name !== 'double' && column.name !== 'float') {
          const direct = await distinctOfParquet(
            new Footers(),
            path,
            EXPRESSIONS.text(column, false),
            signal,
          );
          const rows = await database.rows(
            `SELECT DISTINCT ${canonicalText(column, false)} AS value FROM read_parquet('${path}')`,
            signal,
          );
          const values = rows.map(({ value }) => value).filter((value) => value !== null);
          assert.deepEqual(direct?.sort(), values.sort());
        }
      }
    }
    assert.equal(describeParquet(new Footers(), join(FIXTURES, 'brotli.parquet')), null);
  });

  // Zones by name are left out: after one of them DuckDB reads the times of a batch that name none in that zone.
  it('times in text as DuckDB casts them, plain ones and odd ones', async () => {
    const texts = [
      '2024-02-29T23:59:59.999999Z',
      '2024-02-29 00:00:00',
      '2023-02-29 00:00:00',
      '2024-13-01 00:00:00',
      '2024-01-31T05:06:07.1',
      '2024-01-31T05:06:07.',
      '2024-01-31T05:06:07.1234567Z',
      '1969-12-31 23:59:59.5',
      '0001-01-01 00:00:00',
      '2024-01-31T24:00:00',
      '2024-01-31T05:60:00',
      '2024-01-31T05:06:60',
      '2024-01-31',
      '2024-01-31T05:06:07+02:00',
      '2024-01-31 05:06:07 UTC',
      'yesterday',
      '',
      '2024-1-3 1:2:3',
      ' 2024-01-31 05:06:07',
      '2024-01-31 05:06:07 ',
      '2024-01-3a 05:06:07',
      '2024-01-31T05:06:07ZZ',
      '20x4-01-31T05:06:07Z',
      'infinity',
      'epoch',
      '2024/01/31 05:06:07',
      '2024-01-31 ',
      '\t2024-01-31 05:06',
      '2024-01-31 05:06:07+02 ',
      '2024-01-31 05:06:07 UTC ',
    ];
    const list = texts.map((one) => `'${one}'`).join(', ');
    for (const options of ['DICTIONARY_SIZE_LIMIT 1, ROW_GROUP_SIZE 2048', 'ROW_GROUP_SIZE 5000']) {
      const path = join(database.folder, 'text-times.parquet');
      await database.run(
        `COPY (SELECT CASE WHEN i % 11 = 7 THEN NULL WHEN i % 3 = 0 THEN strftime(TIMESTAMP '2024-03-30 23:00:00' + to_seconds(i * 977), '%Y-%m-%dT%H:%M:%S.%fZ')
                ELSE ([${list}])[1 + i % ${texts.length}] END AS at FROM range(9000) AS rows(i)) TO '${path}' (FORMAT parquet, ${options})`,
        signal,
      );
      const column = { name: 'at', kind: 'categorical', type: 'VARCHAR', integer: false } as const;
      const rows = await database.rows(
        `SELECT ${timeMicroseconds(column, null)} AS time FROM read_parquet('${path}', file_row_number = true) ORDER BY file_row_number`,
        signal,
      );
      const found: (number | null)[] = [];
      const asked = [{ name: 'at', whole: false, asTime: true }];
      for (const { rows: count, columns } of parquetBlocks(
        path,
        readFooter(path),
        asked,
        new PageScratch(),
      )) {
        const block = columns.get('at') as Column;
        for (let row = 0; row < count; row++) found.push(isThere(block, row) ? numberOf(block, row) : null);
      }
      const wrong = rows.flatMap(({ time }, row) =>
        found[row] === time ? [] : [`${texts[row % texts.length]}: ${time}, ${found[row]}`],
      );
      assert.deepEqual([...new Set(wrong)], []);
      assert.ok(found.filter((time) => time !== null).length > 4000);
    }
  });

  it('what is stored otherwise is left to DuckDB, and said so', () => {
    for (const [file, column] of [
      ['brotli', 'double'],
      ['snappy', 'no such column'],
    ] as const) {
      const path = join(FIXTURES, `${file}.parquet`);
      assert.throws(
        () => [...parquetBlocks(path, readFooter(path), [{ name: column, whole: false }], new PageScratch())],
        UnreadableParquet,
      );
    }
  });

  it('columns that differ by case only, lists, decimals and bytes are left to DuckDB', async () => {
    const path = join(database.folder, 'odd.parquet');
    await database.run(
      `COPY (SELECT [1, 2] AS list, {'a': 1} AS fields, 1.25::DECIMAL(9, 2) AS price, 'x'::BLOB AS bytes, 1::UBIGINT AS large, TIME '10:00:00' AS clock, 5 AS plain) TO '${path}' (FORMAT parquet)`,
      signal,
    );
    assert.deepEqual([...readFooter(path).columns.keys()], ['plain']);
  });

  it('a damaged file is told as one that cannot be read, whatever byte is wrong', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tidemark-parquet-'));
    try {
      for (const name of (await readdir(FIXTURES)).filter((file) => file !== 'brotli.parquet')) {
        const bytes = await readFile(join(FIXTURES, name));
        const path = join(folder, name);
        let told = 0;
        for (let turn = 0; turn < TURNS; turn++) {
          const damaged = Buffer.from(turn % 10 === 9 ? bytes.subarray(0, spot(turn, bytes.length)) : bytes);
          // Pages' headers and the footer are where counts are.
          const at =
            turn % 2 === 0
              ? spot(turn, damaged.length)
              : damaged.length - 1 - spot(turn, Math.min(3000, damaged.length));
          damaged[at] = (damaged[at] ?? 0) ^ (1 << (turn % 8));
          await writeFile(path, damaged);
          try {
            const footer = readFooter(path);
            const all = [...footer.columns.keys()].map((column) => ({ name: column, whole: true }));
            for (const block of parquetBlocks(path, footer, all, new PageScratch()))
              assert.ok(block.rows > 0);
          } catch (error) {
            // A damaged header may say what the page's checksum is.
            if (!(error instanceof UnreadableParquet || error instanceof DamagedParquet)) throw error;
            told++;
          }
        }
        assert.ok(told > 0.15 * TURNS, `${name}: ${told} of ${TURNS}`);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

/** Copies of each file that are damaged, each elsewhere. */
const TURNS = 60;

/** Places that are spread over a length, the same in each run. */
function spot(turn: number, length: number): number {
  return Math.floor(((turn * 0.618_033_988_75) % 1) * length);
}

function numberOf(column: Column, row: number): number {
  switch (column.kind) {
    case 'numbers':
    case 'times':
      return column.values[row] as number;
    case 'booleans':
      return (column.codes[row] as number) < 0 ? NaN : (column.codes[row] as number);
    case 'texts':
      return NaN;
  }
}

function isFloat(type: string): boolean {
  return type === 'DOUBLE' || type === 'FLOAT';
}

function isThere(column: Column, row: number): boolean {
  switch (column.kind) {
    case 'numbers':
      // Of whole numbers NaN tells that there is none; a DOUBLE may be NaN.
      return column.nulls === null
        ? isFloat(column.type) || !Number.isNaN(column.values[row] as number)
        : column.nulls[row] === 0;
    case 'times':
      return !Number.isNaN(column.values[row] as number);
    default:
      return (column.codes[row] as number) >= 0;
  }
}
