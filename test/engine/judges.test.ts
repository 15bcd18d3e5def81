import assert from 'node:assert/strict';

import fc from 'fast-check';

import { codeReader, codesReader } from '../../src/engines/shared/tasks/label-readers.js';
import { labelledProfile } from '../labelled.js';

const score = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constantFrom(0, 1, 0.5, NaN, Infinity, -Infinity, -0.5, 2, 5e-324),
);
const rows = fc.array(fc.tuple(fc.constantFrom(NaN, -1, 0, 1), fc.constantFrom(NaN, -1, 0, 1), score), {
  maxLength: 300,
});

describe('labelled rows of a binary task', () => {
  for (const threshold of [null, 0.5]) {
    it(`are counted and scored one by one${threshold === null ? '' : ', with a threshold'}`, () => {
      fc.assert(
        fc.property(rows, (all) => {
          const profile = labelledProfile(
            { task: 'binary', classes: ['no', 'yes'], positive: 1, threshold },
            {
              label: all.map(([label]) => label),
              said: all.map(([, said]) => said),
              scores: [all.map((row) => row[2])],
            },
          );
          const labelled = all.filter(([label]) => label >= 0);
          const scored = labelled.filter((row) => Number.isFinite(row[2]));
          assert.equal(profile.rows, labelled.length);
          const counts = new Map<number, number>();
          for (const [label, said, own] of labelled) {
            const answer = threshold === null ? said : Number.isFinite(own) ? Number(own >= threshold) : NaN;
            if (Number.isNaN(answer)) continue;
            const cell = label * 3 + (answer < 0 ? 2 : answer);
            counts.set(cell, (counts.get(cell) ?? 0) + 1);
          }
          assert.deepEqual(profile.confusion?.counts, new Map([...counts].sort(([a], [b]) => a - b)));
          const [yes, no] = [1, 0].map((label) => scored.filter((row) => row[0] === label).length);
          assert.equal(profile.positives?.count ?? 0, yes);
          assert.equal(profile.negatives?.count ?? 0, no);
          if (scored.length === 0) return;
          const clip = (own: number): number => Math.min(Math.max(own, Number.EPSILON), 1 - Number.EPSILON);
          const losses = scored.map(([label, , own]) =>
            label === 1 ? -Math.log(clip(own)) : -Math.log1p(-clip(own)),
          );
          const squares = scored.map(([label, , own]) => (label - own) ** 2);
          near(profile.logLoss?.mean, losses);
          near(profile.brier?.mean, squares);
        }),
      );
    });
  }

  it('are read from numbers as codes, many at once as one by one', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(0, 1, 2, 63, 64, -1, 1.5, 1000, NaN), { maxLength: 5 }),
        fc.array(
          fc.constantFrom(0, -0, 1, 2, 3, 63, 64, -1, 1.5, 0.5, 1000, NaN, Infinity, -Infinity, 1e300),
        ),
        (numbers, values) => {
          const coded = { sql: '', numbers };
          const one = codeReader(coded);
          assert.deepEqual([...codesReader(coded)(Float64Array.from(values))], values.map(one));
        },
      ),
    );
  });
});

function near(mean: number | undefined, values: readonly number[]): void {
  const expected = values.reduce((sum, value) => sum + value, 0) / values.length;
  assert.ok(Math.abs((mean ?? NaN) - expected) <= 1e-12 * Math.max(1, Math.abs(expected)));
}
