import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Report, Result } from '../../src/core/report/report.js';
import { random, shuffled } from '../random.js';
import { check } from './check.js';
import { folderOf } from './logs.js';

async function run(files: Record<string, string>): Promise<Report> {
  const { folder, remove } = await folderOf(files);
  try {
    return await check(join(folder, 'tidemark.yaml'));
  } finally {
    await remove();
  }
}

const START = Date.parse('2026-01-01T00:00:00Z');
const at = (i: number): string => new Date(START + i * 60_000).toISOString();
const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** Rows with two numbers that go together, less so after `turn`, and a category. */
function lines(n: number, seed: number, turn: number): string[] {
  const next = random(seed);
  return Array.from({ length: n }, (_, i) => {
    const a = next();
    const b = i < turn ? a + 0.2 * next() : next();
    return `${seed * 100_000 + i},${at(i)},${a.toFixed(4)},${i % 50 === 0 ? '' : b.toFixed(4)},${'xyz'[Math.floor(3 * next())]}`;
  });
}

const HEADER = 'id,at,a,b,kind';
const CONFIG = `version: 1
model: rows
task: binary
logs:
  current: 'current-*.csv'
  reference: 'reference-*.csv'
  columns: { id: id, timestamp: at }
  features: [a, b, kind]
every: 1d
checks:
  stability:
    - { metric: domain_classifier }
    - { metric: correlation_shift }
    - { metric: pca_reconstruction }
`;

describe('whole rows, from files', function () {
  this.timeout(120_000);

  it('the sample has the same rows whatever their order and their files', async () => {
    const [before, now] = [lines(10_000, 3, Infinity), lines(8000, 4, 4000)];
    const files = (rows: readonly string[], name: string, cuts: number): Record<string, string> =>
      Object.fromEntries(
        Array.from({ length: cuts }, (_, i) => [
          `${name}-${i}.csv`,
          text([HEADER, ...rows.filter((__, at) => at % cuts === i)]),
        ]),
      );
    const one = await run({
      ...files(before, 'reference', 1),
      ...files(now, 'current', 1),
      'tidemark.yaml': CONFIG,
    });
    const next = random(5);
    const other = await run({
      ...files(shuffled(before, next), 'reference', 3),
      ...files(shuffled(now, next), 'current', 2),
      'tidemark.yaml': CONFIG,
    });
    assert.deepEqual(other.results.map(numbersOf), one.results.map(numbersOf));
    const chunk = (day: number, metric: string): Result | undefined =>
      one.results.find((result) => result.metric === metric && result.chunk === `2026-01-0${day}T00:00:00Z`);
    for (const metric of ['domain_classifier', 'correlation_shift', 'pca_reconstruction']) {
      assert.equal(chunk(1, metric)?.verdict, 'pass', metric);
      assert.equal(chunk(5, metric)?.verdict, 'alert', metric);
      assert.equal(chunk(5, metric)?.exact, metric !== 'domain_classifier', metric);
    }
    assert.equal(chunk(5, 'correlation_shift')?.n_current, 1412);
    assert.match(chunk(5, 'correlation_shift')?.explanation ?? '', /a and b went from 0\.\d+ to/);
  });

  it('a reference with few chunks is a mistake in the config, at the check’s line', async () => {
    const files = {
      'current-1.csv': text([HEADER, ...lines(3000, 4, 0)]),
      'reference-1.csv': text([HEADER, ...lines(3000, 3, 0)]),
      'tidemark.yaml': CONFIG,
    };
    await assert.rejects(
      run(files),
      /pca_reconstruction is measured from the chunks of the reference.*there are 2/,
    );
  });

  it('detectors read the rows in the order of their times: the alarms of river', async () => {
    const oracle = JSON.parse(readFileSync('test/oracle/drift.json', 'utf8')) as {
      streams: { name: string; ddm?: number[]; adwin: number[]; page_hinkley: number[] }[];
    };
    const stream = oracle.streams.find(({ name }) => name === 'more errors');
    assert.ok(stream);
    // As drift.py makes it: wrong in a tenth of the rows, later in three tenths.
    const next = random(2);
    const rows = Array.from(
      { length: 3000 },
      (_, i) => `${i},${at(i)},1,${next() < (i < 1500 ? 0.1 : 0.3) ? 0 : 1}`,
    );
    const mixed = shuffled(rows, random(6));
    const header = 'id,at,said,is';
    const report = await run({
      'a.csv': text([header, ...mixed.slice(0, 1200)]),
      'b.csv': text([header, ...mixed.slice(1200)]),
      'tidemark.yaml': `version: 1
model: stream
task: binary
logs: { current: '*.csv', columns: { id: id, timestamp: at, prediction: said, label: is } }
every: 1d
checks:
  stability:
    - { metric: ddm }
    - { metric: adwin }
    - { metric: page_hinkley }
`,
    });
    for (const metric of ['ddm', 'adwin', 'page_hinkley'] as const) {
      const index: number = stream[metric]?.[0] ?? NaN;
      const alerts = report.results.filter(
        (result) => result.metric === metric && result.verdict === 'alert',
      );
      assert.deepEqual(
        alerts.map(({ chunk, value }) => [chunk, value]),
        [
          [null, index],
          [`${at(index).slice(0, 10)}T00:00:00Z`, index],
        ],
      );
      assert.ok(alerts[0]?.explanation.includes(at(index).replace('.000Z', 'Z')), alerts[0]?.explanation);
    }
  });
});

function numbersOf({ metric, chunk, value, interval, p_value, n_reference, n_current }: Result): unknown[] {
  return [metric, chunk, value, interval, p_value, n_reference, n_current];
}
