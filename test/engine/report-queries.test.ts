import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { CancelledError } from '../../src/core/errors.js';
import { lexicalProblems } from '../../src/core/notebook/sql/lexical-guard.js';
import { treeProblem } from '../../src/core/notebook/sql/tree-guard.js';
import { LockedDatabase, QUERY_LIMITS } from '../../src/engines/local/query/locked-database.js';
import { QueryError } from '../../src/engines/local/query/query-error.js';
import { csv, folderOf, rows, toParquet } from './logs.js';

/** Every way out that we know of. `SECRET` is a file beside the log, `LOG` the log itself, `OUT` a file that must not appear. */
const ESCAPES: readonly string[] = [
  // Other statements.
  'COPY (SELECT 1) TO \'OUT\'', 'COPY current TO \'OUT\' (FORMAT parquet)', 'COPY (SELECT 1 AS id) TO \'LOG\' (FORMAT parquet)',
  'EXPORT DATABASE \'OUT\'', 'IMPORT DATABASE \'OUT\'', 'ATTACH \'OUT\' AS other', 'ATTACH \':memory:\' AS other', 'DETACH memory',
  'INSTALL httpfs', 'LOAD httpfs', 'FORCE INSTALL spatial', 'INSTALL httpfs FROM \'http://127.0.0.1\'',
  'PRAGMA version', 'PRAGMA database_list', 'SET threads = 8', 'SET enable_external_access = true', 'RESET memory_limit',
  'SET VARIABLE x = 1', 'CALL duckdb_settings()', 'CREATE TABLE t (a INT)', 'CREATE TEMP TABLE t AS SELECT 1', 'CREATE VIEW v AS SELECT 1',
  'CREATE MACRO m(a) AS a', 'CREATE SECRET s (TYPE s3)', 'DROP VIEW current', 'ALTER TABLE results ADD COLUMN x INT',
  'INSERT INTO results SELECT * FROM results', 'UPDATE results SET value = 0', 'DELETE FROM results', 'TRUNCATE results',
  'CHECKPOINT', 'VACUUM', 'USE memory', 'PREPARE p AS SELECT 1', 'EXECUTE p', 'BEGIN TRANSACTION', 'EXPLAIN ANALYZE SELECT 1',
  'DESCRIBE current', 'SHOW TABLES', 'SUMMARIZE current',
  // Several statements, and one behind a query.
  'SELECT 1; DROP VIEW current', 'SELECT 1; COPY (SELECT 1) TO \'OUT\'', 'SELECT 1 /* ; */; SELECT 2', 'WITH a AS (SELECT 1) DELETE FROM results',
  'WITH a AS (SELECT 1) INSERT INTO results SELECT NULL',
  // Leaving the brackets that a query is put into.
  'SELECT 1) TO \'OUT\'; --', 'SELECT 1) LIMIT 1; DROP VIEW current; SELECT * FROM (SELECT 1', 'SELECT 1) UNION ALL SELECT * FROM read_text(\'SECRET\'',
  // Files by function.
  'SELECT * FROM read_text(\'SECRET\')', 'SELECT * FROM read_blob(\'SECRET\')', 'SELECT * FROM read_csv(\'SECRET\')', 'SELECT * FROM read_csv_auto(\'SECRET\')',
  'SELECT * FROM read_parquet(\'LOG\')', 'SELECT * FROM parquet_scan(\'LOG\')', 'SELECT * FROM parquet_metadata(\'LOG\')', 'SELECT * FROM parquet_schema(\'LOG\')',
  'SELECT * FROM parquet_kv_metadata(\'LOG\')', 'SELECT * FROM read_json(\'SECRET\')', 'SELECT * FROM read_ndjson_objects(\'SECRET\')', 'SELECT * FROM glob(\'/etc/*\')',
  'SELECT * FROM sniff_csv(\'SECRET\')', 'FROM read_text(\'SECRET\')', 'SELECT * FROM read_duckdb(\'SECRET\')',
  // Files by name.
  'SELECT * FROM \'SECRET\'', 'SELECT * FROM "SECRET"', 'FROM \'SECRET\'', 'SELECT * FROM \'LOG\'', 'SELECT * FROM current, \'SECRET\'', 'SELECT * FROM current JOIN "SECRET" ON true',
  'SELECT * FROM "/etc/passwd"', 'SELECT * FROM \'http://127.0.0.1:1/x.csv\'', 'SELECT * FROM \'s3://bucket/x.parquet\'',
  // The same, nested, quoted, commented, in capitals.
  'SELECT (SELECT content FROM read_text(\'SECRET\'))', 'SELECT * FROM (SELECT * FROM (SELECT * FROM read_text(\'SECRET\')))',
  'WITH a AS (SELECT * FROM read_text(\'SECRET\')) SELECT * FROM a', 'SELECT * FROM "read_text"(\'SECRET\')', 'SELECT * FROM main.read_text(\'SECRET\')',
  'SELECT * FROM system.main."read_text"(\'SECRET\')', 'SELECT * FROM READ_TEXT(\'SECRET\')', 'SELECT * FROM read_text/* x */(\'SECRET\')', 'SELECT * FROM read_text--\n(\'SECRET\')',
  'SELECT * FROM/**/read_text(\'SECRET\')', 'SELECT * FROM read_text(E\'SECRET\')', 'SELECT * FROM read_text($$SECRET$$)', 'SELECT 1 WHERE EXISTS (FROM read_text(\'SECRET\'))',
  'SELECT 1 FROM current WHERE id IN (SELECT content FROM read_text(\'SECRET\'))', 'SELECT * FROM current LEFT JOIN LATERAL (SELECT * FROM glob(\'/*\')) ON true',
  'SELECT 1 UNION ALL SELECT content FROM read_text(\'SECRET\')', 'SELECT 1 ORDER BY (SELECT size FROM read_text(\'SECRET\'))', 'VALUES ((SELECT content FROM read_text(\'SECRET\')))',
  'WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT (SELECT size FROM read_text(\'SECRET\')) FROM r WHERE a < 2) SELECT * FROM r',
  'WITH read_text AS (SELECT 1) SELECT * FROM read_text(\'SECRET\')', 'SELECT list_transform([1], x -> (SELECT size FROM read_text(\'SECRET\')))',
  // A query in a text.
  'SELECT * FROM query(\'SELECT * FROM results\')', 'SELECT * FROM query_table(\'results\')', 'FROM query(\'COPY (SELECT 1) TO \'\'OUT\'\'\')',
  'SELECT * FROM json_execute_serialized_sql(json_serialize_sql(\'SELECT 1\'))', 'SELECT json_serialize_sql(\'SELECT 1\')', 'SELECT json_serialize_plan(\'SELECT 1\')',
  // The machine, the environment, the settings.
  'SELECT getenv(\'HOME\')', 'SELECT (\'HOME\').getenv()', 'SELECT current_setting(\'allowed_paths\')', 'SELECT getvariable(\'x\')', 'SELECT * FROM duckdb_settings()',
  'SELECT * FROM duckdb_secrets()', 'SELECT * FROM which_secret(\'s3://x\', \'s3\')', 'SELECT * FROM duckdb_tables()', 'SELECT * FROM duckdb_views()', 'SELECT * FROM duckdb_external_file_cache()',
  'SELECT * FROM pragma_database_list()', 'SELECT * FROM information_schema.tables', 'SELECT * FROM pg_catalog.pg_tables', 'SELECT * FROM duckdb_temporary_files()', 'SELECT current_user', 'SELECT version()',
  'SELECT current_query()', 'SELECT * FROM sqlite_master', 'SELECT sql FROM duckdb_views',
  // What does something, or is not the same twice.
  'SELECT nextval(\'s\')', 'SELECT setseed(0.5)', 'SELECT write_log(\'x\')', 'SELECT sleep_ms(10)', 'SELECT pg_sleep(1)', 'SELECT * FROM force_checkpoint()', 'SELECT * FROM enable_logging()',
  'SELECT random()', 'SELECT uuid()', 'SELECT now()', 'SELECT current_date', 'SELECT CURRENT_TIMESTAMP', 'SELECT today()', 'SELECT age(TIMESTAMP \'2001-01-01\')', 'SELECT * FROM current USING SAMPLE 5',
  'SELECT * FROM current TABLESAMPLE 5 ROWS',
  // What is no query at all.
  '', ';', '-- nothing', 'hello', 'SELECT \'open', 'SELECT "open', 'SELECT \0 1',
]; // prettier-ignore

/** What must go on working. */
const FINE: readonly string[] = [
  'SELECT count(*) FROM current',
  'FROM current SELECT plan, count(*) GROUP BY plan',
  'WITH a AS (SELECT age FROM current) SELECT avg(age) FROM a',
  'SELECT * FROM (SELECT age, row_number() OVER (ORDER BY id) AS n FROM current) WHERE n < 3',
  'VALUES (1), (2)',
  'SELECT plan, count(*) AS n FROM current GROUP BY plan ORDER BY abs(avg(age)) DESC, count(*) ASC',
  "SELECT 'it''s -- no comment' AS a, \"plan\" FROM current -- a comment",
  'SELECT sum(a) FROM range(10) AS t(a)',
  'SELECT unnest([1, 2]) AS a, list_transform([1], x -> x + 1), struct_pack(a := 1)',
  `SELECT extract(year FROM "at"::TIMESTAMP), "at" IS DISTINCT FROM '2024-01-01' FROM current`,
  'SELECT c.age FROM current AS c JOIN results AS r ON r.value > c.age LIMIT 1;',
  `SELECT date_trunc('day', "at"::TIMESTAMP) AS day, count(*) FROM current GROUP BY ALL ORDER BY day`,
  'WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM r WHERE a < 5) SELECT * FROM r',
  'SELECT age("at"::TIMESTAMP, TIMESTAMP \'2024-01-01\') FROM current LIMIT 1',
  'SELECT "set", "copy" FROM (SELECT 1 AS "set", 2 AS "copy")',
];

describe('queries of reports', function () {
  this.timeout(60_000);
  let folder: string;
  let remove: () => Promise<void>;
  let database: LockedDatabase;
  const signal = new AbortController().signal;
  const path = (name: string): string => join(folder, name);

  /** What a cell does: both guards, then the locked database. Throws what stopped it. */
  async function run(sql: string, parameters = {}): Promise<unknown> {
    const [first] = lexicalProblems(sql);
    if (first !== undefined) throw new Error(first.message);
    const problem = treeProblem(await database.tree(sql), sql);
    if (problem !== null) throw new Error(problem.message);
    return database.query(sql, parameters, signal);
  }

  before(async () => {
    ({ folder, remove } = await folderOf({
      'log.csv': csv(rows(400, '2024-01-01')),
      'secret.txt': 'secret,1\n2,3\n',
    }));
    await toParquet(path('log.csv'), path('log.parquet'));
    database = await LockedDatabase.open(
      [{ name: 'current', sql: `SELECT * FROM read_parquet('${path('log.parquet')}')` }],
      [
        {
          name: 'results',
          columns: [
            ['metric', 'VARCHAR'],
            ['value', 'DOUBLE'],
          ],
          rows: [['psi', 0.1]],
        },
      ],
      [path('log.parquet')],
      { ...QUERY_LIMITS, rows: 50 },
    );
  });

  after(async () => {
    database.close();
    await remove();
  });

  it(`refuses ${ESCAPES.length} escapes`, async () => {
    assert.ok(ESCAPES.length >= 60);
    const log = await readFile(path('log.parquet'));
    for (const escape of ESCAPES) {
      const sql = escape
        .replaceAll('SECRET', path('secret.txt'))
        .replaceAll('LOG', path('log.parquet'))
        .replaceAll('OUT', path('out.csv'));
      await assert.rejects(run(sql), Error, `went through: ${escape}`);
      assert.equal(existsSync(path('out.csv')), false, escape);
    }
    assert.deepEqual(await readFile(path('log.parquet')), log, 'the log was written to');
    assert.deepEqual(await run('SELECT value FROM results'), {
      columns: [{ name: 'value', type: 'DOUBLE' }],
      rows: [[0.1]],
      more: false,
    });
  });

  it('the lock alone keeps files, network and settings out, whatever the guards let through', async () => {
    const statements = [
      `SELECT * FROM read_text('${path('secret.txt')}')`,
      `SELECT * FROM '${path('secret.txt')}'`,
      `SELECT * FROM read_csv('${path('secret.txt')}')`,
      `SELECT * FROM glob('${folder}/*')`,
      `SELECT * FROM read_csv('http://127.0.0.1:1/x.csv')`,
      `SELECT 1) TO '${path('out.csv')}'; COPY (SELECT 1`,
      `SELECT 1; SET threads = 8`,
    ];
    for (const sql of statements) await assert.rejects(database.query(sql, {}, signal), QueryError, sql);
    assert.equal(existsSync(path('out.csv')), false);
  });

  for (const sql of FINE) it(`runs ${sql}`, async () => void (await run(sql)));

  it('binds parameters, so that a value is never read as SQL', async () => {
    const found = (await run('SELECT count(*) AS n FROM current WHERE plan = $plan', {
      plan: "x' OR '1'='1",
    })) as { rows: unknown[][] };
    assert.deepEqual(found.rows, [[0]]);
  });

  it('gives the first rows of a million, and says that there are more', async () => {
    const found = (await run('SELECT a FROM range(1000000) AS t(a) ORDER BY a DESC')) as {
      rows: unknown[][];
      more: boolean;
    };
    assert.equal(found.rows.length, 50);
    assert.deepEqual(found.rows[0], [999_999]);
    assert.equal(found.more, true);
  });

  it('gives numbers as numbers, times as text, and what nests as text', async () => {
    const found = (await run(
      "SELECT 9007199254740993 AS big, 1.50::DECIMAL(9, 2) AS price, sum(a) AS total, TIMESTAMP '2001-06-18' AS t, DATE '2001-06-18' AS d, [1, 2] AS list, true AS yes, NULL AS none, 'nan'::DOUBLE AS nan FROM range(3) AS x(a)",
    )) as { rows: unknown[][] };
    assert.deepEqual(found.rows[0], [
      '9007199254740993',
      1.5,
      3,
      '2001-06-18',
      '2001-06-18',
      '[1, 2]',
      true,
      null,
      'NaN',
    ]);
  });

  it('says where a query is wrong', async () => {
    const error = await database
      .query('SELECT age,\n  agee\nFROM current', {}, signal)
      .catch((found: unknown) => found);
    assert.ok(error instanceof QueryError);
    assert.match(error.message, /agee/);
    assert.equal(error.offset, 'SELECT age,\n  '.length);
  });

  it('stops when it is asked to, and when its time is over', async () => {
    const endless = 'SELECT count(*) FROM range(100000000000) AS a(x) WHERE hash(x) = 1';
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    await assert.rejects(database.query(endless, {}, stop.signal), CancelledError);
    const short = await LockedDatabase.open([], [], [], { ...QUERY_LIMITS, seconds: 0.2 });
    await assert.rejects(short.query(endless, {}, signal), /stopped after 0.2 s/);
    short.close();
    assert.deepEqual((await database.query('SELECT 1 AS a', {}, signal)).rows, [[1]]);
  });

  it('keeps to its memory', async () => {
    const small = await LockedDatabase.open([], [], [], { ...QUERY_LIMITS, megabytes: 64 });
    const large = 'SELECT count(*) FROM (SELECT DISTINCT hash(x) FROM range(30000000) AS a(x))';
    await assert.rejects(small.query(large, {}, signal), /more memory than it may take/);
    small.close();
  });

  it('reads what a file of another user would hold only through its views', async () => {
    await writeFile(path('late.csv'), 'a\n1\n');
    await assert.rejects(run(`SELECT * FROM '${path('late.csv')}'`));
  });
});
