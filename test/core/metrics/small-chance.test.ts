import assert from 'node:assert/strict';
import { metricById } from '../../../src/core/metrics/registry.js';
import { ExactProfile } from '../../../src/core/profile/exact-profile.js';
import type { ColumnProfile } from '../../../src/core/profile/profiles.js';
import { seeded } from '../../../src/core/statistics/random.js';
import { metricInput } from '../../metric-input.js';

const next = seeded('small chance');
const mostlyZero = (rows: number, shift = 0): number[] =>
  Array.from({ length: rows }, () => (next() < 0.7 ? 0 : shift - Math.log(next())));
const numbers = (values: readonly number[]): ColumnProfile => ({
  kind: 'numeric',
  missing: 0,
  nonFinite: 0,
  values: ExactProfile.of(Float64Array.from(values)),
});

function measure(
  id: string,
  reference: ColumnProfile,
  current: ColumnProfile,
): { p: number | null; drawn?: number } {
  const value = metricById(id)?.compute(metricInput({ reference, current }));
  assert.ok(value);
  return { p: value.pValue, ...(value.drawnP === undefined ? {} : { drawn: value.drawnP }) };
}

describe('chance on few rows', () => {
  it('is asked twice where thirty rows that hardly vary look certain to Welch', () => {
    const reference = numbers(mostlyZero(3000));
    // Two small values among zeros: a low mean, and a spread far too small.
    const current = numbers([...new Array<number>(28).fill(0), 0.2, 0.3]);
    const { p, drawn } = measure('mean_shift', reference, current);
    assert.ok(p !== null && p < 1e-6, String(p));
    assert.ok(drawn !== undefined && drawn > 100 * p, String(drawn));
  });

  it('is asked once where no verdict rests on the value', () => {
    const sides = {
      reference: numbers(mostlyZero(3000)),
      current: numbers([...new Array<number>(28).fill(0), 0.2, 0.3]),
    };
    const shown = metricById('mean_shift')?.compute({ ...metricInput(sides), judged: false });
    assert.equal(shown?.drawnP, undefined);
    assert.equal(shown?.pValue, measure('mean_shift', sides.reference, sides.current).p);
  });

  for (const id of ['mean_shift', 'cramer_von_mises', 'anderson_darling', 'psi']) {
    it(`${id} keeps its word on a shift that no draw reaches`, () => {
      const reference = numbers(mostlyZero(3000));
      assert.equal(measure(id, reference, numbers(mostlyZero(60, 10).map((x) => x + 5))).drawn, undefined);
    });

    it(`${id} of many rows is asked once`, () => {
      const reference = numbers(mostlyZero(3000));
      assert.equal(measure(id, reference, numbers(mostlyZero(2000, 0.3))).drawn, undefined);
    });
  }

  it('the same columns give the same answer', () => {
    const values = [...new Array<number>(28).fill(0), 0.2, 0.3];
    const once = mostlyZero(3000);
    const [a, b] = [0, 1].map(() => measure('mean_shift', numbers(once), numbers(values)));
    assert.deepEqual(a, b);
  });

  it('the choice of bins is part of the chance: 400 categories', () => {
    const draw = (rows: number): ColumnProfile => {
      const counts = new Map<string, number>();
      for (let i = 0; i < rows; i++) {
        const value = `v${Math.floor(400 * next() ** 2)}`;
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      return { kind: 'categorical', missing: 0, counts };
    };
    const found = Array.from({ length: 60 }, () => measure('psi', draw(3000), draw(200)));
    // The law takes values that the reference hardly has for a shift in most of them.
    assert.ok(found.filter(({ p }) => p !== null && p <= 0.05).length > 20);
    const alarms = found.filter(({ p, drawn }) => Math.max(p ?? 1, drawn ?? 0) <= 0.05);
    assert.ok(alarms.length <= 8, `${alarms.length} of 60`);
  });
});
