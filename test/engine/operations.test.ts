import assert from 'node:assert/strict';
import { join } from 'node:path';

import type { Report } from '../../src/core/report/report.js';
import { close } from '../close.js';
import { check, standing } from './check.js';
import { folderOf } from './logs.js';

const HOUR = 3_600_000;
const START = Date.parse('2026-01-01T00:00:00Z');

interface Request {
  readonly at: number;
  readonly logged: number;
  readonly status: string;
  readonly ms: number;
  readonly cost: number;
  readonly cpu: number;
  readonly mem: number;
}

/** A request every hour for 62 days; every 20th is logged 25 hours late. */
const REQUESTS: readonly Request[] = Array.from({ length: 62 * 24 }, (_, i) => ({
  at: START + i * HOUR,
  logged: START + i * HOUR + (i % 20 === 0 ? 25 * HOUR : 1000),
  status: i % 50 === 0 ? '504' : i % 30 === 0 ? '500' : i % 77 === 0 ? '408' : '200',
  ms: (i * 37) % 400,
  cost: ((i * 13) % 7) / 100,
  cpu: ((i * 7) % 90) / 100,
  mem: 500 + ((i * 11) % 300),
}));

const METRICS = [
  'throughput_per_s',
  'latency_p90_ms',
  'timeout_rate',
  'availability',
  'error_rate',
  'freshness_s',
  'late_share',
  'cost_total',
  'cost_per_1k',
  'cpu_mean',
  'cpu_max',
  'memory_mean',
  'memory_max',
];

async function run(
  every: string,
  asOf: number | null,
  requests: readonly Request[] = REQUESTS,
): Promise<Report> {
  const line = (request: Request): string =>
    [
      new Date(request.at).toISOString(),
      new Date(request.logged).toISOString(),
      request.status,
      request.ms,
      request.cost,
      request.cpu,
      request.mem,
    ].join(',');
  const header = 'at,written,status,ms,eur,cpu_s,mem_mb';
  const file = (requests: readonly Request[]): string => `${[header, ...requests.map(line)].join('\n')}\n`;
  const { folder, remove } = await folderOf({
    'log-1.csv': file(requests.slice(0, 500)),
    'log-2.csv': file(requests.slice(500)),
    'tidemark.yaml': `version: 1
model: service
task: binary
logs:
  current: 'log-*.csv'
  columns: { timestamp: at, logged: written, status: status, latency_ms: ms, cost: eur, resource: [cpu_s, mem_mb] }
  grace: 2h
every: ${every}
checks:
  operations:
${METRICS.map((metric) => `    - { metric: ${metric} }`).join('\n')}
`,
  });
  try {
    return await check(join(folder, 'tidemark.yaml'), undefined, { asOf });
  } finally {
    await remove();
  }
}

describe('operations, from files', function () {
  this.timeout(60_000);

  for (const { every, ends } of [
    { every: '1d', ends: (at: number) => Math.floor(at / (24 * HOUR)) * 24 * HOUR + 24 * HOUR },
    {
      every: '1mo',
      ends: (at: number) => Date.UTC(new Date(at).getUTCFullYear(), new Date(at).getUTCMonth() + 1, 1),
    },
  ]) {
    it(`each chunk of ${every}: rates, cost, resources and late rows`, async () => {
      const asOf = Date.parse('2026-04-01T00:00:00Z');
      const report = await run(every, asOf);
      assert.deepEqual(
        report.problems.filter(({ code }) => code === 'not-supported-yet'),
        [],
      );
      const latest = ends(REQUESTS.at(-1)?.at ?? 0);
      const own = REQUESTS.filter(({ at }) => ends(at) === latest);
      const n = own.length;
      const mean = (of: (request: Request) => number): number =>
        own.reduce((sum, request) => sum + of(request), 0) / n;
      const is = (...statuses: string[]): number => mean(({ status }) => (statuses.includes(status) ? 1 : 0));
      const expected: Record<string, number> = {
        throughput_per_s: n / ((latest - (own[0]?.at ?? 0)) / 1000),
        timeout_rate: is('504', '408'),
        availability: 1 - is('500', '504'),
        error_rate: is('500', '504'),
        late_share: mean(({ at, logged }) => (logged > ends(at) + 2 * HOUR ? 1 : 0)),
        cost_total: n * mean(({ cost }) => cost),
        cost_per_1k: 1000 * mean(({ cost }) => cost),
        cpu_mean: mean(({ cpu }) => cpu),
        cpu_max: Math.max(...own.map(({ cpu }) => cpu)),
        memory_mean: mean(({ mem }) => mem),
        memory_max: Math.max(...own.map(({ mem }) => mem)),
        freshness_s: (asOf - (REQUESTS.at(-1)?.at ?? 0)) / 1000,
      };
      for (const [metric, value] of Object.entries(expected)) {
        close(standing(report, metric).value ?? NaN, value, 1e-12, metric);
      }
      assert.equal(standing(report, 'late_share').n_current, n);
    });
  }

  it('late rows of the whole log are those of its chunks; without --as-of nothing tells what time it is', async () => {
    const report = await run('1mo', null);
    const late = report.results.find(({ metric, chunk }) => metric === 'late_share' && chunk === null);
    const month = (at: number): number => Date.UTC(2026, new Date(at).getUTCMonth() + 1, 1);
    const share = REQUESTS.filter(({ at, logged }) => logged > month(at) + 2 * HOUR).length / REQUESTS.length;
    assert.ok(share > 0);
    close(late?.value ?? NaN, share, 1e-12);
    assert.equal(standing(report, 'freshness_s').verdict, 'unknown');
    assert.match(standing(report, 'freshness_s').explanation, /--as-of now/);
  });

  it('days of many requests are told by the hour, days of few are not', async () => {
    const often = Array.from({ length: 60 * 120 }, (_, i): Request => ({
      ...(REQUESTS[i % REQUESTS.length] as Request),
      at: START + i * (HOUR / 120),
    }));
    const { operations, chunks } = await run('1d', null, often);
    assert.equal(chunks.length, 3);
    assert.equal(operations.length, 60);
    for (const sample of operations) {
      const own = often.filter(({ at }) => Math.floor(at / HOUR) === Date.parse(sample.start) / HOUR);
      const ms = own.map((one) => one.ms).sort((a, b) => a - b);
      const quantile = (p: number): number => {
        const h = (ms.length - 1) * p;
        const [low, high] = [ms[Math.floor(h)] ?? NaN, ms[Math.ceil(h)] ?? NaN];
        return low + (h % 1) * (high - low);
      };
      assert.equal(sample.requests, 120);
      close(sample.error_rate ?? NaN, own.filter(({ status }) => /^50/.test(status)).length / 120, 1e-12);
      close(sample.latency_p50_ms ?? NaN, quantile(0.5), 1e-12);
      close(sample.latency_p95_ms ?? NaN, quantile(0.95), 1e-12);
      close(sample.latency_p99_ms ?? NaN, quantile(0.99), 1e-12);
    }
    assert.equal((await run('1d', null)).operations.length, 62);
    assert.equal((await run('36h', null, often)).operations.length, 3);
  });
});
