import assert from 'node:assert/strict';
import { join } from 'node:path';

import { main } from '../../src/cli/main.js';
import type { Report } from '../../src/core/report/report.js';
import { csv, folderOf, rows } from '../engine/logs.js';

const CONFIG = `version: 1
model: churn
task: binary
logs:
  current: current-*.csv
  reference: reference.csv
  columns: { id: id, timestamp: at, score: score }
  features: [age, plan]
feedback:
  labels: { path: labels-*.csv, id: id, label: label, received: received }
checks:
  performance: [{ metric: accuracy, alert: none }, { metric: log_loss, alert: none }]
`;

const SQL = `SELECT count(*) AS n, avg(CAST((score >= 0.5) = (label = 1) AS INTEGER)) AS accuracy,
  avg(-ln(CASE WHEN label = 1 THEN score ELSE 1 - score END)) AS log_loss FROM joined`;

describe('the view joined', function () {
  this.timeout(60_000);

  it('has the rows and the labels that the checks have: the first row of an id, the label that came last', async () => {
    const log = rows(800, '2024-02-05').map((row, i) => ({
      ...row,
      // Ids come again in the same file and in the next; no score is 0 or 1.
      id: String(i % 700),
      score: String(0.05 + 0.9 * Number(row.score)),
    }));
    const label = (id: number, value: number, received: string): string => `${id},${value},${received}`;
    const early = log.slice(0, 600).map((row, i) => label(i, Number(row.label), '2024-02-06 00:00:00'));
    const late = log.slice(0, 90).map((row, i) => label(i, 1 - Number(row.label), '2024-02-07 00:00:00'));
    // Of labels that came at the same time the later row counts.
    const same = log
      .slice(200, 260)
      .map((row, i) => label(200 + i, 1 - Number(row.label), '2024-02-06 00:00:00'));
    const columns = ['id', 'at', 'age', 'plan', 'score'] as const;
    const { folder, remove } = await folderOf({
      'tidemark.yaml': CONFIG,
      'reference.csv': csv(rows(300, '2024-01-01', { offset: 50_000 })),
      'current-1.csv': csv(log.slice(0, 500), columns),
      'current-2.csv': csv(log.slice(500), columns),
      'labels-1.csv': `id,label,received\n${[...late, ...early].join('\n')}\n`,
      'labels-2.csv': `id,label,received\n${same.join('\n')}\n`,
      'r.tidemark.md': `---\ntitle: r\nconfig: tidemark.yaml\n---\n\n\`\`\`sql\n${SQL}\n\`\`\`\n`,
    });
    const run = async (...args: readonly string[]): Promise<string> => {
      let [out, err] = ['', ''];
      const code = await main(args, {
        out: (text) => void (out += text),
        err: (text) => void (err += text),
        stdin: () => Promise.resolve(''),
        outIsTerminal: false,
        errIsTerminal: false,
        columns: 100,
        cwd: folder,
        env: { TIDEMARK_CACHE: join(folder, 'cache') },
        signal: new AbortController().signal,
      });
      assert.equal(code, 0, err);
      return out;
    };
    try {
      const report = JSON.parse(await run('check', '--format', 'json')) as Report;
      const checked = (metric: string): number | null | undefined =>
        report.results.find((one) => one.metric === metric && one.chunk === null)?.value;
      const exported = JSON.parse(await run('report', 'r.tidemark.md', '--format', 'json')) as {
        cells: { outputs: { kind: string; rows?: { value: number }[][] }[] }[];
      };
      const [row = []] = exported.cells
        .flatMap(({ outputs }) => outputs)
        .filter(({ kind }) => kind === 'table')
        .flatMap((table) => table.rows ?? []);
      const n = report.results.find((one) => one.metric === 'accuracy' && one.chunk === null)?.n_current;
      assert.equal(n, 600);
      assert.equal(row[0]?.value, n);
      assert.ok(Math.abs((row[1]?.value ?? NaN) - (checked('accuracy') ?? NaN)) < 1e-12);
      assert.ok(Math.abs((row[2]?.value ?? NaN) - (checked('log_loss') ?? NaN)) < 1e-9);
    } finally {
      await remove();
    }
  });
});
