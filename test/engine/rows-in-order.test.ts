import assert from 'node:assert/strict';

import fc from 'fast-check';

import { intervalIndex } from '../../src/core/config/duration.js';
import { CellRuns } from '../../src/engines/shared/parquet/cell-runs.js';
import { bucketRuns, bucketsOf } from '../../src/engines/shared/table/bucket-runs.js';
import { groupRows, type RowKey } from '../../src/engines/shared/table/group-rows.js';
import {
  mostRuns,
  numbersOf,
  partOfRuns,
  runsIn,
  sharedRuns,
  type Runs,
} from '../../src/engines/shared/table/runs.js';
import { endOfRun, NONE, runsOf } from '../../src/engines/shared/tasks/reader.js';

const numbers = fc.oneof(fc.integer({ min: -3, max: 5 }), fc.constant(NONE), fc.constant(19_000));

function keyOf(key: Int32Array): RowKey {
  return { numbers: () => key, runs: runsIn(key, mostRuns(key.length)) };
}

function allRunsIn(key: Int32Array): Runs {
  const runs = runsIn(key, Infinity);
  assert.ok(runs);
  return runs;
}

describe('rows of one cell', () => {
  it('are gathered where they are scattered, and keep their order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(numbers, numbers), { minLength: 64, maxLength: 300 }), (rows) => {
        const keys = [0, 1].map((i) => Int32Array.from(rows, (row) => row[i] as number));
        const chosen = Uint32Array.from(rows.keys()).filter((row) => row % 3 !== 1);
        for (const some of [null, chosen]) {
          const count = some?.length ?? rows.length;
          const grouped = groupRows(keys.map(keyOf), some, count);
          if (grouped === null) continue;
          assert.deepEqual(
            [...grouped].sort((a, b) => a - b),
            [...(some ?? rows.keys())],
          );
          const at = (row: number | undefined, key: number): number => keys[key]?.[row as number] ?? NaN;
          for (let i = 1; i < count; i++) {
            const [a, b] = [grouped[i - 1], grouped[i]];
            const same = at(a, 0) === at(b, 0) && at(a, 1) === at(b, 1);
            if (same) assert.ok((a as number) < (b as number));
            else assert.ok(at(a, 1) < at(b, 1) || (at(a, 1) === at(b, 1) && at(a, 0) < at(b, 0)));
          }
        }
      }),
    );
  });

  it('are left where they lie together, or where keys are too far apart to be counted', () => {
    const sorted = Int32Array.from({ length: 1000 }, (_, row) => Math.floor(row / 100));
    assert.equal(groupRows([keyOf(sorted)], null, 1000), null);
    const wide = Int32Array.from({ length: 1000 }, (_, row) => (row % 2) * 2_000_000);
    assert.equal(groupRows([keyOf(wide)], null, 1000), null);
    assert.ok(groupRows([keyOf(Int32Array.from({ length: 1000 }, (_, row) => row % 7))], null, 1000));
  });

  it('are told as runs, however long', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(numbers, fc.integer({ min: 1, max: 1500 })), { maxLength: 12 }),
        (runs) => {
          const cells = Int32Array.from(runs.flatMap(([cell, length]) => Array<number>(length).fill(cell)));
          let next = 0;
          for (const { cell, from, to } of runsOf(cells, cells.length)) {
            assert.equal(from, next);
            assert.equal(to, endOfRun(cells, from, cells.length));
            for (let row = from; row < to; row++) assert.equal(cells[row], cell ?? NONE);
            assert.notEqual(cells[to], cells[from]);
            next = to;
          }
          assert.equal(next, cells.length);
        },
      ),
    );
  });

  it('are remembered for the next read where they come in long runs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(numbers, fc.integer({ min: 200, max: 900 })), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 700 }),
        (runs, block) => {
          const cells = Int32Array.from(runs.flatMap(([cell, length]) => Array<number>(length).fill(cell)));
          const kept = new CellRuns();
          const note = kept.note('log', 'cell');
          for (let from = 0; from < cells.length; from += block) {
            const part = cells.slice(from, from + block);
            note.take(allRunsIn(part), part.length);
          }
          assert.equal(kept.of('log', 'cell'), null);
          note.finish();
          const known = kept.of('log', 'cell');
          assert.ok(known);
          for (let from = 0; from < cells.length; from += block) {
            const part = cells.slice(from, from + block);
            assert.deepEqual(numbersOf(partOfRuns(known, from, part.length)), part);
          }
        },
      ),
    );
  });

  it('are not where each row is in another', () => {
    const kept = new CellRuns();
    const note = kept.note('log', 'cell');
    const scattered = Int32Array.from({ length: 20_000 }, (_, row) => row % 5);
    note.take(allRunsIn(scattered), scattered.length);
    note.finish();
    assert.equal(kept.of('log', 'cell'), null);
    const other = kept.note('log', 'cell');
    other.take(allRunsIn(new Int32Array(20_000)), 20_000);
    other.take(runsIn(scattered, mostRuns(scattered.length)), scattered.length);
    other.finish();
    assert.equal(kept.of('log', 'cell'), null);
  });

  it('are counted together where they share the runs of several numbers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(numbers, numbers, fc.integer({ min: 1, max: 90 })), { maxLength: 30 }),
        (parts) => {
          const keys = [0, 1].map((i) =>
            Int32Array.from(
              parts.flatMap((part) =>
                Array.from({ length: part[2] }, (_, row) => part[i as 0 | 1] + (row % 90 < 45 ? 0 : i)),
              ),
            ),
          );
          let next = 0;
          for (const { from, to, numbers: own } of sharedRuns(keys.map(allRunsIn))) {
            assert.equal(from, next);
            for (const [i, key] of keys.entries())
              for (let row = from; row < to; row++) assert.equal(key[row], own[i]);
            assert.ok(keys.some((key) => key[to] !== key[from]));
            next = to;
          }
          assert.equal(next, keys[0]?.length);
        },
      ),
    );
  });

  it('are of one interval of time, as runs and row by row', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.oneof(
              fc.constant(NaN),
              fc.integer({ min: -200, max: 200_000 }).map((minutes) => minutes * 6e7),
            ),
            fc.integer({ min: 1, max: 1200 }),
          ),
          { maxLength: 10 },
        ),
        fc.constantFrom('h', 'd', 'w', 'mo'),
        (parts, unit) => {
          const instants = Float64Array.from(
            parts.flatMap(([time, rows]) => Array.from({ length: rows }, (_, row) => time + row * 1e6)),
          );
          const every = { count: unit === 'h' ? 6 : 1, unit } as const;
          const rows = bucketsOf(instants, every);
          const expected = Int32Array.from(instants, (time) =>
            Number.isNaN(time) ? NONE : intervalIndex(time / 1000, every),
          );
          assert.deepEqual(rows, expected);
          assert.deepEqual(bucketRuns(instants, every, Infinity), allRunsIn(expected));
          const { length } = allRunsIn(expected).ends;
          if (length > 0) assert.equal(bucketRuns(instants, every, length - 1), null);
        },
      ),
    );
  });
});
