import assert from 'node:assert/strict';
import { setMaxListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';

import { CancelledError } from '../../src/core/errors.js';
import { Database } from '../../src/engines/local/database.js';

const { signal } = new AbortController();
setMaxListeners(0, signal);

describe('the database of a run', () => {
  let database: Database;
  beforeEach(async () => {
    database = await Database.open({ threads: 2, memoryMegabytes: 256 });
  });
  afterEach(() => database.close());

  it('gives each of many queries asked for at once its own answer, and appends rows beside them', async () => {
    await database.run('CREATE TABLE kept (x BIGINT)', signal);
    const sums = Array.from({ length: 60 }, async (_, i) => {
      const [row] = await database.rows(`SELECT sum(x) AS sum FROM range(${20_000 + i}) AS t(x)`, signal);
      return Number(row?.sum);
    });
    const batches = Array.from({ length: 20 }, (_, i) => ({ rows: 3, columns: [[i, i, i]] }));
    await database.append('kept', ['BIGINT'], batches, signal);
    const [counted] = await database.rows('SELECT count(*) AS n FROM kept', signal);
    assert.equal(counted?.n, 60);
    assert.deepEqual(
      await Promise.all(sums),
      Array.from({ length: 60 }, (_, i) => ((20_000 + i) * (19_999 + i)) / 2),
    );
  });

  it('cancels what waits for another query, and goes on with the next', async () => {
    const stop = new AbortController();
    const first = database.rows('SELECT sum(x) AS sum FROM range(3000000) AS t(x)', signal);
    const waiting = database.rows('SELECT 1 AS one', stop.signal);
    const next = database.rows('SELECT 2 AS two', signal);
    stop.abort();
    await assert.rejects(waiting, CancelledError);
    assert.equal((await first)[0]?.sum, 4499998500000);
    assert.deepEqual(await next, [{ two: 2 }]);
  });

  it('ends what runs and what waits when it is closed', async () => {
    const long = 'SELECT count(*) FROM range(300000) AS a(x), range(300000) AS b(y) WHERE x * y % 7 = 3';
    const running = database.rows(long, signal);
    const waiting = database.rows('SELECT 1 AS one', signal);
    running.catch(() => undefined);
    await setTimeout(100);
    await Promise.all([assert.rejects(running), assert.rejects(waiting, CancelledError), database.close()]);
    database = await Database.open({ threads: 1, memoryMegabytes: 64 });
  });
});
