import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DuckDBConnection } from '@duckdb/node-api';
import { fetchInto, fetchNumber, fetchTexts } from './database.js';
import { implausibleDelay, period } from './story.js';

/** All flights of the source that are kept, in the order of the source, which is the order of departure. */
export interface Flights {
  count: number;
  /** Row number in the source, from 0. */
  id: Int32Array;
  /** Recorded departure, minutes since the epoch, the source's local times read as UTC. */
  departure: Int32Array;
  /** Minutes by which the arrival was late; negative when early. */
  delay: Int16Array;
  /** Miles. */
  distance: Int16Array;
  /** Places in `airports`. */
  origin: Uint8Array;
  destination: Uint8Array;
  /** Departures from the origin in the same clock hour. */
  traffic: Uint8Array;
  /** Mean delay (minutes) of the flights that left the origin in the three clock hours before; NaN: there was none. */
  backlog: Float64Array;
  /** The same of the flights that left the destination. No column of the log: only v2.0 knows it. */
  destinationBacklog: Float64Array;
  /** The same of all flights of the country. Only v2.0 knows it. */
  countryBacklog: Float64Array;
  /** 0 to 23. */
  hour: Uint8Array;
  /** Monday = 1 to Sunday = 7. */
  weekday: Uint8Array;
  airports: string[];
}

/** Rows of the source, and those left out, by reason. */
export interface SourceCounts {
  rows: number;
  afterEnd: number;
  implausible: number;
}

/** The installed package with the source: a development dependency, so it lies in the root of the checkout. */
export const sourcePackage = fileURLToPath(new URL('../../node_modules/vega-datasets/', import.meta.url));

/**
 * Reads the source into the table `flights` and adds the derived features. They are computed from all flights, not from
 * those that are logged later: an airport's traffic does not depend on who monitors it. Clock hours rather than a sliding
 * window, so that the first flights of the morning still see the hour before; the hour of the flight itself is left out.
 */
export async function readFlights(
  connection: DuckDBConnection,
): Promise<{ flights: Flights; counts: SourceCounts }> {
  const file = join(sourcePackage, 'data', 'flights-3m.parquet').replaceAll("'", "''");
  await connection.run(`
    CREATE TABLE source AS
      SELECT file_row_number AS id, date AS departure, delay, distance, origin, destination
      FROM read_parquet('${file}', file_row_number = true)`);
  const end = `make_timestamp(${period.end * 60_000_000})`;
  const counts = {
    rows: await fetchNumber(connection, 'SELECT count(*) FROM source'),
    afterEnd: await fetchNumber(connection, `SELECT count(*) FROM source WHERE departure >= ${end}`),
    implausible: await fetchNumber(
      connection,
      `SELECT count(*) FROM source WHERE departure < ${end} AND delay < ${implausibleDelay}`,
    ),
  };
  await connection.run(`
    DELETE FROM source WHERE departure >= ${end} OR delay < ${implausibleDelay};
    CREATE TABLE airports AS
      SELECT airport, row_number() OVER (ORDER BY airport) - 1 AS code
      FROM (SELECT origin AS airport FROM source UNION SELECT destination FROM source);
    CREATE TABLE hours AS
      SELECT unnest(range(min(date_trunc('hour', departure)), ${end}, INTERVAL 1 HOUR)) AS hour FROM source;
    -- One row an airport and hour, also where nothing left: a destination may be looked up in a quiet hour.
    CREATE TABLE grid AS
      SELECT airport, hour, coalesce(traffic, 0) AS traffic,
        sum(delays) OVER before / sum(traffic) OVER before AS backlog
      FROM airports CROSS JOIN hours
      LEFT JOIN (
        SELECT origin AS airport, date_trunc('hour', departure) AS hour, count(*) AS traffic, sum(delay) AS delays
        FROM source GROUP BY ALL
      ) USING (airport, hour)
      WINDOW before AS (PARTITION BY airport ORDER BY hour ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING);
    CREATE TABLE country AS
      SELECT hour, sum(delays) OVER earlier / sum(flights) OVER earlier AS backlog
      FROM hours LEFT JOIN (
        SELECT date_trunc('hour', departure) AS hour, count(*) AS flights, sum(delay) AS delays FROM source GROUP BY ALL
      ) USING (hour)
      WINDOW earlier AS (ORDER BY hour ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING);
    -- Every row finds its partner; LEFT keeps the planner from joining the two grids first.
    CREATE TABLE flights AS
      SELECT s.id, s.departure, s.delay, s.distance, s.origin, s.destination, o.traffic,
        round(o.backlog, 1) AS backlog, round(d.backlog, 1) AS destination_backlog, round(c.backlog, 1) AS country_backlog
      FROM source s
      LEFT JOIN grid o ON o.airport = s.origin AND o.hour = date_trunc('hour', s.departure)
      LEFT JOIN grid d ON d.airport = s.destination AND d.hour = date_trunc('hour', s.departure)
      LEFT JOIN country c ON c.hour = date_trunc('hour', s.departure);
    DROP TABLE source; DROP TABLE grid; DROP TABLE country; DROP TABLE hours`);
  const count = await fetchNumber(connection, 'SELECT count(*) FROM flights');
  const flights: Flights = {
    count,
    id: new Int32Array(count),
    departure: new Int32Array(count),
    delay: new Int16Array(count),
    distance: new Int16Array(count),
    origin: new Uint8Array(count),
    destination: new Uint8Array(count),
    traffic: new Uint8Array(count),
    backlog: new Float64Array(count),
    destinationBacklog: new Float64Array(count),
    countryBacklog: new Float64Array(count),
    hour: new Uint8Array(count),
    weekday: new Uint8Array(count),
    airports: await fetchTexts(connection, 'SELECT airport FROM airports ORDER BY code'),
  };
  await fetchInto(
    connection,
    [
      ['id', flights.id],
      ['epoch_us(departure) // 60000000', flights.departure],
      ['delay', flights.delay],
      ['distance', flights.distance],
      ['o.code', flights.origin],
      ['d.code', flights.destination],
      ['traffic', flights.traffic],
      ['backlog', flights.backlog],
      ['destination_backlog', flights.destinationBacklog],
      ['country_backlog', flights.countryBacklog],
      ['hour(departure)', flights.hour],
      ['isodow(departure)', flights.weekday],
    ],
    `FROM flights JOIN airports o ON o.airport = origin JOIN airports d ON d.airport = destination ORDER BY id`,
  );
  return { flights, counts };
}
