import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Report, Result } from '../../src/core/report/report.js';
import { close } from '../close.js';
import { random } from '../random.js';
import { check } from './check.js';
import { folderOf } from './logs.js';

interface Day {
  readonly start: number;
  readonly peak_per_s: number;
  readonly max_gap_s: number;
  readonly max_gap_s_to_the_second: number;
  readonly slo_budget_left: number;
  readonly burn_rate: number;
}

/** Recorded by test/oracle/operations.py with pandas (versions inside). */
const oracle = JSON.parse(readFileSync('test/oracle/operations.json', 'utf8')) as {
  objective: number;
  window: string;
  rows: number;
  days: Day[];
};
const START = Date.parse('2026-01-01T00:00:00Z');

/** As operations.py makes them. */
function requests(): string[] {
  const next = random(42);
  const lines: string[] = [];
  for (let t = START; t < START + 6 * 86_400_000;) {
    const hour = (t - START) / 3_600_000;
    const outage = (hour >= 60.5 && hour < 61.25) || (hour >= 110 && hour < 110.1);
    lines.push(`${new Date(t).toISOString()},${next() < (outage ? 0.3 : 0.002) ? 503 : 200}`);
    t += Math.trunc(-Math.log(next()) * (outage ? 4000 : 40_000)) + 1;
    if (lines.length % 700 === 0) t += 400_000 + 1000 * lines.length;
  }
  return lines;
}

async function run(exactRows: number, slo: string): Promise<Report> {
  const lines = requests();
  assert.equal(lines.length, oracle.rows);
  // Rows of two files alternate: what counts is the time, not the file.
  const file = (rest: number): string => `at,status\n${lines.filter((_, i) => i % 2 === rest).join('\n')}\n`;
  const { folder, remove } = await folderOf({
    'log-1.csv': file(0),
    'log-2.csv': file(1),
    'tidemark.yaml': `version: 1
model: service
task: binary
logs: { current: 'log-*.csv', columns: { timestamp: at, status: status }, exact_rows: ${exactRows} }
every: 1d
${slo}
checks:
  operations:
    - { metric: peak_per_s }
    - { metric: max_gap_s, alert: { above: 600 } }
    - { metric: slo_budget_left }
    - { metric: burn_rate }
`,
  });
  try {
    return await check(join(folder, 'tidemark.yaml'));
  } finally {
    await remove();
  }
}

function ofDay(report: Report, metric: string, { start }: Day): Result {
  const chunk = new Date(start).toISOString().replace('.000Z', 'Z');
  const found = report.results.find((result) => result.metric === metric && result.chunk === chunk);
  assert.ok(found, `${metric} ${chunk}`);
  return found;
}

describe('operations by the minute, from files', function () {
  this.timeout(60_000);
  const slo = `slo: { objective: ${oracle.objective}, window: ${oracle.window} }`;

  for (const [exact, exactRows] of [
    ['exact', 250_000],
    ['sketched', 10],
  ] as const) {
    it(`peak, longest gap, error budget and burn rate of each day (${exact})`, async () => {
      const report = await run(exactRows, slo);
      assert.deepEqual(report.problems, []);
      for (const day of oracle.days.slice(0, -1)) {
        const value = (metric: string): number => ofDay(report, metric, day).value ?? NaN;
        const gap = exact === 'exact' ? day.max_gap_s : day.max_gap_s_to_the_second;
        close(value('peak_per_s'), day.peak_per_s, 1e-12, 'peak_per_s');
        close(value('max_gap_s'), gap, 1e-9, 'max_gap_s');
        close(value('slo_budget_left'), day.slo_budget_left, 1e-9, 'slo_budget_left');
        close(value('burn_rate'), day.burn_rate, 1e-9, 'burn_rate');
      }
      const verdicts = oracle.days.slice(0, -1).map((day) => ofDay(report, 'burn_rate', day).verdict);
      assert.deepEqual(
        verdicts,
        oracle.days.slice(0, -1).map(({ burn_rate }) => (burn_rate > 1 ? 'alert' : 'pass')),
      );
      assert.match(
        ofDay(report, 'burn_rate', oracle.days[2] as Day).explanation,
        /worst minute is 2026-01-03T/,
      );
      assert.match(
        ofDay(report, 'slo_budget_left', oracle.days[0] as Day).explanation,
        /reaches back over 50/,
      );
      assert.equal(ofDay(report, 'max_gap_s', oracle.days[1] as Day).exact, exact === 'exact');
    });
  }

  it('without slo, the two that need it are errors that say so', async () => {
    const report = await run(250_000, '');
    for (const metric of ['slo_budget_left', 'burn_rate']) {
      const standing = report.results.find((result) => result.metric === metric && result.standing);
      assert.equal(standing?.verdict, 'error');
      assert.match(standing.explanation, /set slo/);
    }
  });
});
