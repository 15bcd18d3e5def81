/** What the report tells of a numeric column's values: cumulative shares, and quantiles by chunk, against plain counting. */
import assert from 'node:assert/strict';
import { join } from 'node:path';

import type { Distribution } from '../../src/core/report/report.js';
import { check } from './check.js';
import { folderOf } from './logs.js';

const value = (i: number): number => ((i * 7919) % 997) / 10;
const reference = Array.from({ length: 400 }, (_, i) => value(i));
/** Two days, of 120 and of 80 rows; the second has larger values. */
const days = [
  Array.from({ length: 120 }, (_, i) => value(1000 + i)),
  Array.from({ length: 80 }, (_, i) => value(2000 + i) + 30),
];

const lines = (values: readonly number[], day: string): string[] =>
  values.map((one, i) => `${day}-${i},${day}T${String(i % 24).padStart(2, '0')}:00:00Z,0.5,${one}`);
const csv = (rows: readonly string[]): string => `id,t,s,x\n${rows.join('\n')}\n`;

/** Share of the values up to x. */
const shareUpTo = (values: readonly number[], x: number): number =>
  values.filter((one) => one <= x).length / values.length;

/** Hyndman and Fan, type 7. */
function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * p;
  const low = sorted[Math.floor(at)] ?? NaN;
  return low + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] ?? NaN) - low);
}

describe('the values of a numeric column', () => {
  let remove: () => Promise<void> = () => Promise.resolve();
  let found: readonly Distribution[] = [];

  before(async () => {
    const made = await folderOf({
      'reference.csv': csv(lines(reference, '2024-01-01')),
      'current.csv': csv(days.flatMap((values, i) => lines(values, `2024-01-0${i + 2}`))),
      'tidemark.yaml': `version: 1
model: m
task: binary
logs:
  current: current.csv
  reference: reference.csv
  columns: { id: id, timestamp: t, score: s }
  features: [x]
every: 1d
checks:
  stability:
    - { metric: psi, of: features }
`,
    });
    ({ remove } = made);
    const report = await check(join(made.folder, 'tidemark.yaml'));
    found = report.distributions.filter(({ column }) => column === 'x');
  });
  after(() => remove());

  it('are told cumulatively on both sides, at ascending points', () => {
    for (const { chunk, ecdf } of found) {
      assert.ok(ecdf !== undefined && ecdf.at.length > 20);
      assert.deepEqual(
        ecdf.at,
        [...ecdf.at].sort((a, b) => a - b),
      );
      const now = chunk === null ? days.flat() : (days[Number(chunk.slice(8, 10)) - 2] ?? []);
      for (const [i, x] of ecdf.at.entries()) {
        // Points are kept to six digits.
        assert.ok(Math.abs((ecdf.reference[i] ?? 0) - shareUpTo(reference, x + 1e-4)) < 1e-5, `${x}`);
        assert.ok(Math.abs((ecdf.current[i] ?? 0) - shareUpTo(now, x + 1e-4)) < 1e-5, `${x}`);
      }
    }
  });

  it('are told by chunk, of the whole window only', () => {
    const [whole] = found.filter(({ chunk }) => chunk === null);
    assert.equal(found.filter(({ over_time }) => over_time !== undefined).length, 1);
    assert.deepEqual(
      whole?.over_time?.map(({ chunk }) => chunk),
      ['2024-01-02T00:00:00Z', '2024-01-03T00:00:00Z'],
    );
    for (const [i, values] of days.entries()) {
      const told = whole?.over_time?.[i]?.quantiles ?? [];
      for (const [k, p] of [0.1, 0.25, 0.5, 0.75, 0.9].entries())
        assert.ok(Math.abs((told[k] ?? NaN) - quantile(values, p)) < 1e-3, `${p} of day ${i}`);
    }
  });
});
