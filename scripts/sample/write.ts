import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { fetchNumber, storeColumns } from './database.js';
import type { Flights } from './flights.js';
import { never } from './labels.js';
import { liveVersion, type Sample, type Scores } from './predict.js';
import { respond } from './service.js';
import { lateAfter, period, releases, week, type Version } from './story.js';

/** What was written, for the summary. */
export interface Written {
  training: number;
  scored: number;
  shadow: number;
  labels: number;
  failed: number;
}

/** How the files are written. The slice is narrow because it ships; the full sample is plain. */
export interface Format {
  /** SQL types of the id and of measured numbers. */
  id: 'BIGINT' | 'INTEGER';
  number: 'DOUBLE' | 'FLOAT';
  parquet: string;
  labels: { suffix: string; options: string };
}

export const fullFormat: Format = {
  id: 'BIGINT',
  number: 'DOUBLE',
  parquet: 'FORMAT parquet, COMPRESSION zstd',
  labels: { suffix: '.csv', options: '' },
};

export const sliceFormat: Format = {
  id: 'INTEGER',
  number: 'FLOAT',
  parquet: 'FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 19, PARQUET_VERSION v2',
  labels: { suffix: '.csv.gz', options: ', COMPRESSION gzip' },
};

/** Which rows are written: all, or those of the slice. */
export type Keep = (id: number) => boolean;

/** Writes `logs/`, `shadow/` and `labels/` into `folder`. */
export async function writeSample(
  connection: DuckDBConnection,
  folder: string,
  { flights, predictions, labelledAt }: Sample,
  keep: Keep,
  format: Format,
): Promise<Written> {
  for (const name of ['logs', 'shadow', 'labels']) await mkdir(join(folder, name), { recursive: true });
  const live = await makeLog(connection, 'live', flights, predictions.live, keep, format, liveVersion);
  await makeLog(connection, 'shadow', flights, predictions.shadow, keep, format, () => 'v2.0');
  await makeLabels(connection, flights, predictions.live.rows, labelledAt, keep, format);

  const copy = async (select: string, path: string, options: string): Promise<void> => {
    const target = join(folder, path).replaceAll("'", "''");
    await connection.run(`COPY (${select}) TO '${target}' (${options})`);
  };
  const within = (column: string, from: number, to: number): string =>
    `${column} >= make_timestamp(${from * 60_000_000}) AND ${column} < make_timestamp(${to * 60_000_000})`;

  const training = within('scheduled_at', period.start, period.logged);
  await copy(`SELECT * FROM live WHERE ${training}`, 'logs/training.parquet', format.parquet);
  for (let monday = period.logged; monday < period.end; monday += week) {
    const name = new Date(monday * 60_000).toISOString().slice(0, 10);
    const scored = within('scheduled_at', monday, monday + week);
    const columns = '* EXCLUDE (delayed)';
    await copy(`SELECT ${columns} FROM live WHERE ${scored}`, `logs/scored-${name}.parquet`, format.parquet);
    if (monday >= releases['v2.0'].live) {
      await copy(
        `SELECT ${columns} FROM shadow WHERE ${scored}`,
        `shadow/v2.0-${name}.parquet`,
        format.parquet,
      );
    }
    await copy(
      `SELECT * FROM labels WHERE ${within('labelled_at', monday, Math.min(monday + week, period.end))}`,
      `labels/labels-${name}${format.labels.suffix}`,
      `FORMAT csv, HEADER, TIMESTAMPFORMAT '%Y-%m-%d %H:%M:%S'${format.labels.options}`,
    );
  }
  return {
    training: await fetchNumber(connection, `SELECT count(*) FROM live WHERE ${training}`),
    scored: await fetchNumber(connection, `SELECT count(*) FROM live WHERE NOT (${training})`),
    shadow: await fetchNumber(connection, 'SELECT count(*) FROM shadow'),
    labels: await fetchNumber(connection, 'SELECT count(*) FROM labels'),
    failed: live.failed,
  };
}

/** The table of one log: the flights' columns, the version's answer, and how the service fared. */
async function makeLog(
  connection: DuckDBConnection,
  table: string,
  flights: Flights,
  { rows, scores }: Scores,
  keep: Keep,
  format: Format,
  versionAt: (minute: number) => Version,
): Promise<{ failed: number }> {
  const versions = Object.keys(releases);
  const kept = Int32Array.from(rows.keys()).filter((i) => keep(flights.id[rows[i] ?? 0] ?? 0));
  const id = new Int32Array(kept.length);
  const version = new Uint8Array(kept.length);
  const p = new Float64Array(kept.length);
  const latency = new Float64Array(kept.length);
  const status = new Int16Array(kept.length);
  let failed = 0;
  kept.forEach((from, to) => {
    const row = rows[from] ?? 0;
    const minute = flights.departure[row] ?? 0;
    const name = versionAt(minute);
    const response = respond(flights.id[row] ?? 0, minute, name);
    id[to] = flights.id[row] ?? 0;
    version[to] = versions.indexOf(name) + 1;
    p[to] = scores[from] ?? NaN;
    latency[to] = response.latency;
    status[to] = response.status;
    if (response.status >= 500 && minute >= period.logged) failed++;
  });
  await storeColumns(connection, 'answers', { id, version, p, latency, status });
  await connection.run(`
    CREATE TABLE ${table} AS SELECT
      f.id::${format.id} AS flight_id, departure AS scheduled_at,
      ['${versions.join("', '")}'][version::INTEGER] AS model_version,
      origin, destination, traffic::INTEGER AS traffic, backlog::${format.number} AS backlog,
      distance::INTEGER AS distance, hour(departure)::INTEGER AS hour, isodow(departure)::INTEGER AS weekday,
      p::${format.number} AS p_delayed, (p >= 0.5)::INTEGER AS predicted,
      latency::${format.number} AS latency_ms, status::INTEGER AS status, (delay > ${lateAfter})::INTEGER AS delayed
    FROM answers a JOIN flights f ON f.id = a.id ORDER BY f.id;
    DROP TABLE answers`);
  return { failed };
}

/** The table of the labels that arrive before the end, in the order of their arrival. */
async function makeLabels(
  connection: DuckDBConnection,
  flights: Flights,
  rows: Int32Array,
  labelledAt: Int32Array,
  keep: Keep,
  format: Format,
): Promise<void> {
  // The training data carry their labels themselves.
  const arrived = Int32Array.from(rows.keys()).filter((i) => {
    const row = rows[i] ?? 0;
    const at = labelledAt[i] ?? never;
    return (
      at !== never &&
      at < period.end &&
      (flights.departure[row] ?? 0) >= period.logged &&
      keep(flights.id[row] ?? 0)
    );
  });
  const id = arrived.map((i) => flights.id[rows[i] ?? 0] ?? 0);
  const minute = arrived.map((i) => labelledAt[i] ?? never);
  await storeColumns(connection, 'arrivals', { id, minute });
  await connection.run(`
    CREATE TABLE labels AS SELECT
      f.id::${format.id} AS flight_id, (delay > ${lateAfter})::INTEGER AS delayed,
      make_timestamp((minute * 60000000)::BIGINT) AS labelled_at
    FROM arrivals a JOIN flights f ON f.id = a.id ORDER BY labelled_at, flight_id;
    DROP TABLE arrivals`);
}
