import { gzipSync } from 'node:zlib';

import { agree } from './both-engines.js';

describe('the local and the built-in engine give the same report of every task', function () {
  this.timeout(60_000);

  it('of the service: latency, errors, versions, cost, resources, rows logged late', async () => {
    const log = (start: string, n: number): string =>
      `at,written,status,ms,eur,cpu_s,mem_mb,build,kind\n${Array.from({ length: n }, (_, i) => {
        const at = Date.parse(start) + i * 1_500_000;
        return [
          new Date(at).toISOString(),
          i % 31 === 0 ? '' : new Date(at + (i % 20 === 0 ? 90_000_000 : 1000)).toISOString(),
          ['200', '500', 'timeout', '404', ''][i % 7] ?? '200',
          (i * 7919) % 500,
          ((i * 13) % 7) / 100,
          ((i * 17) % 11) / 10,
          i % 9 === 0 ? '' : 100 + (i % 50),
          i < n / 2 ? 'v1' : 'v2',
          ['a', 'b', 'é', '🏔'][i % 4],
        ].join(',');
      }).join('\n')}\n`;
    const yaml = (reference: string): string => `version: 1
model: service
task: binary
logs:
  current: current-*.csv
  reference: ${reference}
  columns: { timestamp: at, logged: written, status: status, latency_ms: ms, cost: eur, resource: [cpu_s, mem_mb], version: build }
  features: [kind]
every: 1d
checks:
  stability:
    - { metric: psi, of: features }
  operations:
${['requests', 'throughput_per_s', 'peak_per_s', 'latency_p50_ms', 'latency_p99_ms', 'error_rate', 'timeout_rate', 'availability', 'freshness_s', 'max_gap_s', 'late_share', 'cost_total', 'cost_per_1k', 'cpu_mean', 'memory_max'].map((metric) => `    - { metric: ${metric} }`).join('\n')}
`;
    const files = {
      'reference.tsv': log('2024-01-01T00:00:00Z', 900).replaceAll(',', '\t'),
      'current-1.csv': log('2024-02-01T00:00:00Z', 700),
      'current-2.csv': log('2024-02-10T12:00:00Z', 500).replace(',kind', ',other'),
    };
    await agree({ ...files, 'tidemark.yaml': yaml('reference.tsv') });
    await agree({ ...files, 'tidemark.yaml': yaml('{ version: v1 }') });
  });

  for (const [task, columns, metrics] of [
    [
      'multiclass',
      'score: { cat: p_cat, dog: p_dog }, prediction: said, label: is',
      ['accuracy', 'log_loss', 'macro_f1', 'roc_auc_ovr', 'estimated_accuracy'],
    ],
    [
      'regression',
      'prediction: guess, label: price',
      ['mae', 'rmse', 'r2', 'mape', 'wape', 'median_ae', 'bias'],
    ],
    [
      'ranking',
      'query: q, score: p_cat, label: relevance',
      ['ndcg_at_k', 'mrr', 'map_at_k', 'hit_rate_at_k'],
    ],
  ] as const) {
    it(`of ${task}, compressed`, async () => {
      const log = (seed: number): Buffer => {
        const lines = Array.from({ length: 800 }, (_, k) => {
          const i = k + seed;
          const [u, v] = [(i * 0.6180339887498949) % 1, (i * 0.4142135623730951) % 1];
          const is = ['cat', 'dog', 'owl'][Math.floor(v * 3)];
          return [
            i,
            u.toFixed(4),
            (1 - u).toFixed(4),
            u > 0.5 ? 'cat' : 'dog',
            k % 19 === 0 ? '' : is,
            `q${i % 40}`,
            i % 3,
            (v * 10 - 2).toFixed(3),
            k % 23 === 0 ? 0 : (v * 9).toFixed(2),
            k % 6,
          ].join(',');
        });
        return gzipSync(`id,p_cat,p_dog,said,is,q,relevance,guess,price,extra\n${lines.join('\n')}\n`);
      };
      await agree({
        'tidemark.yaml': `version: 1
model: m
task: ${task}
logs: { current: 'current-*.csv.gz', reference: reference.csv.gz, columns: { id: id, ${columns} }, features: [extra] }
every: { rows: 300 }
checks:
  stability:
    - { metric: psi, of: [extra] }
  performance:
${metrics.map((metric) => `    - { metric: ${metric} }`).join('\n')}
`,
        'reference.csv.gz': log(0),
        'current-1.csv.gz': log(900),
        'current-2.csv.gz': log(2000),
      });
    });
  }
});
