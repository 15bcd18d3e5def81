import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Report } from '../../src/core/report/report.js';
import { close } from '../close.js';
import { random } from '../random.js';
import { check } from './check.js';
import { folderOf } from './logs.js';

/** Recorded by test/oracle/feedback.py from lifelines and numpy (versions inside). */
const oracle = JSON.parse(readFileSync('test/oracle/feedback.json', 'utf8')) as {
  days: (Record<string, (number | null)[]> & { readonly day: number })[];
};
const METRICS = ['label_delay_p50', 'label_delay_p95', 'label_from_future_share', 'label_bias'];
const [ROWS, EVERY, DAY] = [3000, 300, 86_400];

/** As feedback.py makes them; labels in two files, the second of two labels of one id in the other file. */
function files(): Record<string, string> {
  const next = random(7);
  const log = ['id,at,p'];
  const labels: [string[], string[]] = [['id,y,arrived'], ['id,y,arrived']];
  const at = (seconds: number): string => new Date(seconds * 1000).toISOString();
  for (let i = 0; i < ROWS; i++) {
    const score = Math.floor(next() * 1000) / 1000;
    const labelled = next() < 0.9 + 0.1 * score;
    const usual = Math.floor(-Math.log(next()) * 0.3 * DAY) + 600;
    const delay = i % 97 === 0 ? -60 : usual;
    log.push(`${i},${at(i * EVERY)},${score}`);
    if (!labelled) continue;
    labels[i % 2]?.push(`${i},${i % 3 === 0 ? 1 : 0},${at(i * EVERY + delay)}`);
    // An earlier label that the later one replaces.
    if (i % 50 === 0) labels[(i + 1) % 2]?.push(`${i},${i % 3 === 0 ? 0 : 1},${at(i * EVERY + delay - 100)}`);
  }
  const file = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
  return { 'log.csv': file(log), 'labels-1.csv': file(labels[0]), 'labels-2.csv': file(labels[1]) };
}

async function run(exactRows: number): Promise<Report> {
  const { folder, remove } = await folderOf({
    ...files(),
    'tidemark.yaml': `version: 1
model: delays
task: binary
logs: { current: log.csv, columns: { id: id, timestamp: at, score: p }, exact_rows: ${exactRows} }
every: 1d
feedback:
  labels: { path: 'labels-*.csv', id: id, label: y, received: arrived }
checks:
  feedback:
${[...METRICS, 'orphan_share'].map((metric) => `    - { metric: ${metric} }`).join('\n')}
`,
  });
  try {
    return await check(join(folder, 'tidemark.yaml'), undefined, { asOf: (ROWS - 1) * EVERY * 1000 });
  } finally {
    await remove();
  }
}

describe('feedback, from files', function () {
  this.timeout(60_000);

  it('delays by Kaplan and Meier, labels from the future, and bias, day by day', async () => {
    const report = await run(250_000);
    for (const { day, ...values } of oracle.days) {
      const chunk = new Date(day * DAY * 1000).toISOString().replace('.000Z', 'Z');
      for (const metric of METRICS) {
        const found = report.results.find((result) => result.metric === metric && result.chunk === chunk);
        const [value, low, high] = values[metric] as [number | null, number?, number?];
        assert.ok(found, `${metric} ${chunk}`);
        if (value === null) {
          assert.equal(found.value, null, `${metric} ${chunk}`);
          assert.match(found.explanation, /never labelled/);
          continue;
        }
        close(found.value ?? NaN, value, 1e-9, `${metric} ${chunk}`);
        if (low === undefined || high === undefined) continue;
        assert.ok(found.interval, `${metric} ${chunk}`);
        close(found.interval[0], low, 1e-9, `${metric} ${chunk}, low`);
        close(found.interval[1], high, 1e-9, `${metric} ${chunk}, high`);
      }
    }
    const orphans = report.results.find(({ metric }) => metric === 'orphan_share');
    assert.match(orphans?.explanation ?? '', /ids have labels that disagree \(\d/);
  });

  it('sketches come close', async () => {
    const [exact, sketched] = [await run(250_000), await run(100)];
    for (const [i, result] of exact.results.entries()) {
      const other = sketched.results[i];
      if (!METRICS.includes(result.metric) || result.value === null) continue;
      if (result.metric !== 'label_from_future_share') assert.equal(other?.exact, false);
      close(other?.value ?? NaN, result.value, result.metric === 'label_bias' ? 0.05 : 0.01, result.metric);
    }
  });
});
