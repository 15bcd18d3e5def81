import assert from 'node:assert/strict';

import { workingRoom } from '../../../src/core/profile/working-room.js';
import { boost, type BinnedTable } from '../../../src/core/statistics/model/boosting.js';
import { random } from '../../random.js';

const next = random(7);
const below = (end: number): number => Math.floor(next() * end);

describe('growing trees in the kernels', () => {
  it('sums, counts and divides rows as a loop over them does', () => {
    for (let turn = 0; turn < 50; turn++) {
      const [rows, width, bins] = [1 + below(300), 1 + below(5), 2 + below(254)];
      const { run, buffer, at } = workingRoom(2 ** 17);
      const doubles = (place: number, length: number): Float64Array =>
        new Float64Array(buffer, place, length);
      const gradients = doubles(at, rows).map(() => next() - 0.5);
      const curvatures = doubles(at, rows).map(() => next());
      const columns = Array.from({ length: width }, () =>
        Uint8Array.from({ length: rows }, () => below(bins)),
      );
      const order = Int32Array.from({ length: rows }, (_, row) => row).filter(() => next() < 0.7);
      const places = { gradients: at, curvatures: at + 4096, out: at + 8192, order: at + 65_536 };
      const [other, starts, table] = [at + 69_632, at + 73_728, at + 77_824];
      doubles(places.gradients, rows).set(gradients);
      doubles(places.curvatures, rows).set(curvatures);
      const sums = doubles(places.out, 3 * bins * width).fill(0);
      const own = new Int32Array(buffer, places.order, order.length);
      own.set(order);
      for (const [j, column] of columns.entries()) {
        new Int32Array(buffer, starts, width)[j] = j * bins;
        new Uint8Array(buffer, table + j * rows, rows).set(column);
      }
      run.sumByBin(
        ...([places.order, order.length, table, rows, width, starts] as const),
        ...([places.gradients, places.curvatures, places.out] as const),
      );
      const expected = new Float64Array(3 * bins * width);
      for (const [j, column] of columns.entries()) {
        for (const row of order) {
          const bin = 3 * (j * bins + (column[row] as number));
          for (const [k, part] of [gradients[row], curvatures[row], 1].entries())
            expected[bin + k] = (expected[bin + k] as number) + (part as number);
        }
      }
      assert.deepEqual(sums, expected);
      const sum = order.reduce((all, row) => all + (gradients[row] as number), 0);
      assert.equal(run.sumOfRows(places.order, order.length, places.gradients), sum);

      const [first = new Uint8Array(0)] = columns;
      const most = below(bins);
      const left = order.filter((row) => (first[row] as number) <= most);
      const right = order.filter((row) => (first[row] as number) > most);
      assert.equal(run.divideRows(places.order, order.length, table, most, other), left.length);
      assert.deepEqual([...own], [...left, ...right]);
    }
  });

  it('gives the same model whatever was in the working room before', () => {
    const rows = 400;
    const columns = [0, 1].map(() => Uint8Array.from({ length: rows }, () => below(9)));
    const table: BinnedTable = { rows, columns, bins: [9, 9] };
    const target = Float64Array.from({ length: rows }, (_, row) =>
      Number((columns[0]?.[row] as number) + 2 * next() > 5),
    );
    const options = { loss: 'logistic', trees: 20, leaves: 6, rate: 0.2, leastRows: 10 } as const;
    const model = boost(table, target, options);
    const { buffer, at } = workingRoom(2 ** 16);
    new Uint8Array(buffer, at, 2 ** 16).fill(0xff);
    const again = boost(table, target, options);
    assert.deepEqual(again.predict(table), model.predict(table));
    // The column that the target was made of tells it.
    assert.ok((model.gains[0] as number) > 10 * (model.gains[1] as number));
    const right = [...model.predict(table)].filter((score, row) => score > 0 === (target[row] === 1)).length;
    assert.ok(right > 0.85 * rows, String(right));
  });
});
