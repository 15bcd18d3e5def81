import assert from 'node:assert/strict';

import { DuckDBInstance } from '@duckdb/node-api';

import { parseInstant } from '../../src/engines/shared/table/instants.js';
import { TimeZones } from '../../src/engines/shared/table/time-zones.js';
import { timeMicroseconds } from '../../src/engines/local/sql.js';

const ZONES = [
  'Europe/Berlin',
  'europe/dublin',
  'America/New_York',
  'US/Pacific',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Antarctica/Troll',
  'Pacific/Apia',
  'Etc/GMT+5',
  'CET',
  'EST',
  'PST8PDT',
  'UTC',
  'UTC+2',
  'UTC-03:00',
  'UTC+05:30',
  'UTC-03:30',
  'UTC+15',
  'Mars/Olympus',
];

/** The hours around a change of clocks: some come twice, some never. */
const CHANGES = [
  '2024-03-31',
  '2024-10-27',
  '2024-03-10',
  '2024-11-03',
  '2024-04-07',
  '2024-10-06',
  '2011-12-30',
];

describe('a time in a zone by name', function () {
  this.timeout(30_000);

  it('is the instant that the local engine reads, on days when clocks are changed too', async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const zones = new TimeZones();
    try {
      await connection.run(`SET TimeZone = 'UTC'`);
      const texts = ZONES.flatMap((zone) =>
        [...CHANGES, '2024-01-15', '1985-07-01'].flatMap((day) =>
          [
            '00:00:00',
            '00:59:59.5',
            '01:30:00',
            '01:45:00',
            '02:00:00',
            '02:30:00',
            '03:00:00',
            '12:00:00',
          ].map((time) => `${day} ${time} ${zone}`),
        ),
      );
      const reader = await connection.runAndReadAll(
        `SELECT ${timeMicroseconds({ name: 'at', kind: 'categorical', type: 'VARCHAR', integer: false }, null)}
         FROM (SELECT unnest([${texts.map((text) => `'${text}'`).join(', ')}]) AS at)`,
      );
      const expected = reader.getRows().map(([value]) => (value === null ? null : Number(value)));
      const wrong = texts.filter((text, i) => parseInstant(text, zones) !== expected[i]);
      assert.deepEqual(wrong, []);
      assert.ok(expected.filter((value) => value === null).length === 2 * 9 * 8);
      const half = expected[texts.indexOf('2024-01-15 12:00:00 UTC+05:30')];
      assert.equal(half, Date.parse('2024-01-15T12:00:00+05:30') * 1000);
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  });
});
