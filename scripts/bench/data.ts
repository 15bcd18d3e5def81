import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';

/** Where the generated logs lie: outside git, kept between runs. Raise the number when the data change. */
export const BENCH_FOLDER = join('.cache', 'bench', 'v2');

const DAYS = 30;
const START = '2026-01-01';

/** Distinct values of the six categorical columns. */
const CATEGORIES = [3, 10, 50, 300, 1000, 5000];

/** One log to write: rows over 30 days from `day` on, in one file or several. */
export interface LogSpec {
  readonly name: string;
  readonly rows: number;
  readonly side: 'reference' | 'current';
  readonly format: 'parquet' | 'csv' | 'ndjson';
  readonly files: number;
}

/** Writes the log where it is not there yet; gives the glob that names its files. */
export async function writeLog(spec: LogSpec): Promise<string> {
  const folder = join(BENCH_FOLDER, spec.name);
  const glob = `${spec.name}/*.${spec.format}`;
  if (existsSync(folder)) return glob;
  const making = `${folder}.making`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true });
  const { instance, connection } = await open();
  const each = spec.rows / spec.files;
  for (let file = 0; file < spec.files; file++) {
    const path = join(making, `part-${String(file).padStart(3, '0')}.${spec.format}`);
    await copy(connection, spec, Math.round(file * each), Math.round((file + 1) * each), path);
  }
  connection.closeSync();
  instance.closeSync();
  await rename(making, folder);
  return glob;
}

/** A thirtieth more rows of the current log, as text to append to it; without a header. */
export async function tailOf(format: LogSpec['format'], rows: number): Promise<string> {
  const more = Math.round(rows / DAYS);
  const spec: LogSpec = { name: `tail-${rows}-${format}`, rows, side: 'current', format, files: 1 };
  const path = join(BENCH_FOLDER, `${spec.name}.${format}`);
  const { instance, connection } = await open();
  await copy(connection, spec, rows, rows + more, path);
  connection.closeSync();
  instance.closeSync();
  const text = await readFile(path, 'utf8');
  return format === 'csv' ? text.slice(text.indexOf('\n') + 1) : text;
}

async function open(): Promise<{ instance: DuckDBInstance; connection: DuckDBConnection }> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '2GB' });
  return { instance, connection: await instance.connect() };
}

/** Writes a config (or any text) of the bench. */
export async function writeText(path: string, text: string): Promise<void> {
  const full = join(BENCH_FOLDER, path);
  await mkdir(dirname(full), { recursive: true });
  await writeFile(full, text);
}

async function copy(
  connection: DuckDBConnection,
  spec: LogSpec,
  from: number,
  to: number,
  path: string,
): Promise<void> {
  const format =
    spec.format === 'parquet'
      ? '(FORMAT parquet, COMPRESSION snappy)'
      : spec.format === 'csv'
        ? '(FORMAT csv, HEADER)'
        : '(FORMAT json)';
  await connection.run(`COPY (${selectRows(spec, from, to)}) TO '${path.replaceAll("'", "''")}' ${format}`);
}

/**
 * 26 columns, a function of the row's number alone: 12 numerics with heavy tails, point masses, ties and missing
 * values, 6 categoricals, and the roles of a binary model whose labels are there for 70 % of the rows. The current
 * log's n1, n3, n9 and c3 have moved.
 */
function selectRows({ side, rows }: LogSpec, from: number, to: number): string {
  const salt = side === 'reference' ? 0 : 1;
  const moved = side === 'current';
  const start = moved ? `TIMESTAMP '${START}' + INTERVAL ${DAYS} DAY` : `TIMESTAMP '${START}'`;
  // A hash of several arguments is one hash with constants mixed in: its draws would all be functions of each other.
  const u = (k: number): string =>
    `((hash(hash(i * 2 + ${salt}) + ${k}::UBIGINT) >> 11)::DOUBLE + 0.5) / 9007199254740992`;
  const z = (k: number): string => `(sqrt(-2 * ln(${u(k)})) * cos(2 * pi() * ${u(k + 100)}))`;
  const category = (column: number): string => {
    const size = CATEGORIES[column] ?? 1;
    const power = moved && column === 2 ? 1.5 : 2;
    return `'v' || floor(pow(${u(40 + column)}, ${power}) * ${size})::INTEGER`;
  };
  return `
    WITH base AS (
      SELECT i, ${z(1)} + ${moved ? 0.15 : 0} AS n1, ${u(60)} AS chance
      FROM range(${from}, ${to}) AS rows(i))
    SELECT ${start} + to_microseconds((i::DOUBLE * ${DAYS * 86_400_000_000} / ${rows})::BIGINT) AS scored_at,
      CASE WHEN i < ${Math.floor(rows / 2)} THEN 'v1' ELSE 'v2' END AS model_version,
      '${side[0]}-' || i AS request_id,
      n1,
      exp(2 * ${z(2)}) AS n2,
      CASE WHEN ${u(3)} < ${moved ? 0.5 : 0.6} THEN 0 ELSE -ln(${u(4)}) * 10 END AS n3,
      pow(${u(5)}, -0.8) AS n4,
      ${u(6)} * 100 AS n5,
      floor(exp(1.5 * ${z(7)} + 2))::BIGINT AS n6,
      CASE WHEN ${u(8)} < 0.1 THEN NULL ELSE 50 + 10 * ${z(9)} END AS n7,
      CASE WHEN ${u(10)} < 0.3 THEN NULL ELSE exp(${z(11)}) END AS n8,
      tan(pi() * (${u(12)} - 0.5)) ${moved ? '* 1.3' : ''} AS n9,
      round(exp(3 + ${z(13)}), 2) AS n10,
      CASE WHEN ${u(14)} < 0.4 THEN -3 + ${z(15)} ELSE 4 + 2 * ${z(16)} END AS n11,
      floor(${u(17)} * 21)::INTEGER AS n12,
      ${category(0)} AS c1, ${category(1)} AS c2, ${category(2)} AS c3,
      CASE WHEN ${u(30)} < 0.05 THEN NULL ELSE ${category(3)} END AS c4,
      ${category(4)} AS c5, ${category(5)} AS c6,
      1 / (1 + exp(-(n1 - 0.5))) AS score,
      (n1 > 0.5)::INTEGER AS prediction,
      CASE WHEN ${u(18)} < 0.3 THEN NULL ELSE (chance < 1 / (1 + exp(-(n1 - 0.5))))::INTEGER END AS label,
      exp(3.5 + 0.6 * ${z(19)}) AS latency_ms,
      CASE WHEN ${u(20)} < 0.004 THEN 500 WHEN ${u(20)} < 0.01 THEN 429 ELSE 200 END AS status
    FROM base`;
}
