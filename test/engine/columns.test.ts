import assert from 'node:assert/strict';
import { join } from 'node:path';

import { Database } from '../../src/engines/local/database.js';
import { readColumns } from '../../src/engines/local/tasks/columns.js';
import { KeyTable } from '../../src/engines/local/tasks/key-table.js';
import { DuckReader } from '../../src/engines/local/tasks/reader.js';
import { ThreadFactories } from '../../src/engines/local/tasks/task-reader.js';
import type { PlainCategories } from '../../src/engines/shared/tasks/task.js';

const ROWS = 140_000;

describe('categories of a file', function () {
  this.timeout(30_000);
  const { signal } = new AbortController();
  let database: Database;
  let from: string;

  before(async () => {
    database = await Database.open({ threads: 1, memoryMegabytes: 320 });
    const path = join(database.folder, 'log.parquet');
    from = `read_parquet('${path}', file_row_number = true)`;
    await database.run(
      `COPY (SELECT (i // 50000)::INTEGER AS day,
                    CASE WHEN i % 11 = 0 THEN NULL ELSE 'é' || (i % 300) END AS few,
                    'v' || (i // 2) AS many,
                    CASE i % 4 WHEN 0 THEN 0.0 WHEN 1 THEN -0.0 WHEN 2 THEN 'nan'::DOUBLE ELSE 1.5 END AS odd
             FROM range(${ROWS}) AS rows(i)) TO '${path}' (FORMAT parquet)`,
      signal,
    );
  });
  after(() => database.close());

  const read = async (
    column: string,
    text: string,
    where = 'true',
    rows = ROWS,
  ): Promise<PlainCategories> => {
    const task = {
      kind: 'columns' as const,
      from,
      rows,
      where,
      cell: 'day',
      exact: true,
      numbers: [],
      categories: [{ stored: column, text }],
    };
    const [found] = (await readColumns(new DuckReader(database, new ThreadFactories()), task, signal))
      .categories;
    assert.ok(found);
    return found;
  };

  const expected = async (text: string, where = 'true'): Promise<Map<string, number>> => {
    const rows = await database.rows(
      `SELECT day, ${text} AS value, count(*) AS n FROM ${from} WHERE ${where} GROUP BY ALL`,
      signal,
    );
    return new Map(rows.map((row) => [`${row.day} ${row.value}`, Number(row.n)]));
  };

  const flat = ({ values, cells }: PlainCategories): Map<string, number> =>
    new Map(
      cells.flatMap(({ cell, value }) => [
        ...(value.missing === 0 ? [] : [[`${cell} null`, value.missing] as const]),
        ...Array.from(value.codes, (code, i) => [`${cell} ${values[code]}`, value.counts[i] ?? 0] as const),
      ]),
    );

  it('are counted by hash as DuckDB counts them itself', async () => {
    assert.deepEqual(flat(await read('few', 'few')), await expected('few'));
    const where = 'day = 1';
    assert.deepEqual(flat(await read('few', 'few', where, 50_000)), await expected('few', where));
  });

  it('are grouped by DuckDB where there are more than 65 536 of them', async () => {
    const found = await read('many', 'many');
    assert.equal(found.values.length, ROWS / 2);
    assert.deepEqual(flat(found), await expected('many'));
  });

  it('of numbers that read alike are one', async () => {
    const text = `CASE WHEN isnan(odd) THEN NULL WHEN odd = floor(odd) THEN odd::BIGINT::VARCHAR ELSE odd::VARCHAR END`;
    const found = await read('odd', text);
    assert.deepEqual(found.values, ['0', '1.5']);
    assert.deepEqual(flat(found), await expected(text));
  });

  it('that share a hash are told, and so are unknown ones', () => {
    const keys = Int32Array.of(1, 2, 1, 2, 3, 4);
    assert.throws(() => new KeyTable(keys, Uint32Array.of(0, 1, 2)), /one key/);
    const table = new KeyTable(keys, Uint32Array.of(0, 0, 1));
    const counts = new Uint32Array(2);
    assert.equal(table.count(Int32Array.of(3, 4, 1, 2, 3, 4), 0, 3, counts), true);
    assert.deepEqual([...counts], [1, 2]);
    assert.equal(table.count(Int32Array.of(3, 5), 0, 1, counts), false);
  });
});
