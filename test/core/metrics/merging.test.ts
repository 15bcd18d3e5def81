import assert from 'node:assert/strict';

import fc from 'fast-check';

import { METRICS } from '../../../src/core/metrics/registry.js';
import { mergeMinutes, type MinuteSeries } from '../../../src/core/profile/extra/minutes.js';
import { mergeSamples, type RowSample } from '../../../src/core/profile/extra/row-sample.js';
import { random } from '../../random.js';
import { rowSample, sampleInput } from '../../row-samples.js';

const NUMBER = fc.oneof(
  fc.double({ noNaN: true, min: -1e3, max: 1e3 }),
  fc.constantFrom(NaN, 0, -0, 1e308, -1e308, 5e-324, 7, 7, 7),
);

/** The series of requests at these seconds. */
function seriesOf(seconds: readonly number[]): MinuteSeries {
  const parts = seconds.map((second): MinuteSeries => {
    const within = second % 60;
    const bit = 1 << (within % 30);
    return {
      minutes: Int32Array.of(Math.floor(second / 60)),
      requests: Uint32Array.of(1),
      errors: Uint32Array.of(second % 7 === 0 ? 1 : 0),
      withStatus: Uint32Array.of(1),
      firstHalf: Uint32Array.of(within < 30 ? bit : 0),
      secondHalf: Uint32Array.of(within < 30 ? 0 : bit),
      instants: Float64Array.of(second * 1000),
    };
  });
  return mergeMinutes(parts) as MinuteSeries;
}

describe('properties of what is read for some metrics only', () => {
  it('minutes merge in any order and split', () => {
    const seconds = fc.array(fc.nat(4000), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(seconds, fc.nat(), (all, at) => {
        const cut = 1 + (at % (all.length - 1));
        const halves = [seriesOf(all.slice(cut)), seriesOf(all.slice(0, cut))];
        assert.deepEqual(mergeMinutes(halves), seriesOf(all));
      }),
      { seed: 1 },
    );
  });

  it('metrics of whole rows: the order of the parts changes nothing, and hostile values give no NaN and no crash', () => {
    const rows = fc.array(fc.tuple(NUMBER, NUMBER, fc.constantFrom('a', 'b', null)), {
      minLength: 40,
      maxLength: 90,
    });
    const metrics = METRICS.filter(
      ({ reads, family }) => family === 'stability' && reads?.includes('sample') === true,
    );
    assert.equal(metrics.length, 3);
    fc.assert(
      fc.property(rows, rows, (before, now) => {
        const sampleOf = (some: typeof before, seed: number): RowSample =>
          rowSample(
            { x: some.map(([x]) => x), y: some.map(([, y]) => y), k: some.map(([, , k]) => k) },
            random(seed),
          );
        const parts = [sampleOf(before.slice(0, 20), 3), sampleOf(before.slice(20), 4)];
        const [reference, turned] = [mergeSamples(parts), mergeSamples([...parts].reverse())] as [
          RowSample,
          RowSample,
        ];
        assert.deepEqual(turned, reference);
        const chunks = Array.from({ length: 6 }, (_, i) => sampleOf(before.slice(5 * i, 5 * i + 9), 10 + i));
        for (const metric of metrics) {
          const value = metric.compute(sampleInput(reference, sampleOf(now, 5), { chunks }));
          for (const x of [value.value, value.pValue, ...(value.interval ?? [])])
            assert.ok(x === null || Number.isFinite(x), `${metric.id}: ${x}`);
          if (value.value === null) assert.ok((value.because ?? '').length > 10, metric.id);
        }
      }),
      { seed: 2, numRuns: 25 },
    );
  }).timeout(30_000);
});
