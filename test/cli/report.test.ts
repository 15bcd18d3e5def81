import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { main } from '../../src/cli/main.js';
import type { Report } from '../../src/core/report/report.js';
import { config, csv, folderOf, rows } from '../engine/logs.js';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

interface Exported {
  readonly title: string;
  readonly failures: number;
  readonly summary: Report['summary'] | null;
  readonly cells: readonly {
    readonly kind: string;
    readonly line: number;
    readonly outputs: readonly { readonly kind: string; readonly [key: string]: unknown }[];
    readonly inline: Readonly<Record<string, { readonly text: string; readonly error: string | null }>>;
  }[];
}

const REPORT = `---
title: Churn in February
parameters: { wanted: plus }
---

# Churn in February

PSI of the age is {{ psi of age }}, of the score {{ psi of score }}; \`{{ code }}\` stays. {{ $wanted }}.

\`\`\`tidemark
show: verdict
\`\`\`

\`\`\`tidemark
metric: psi
of: [age, plan]
\`\`\`

\`\`\`tidemark
metric: tvd
of: plan
chart: none
\`\`\`

\`\`\`sql
-- name: plans
SELECT plan, count(*) AS n, avg(score) AS score FROM current WHERE plan = $wanted GROUP BY plan
\`\`\`

\`\`\`chart
data: plans
mark: bar
encoding: { x: { field: plan }, y: { field: n, type: quantitative } }
\`\`\`
`;

describe('tidemark report', function () {
  this.timeout(120_000);
  let folder: string;
  let remove: () => Promise<void>;

  async function run(...args: readonly string[]): Promise<Ended> {
    let [out, err] = ['', ''];
    const code = await main(['report', ...args], {
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
    return { code, out, err };
  }
  const write = (text: string, name = 'own.tidemark.md'): Promise<void> =>
    writeFile(join(folder, name), text);
  const json = async (text: string): Promise<Exported & { code: number; err: string }> => {
    await write(text);
    const { out, code, err } = await run('own.tidemark.md', '--format', 'json');
    return { ...(JSON.parse(out) as Exported), code, err };
  };
  const cell = (text: string): string => `# Report\n\n\`\`\`tidemark\n${text}\n\`\`\`\n`;
  const sql = (text: string): string => `# Report\n\n\`\`\`sql\n${text}\n\`\`\`\n`;

  before(async () => {
    const hostile = csv(rows(400, '2024-02-01', { offset: 10_000 })).replace(
      /basic/g,
      '<script>alert(1)</script>',
    );
    ({ folder, remove } = await folderOf({
      'tidemark.yaml': config(),
      'reference.csv': csv(rows(800, '2024-01-01')),
      'current.csv': csv(rows(800, '2024-02-01', { offset: 10_000 })),
      'churn.tidemark.md': REPORT,
      'hostile/tidemark.yaml': config({ reference: '../reference.csv' }),
      'hostile/current.csv': hostile,
      'broken/tidemark.yaml': 'version: 1\nmodle: x\n',
      'nolog/tidemark.yaml': config(),
      'nolog/r.tidemark.md': cell('show: verdict'),
    }));
  });

  after(() => remove());

  it('writes cells whose numbers are those of the check', async () => {
    const { out, code, err } = await run('churn.tidemark.md', '--format', 'json');
    assert.equal(code, 0, err);
    const exported = JSON.parse(out) as Exported;
    assert.equal(exported.failures, 0);
    assert.deepEqual(
      exported.cells.map(({ kind }) => kind),
      ['front', 'prose', 'metric', 'metric', 'metric', 'sql', 'chart'],
    );
    let checked = '';
    await main(['check', 'tidemark.yaml', '--format', 'json'], {
      out: (text) => void (checked += text),
      err: () => undefined,
      stdin: () => Promise.resolve(''),
      outIsTerminal: false,
      errIsTerminal: false,
      columns: 100,
      cwd: folder,
      env: { TIDEMARK_CACHE: join(folder, 'cache') },
      signal: new AbortController().signal,
    });
    const report = JSON.parse(checked) as Report;
    const standing = report.results.filter(({ standing: stands, metric }) => stands && metric === 'psi');
    const table = exported.cells[3]?.outputs[0] as unknown as {
      columns: { name: string }[];
      rows: { value: unknown }[][];
    };
    const at = table.columns.findIndex(({ name }) => name === 'value');
    assert.deepEqual(
      table.rows.map((row) => row[at]?.value),
      ['age', 'plan'].map((column) => standing.find(({ subject }) => subject.column === column)?.value),
    );
    const inline = exported.cells[1]?.inline ?? {};
    assert.deepEqual(Object.keys(inline), ['psi of age', 'psi of score', '$wanted']);
    assert.equal(inline['$wanted']?.text, 'plus');
    const query = exported.cells[5]?.outputs[0] as unknown as { rows: { value: unknown }[][] };
    const plus = (await readFile(join(folder, 'current.csv'), 'utf8'))
      .split('\n')
      .filter((line) => line.includes(',plus,')).length;
    assert.equal(query.rows[0]?.[1]?.value, plus);
  });

  it('what the config does not check has no verdict, and changes none', async () => {
    const { summary, cells } = await json(cell('metric: tvd\nof: plan'));
    assert.equal(summary?.alert, 0);
    const [table] = cells[1]?.outputs ?? [];
    assert.match(JSON.stringify(table), /"value":"info"/);
    assert.match(JSON.stringify(table), /does not check this/);
  });

  it('the file has none of the outputs afterwards', async () => {
    assert.equal(await readFile(join(folder, 'churn.tidemark.md'), 'utf8'), REPORT);
  });

  for (const format of ['html', 'json', 'markdown']) {
    it(`two exports as ${format} differ in one time stamp`, async () => {
      const [first, second] = [
        await run('churn.tidemark.md', '--format', format),
        await run('churn.tidemark.md', '--format', format, '--no-cache'),
      ];
      const stamp = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g;
      const [a, b] = [first.out, second.out].map((text) => text.split('\n'));
      const differing = (a ?? []).filter((line, i) => line !== b?.[i]);
      assert.ok(differing.length <= 1, differing.slice(0, 3).join('\n').slice(0, 400));
      const blank = (text: string): string =>
        text.replace(/(Written (<time>)?|generated_at": ")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/, '$1');
      assert.equal(blank(first.out), blank(second.out));
      assert.ok((first.out.match(stamp) ?? []).length > 0);
    });
  }

  it('one page: strict policy, nothing from elsewhere, small', async () => {
    const { out } = await run('churn.tidemark.md');
    assert.ok(out.length < 1.5e6, String(out.length));
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(out)?.[1] ?? '';
    assert.match(policy, /default-src &#39;none&#39;/);
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
    const page = out.replace(/<script[^>]*>[\s\S]*?<\/script>/g, '');
    assert.doesNotMatch(page, /(src|href)="(?!#|data:)/);
    assert.doesNotMatch(page, / style="| on\w+="/);
    assert.ok((page.match(/role="img"/g) ?? []).length >= 3);
  });

  it('what logs and prose hold is text, never markup', async () => {
    const text = `# <img src=x onerror=alert(1)>\n\n<script>alert(2)</script>\n\n[a](javascript:alert(3)) ![p](http://127.0.0.1/p.png) <!-- gone -->\n\n\`\`\`tidemark\nmetric: psi\nof: plan\nchart: distribution\n\`\`\`\n\n\`\`\`sql\nSELECT DISTINCT plan FROM current ORDER BY 1\n\`\`\`\n`;
    await write(text, 'hostile/h.tidemark.md');
    const { out } = await run('hostile/h.tidemark.md');
    const page = out.replace(
      /<script>[\s\S]*?<\/script>|<script type="application\/json"[\s\S]*?<\/script>/g,
      '',
    );
    assert.doesNotMatch(page, /<script|<img|href="javascript|127\.0\.0\.1\/p\.png"|gone/);
    assert.match(page, /&lt;script&gt;alert\(1\)/);
    assert.equal(
      /<script type="application\/json"[^>]*>([\s\S]*?)<\/script>/.exec(out)?.[1]?.includes('<'),
      false,
    );
  });

  it('a cell that fails says so in its place; the others are written, and the exit code is 1', async () => {
    const { code, cells, failures, err } = await json(
      `${sql("SELECT * FROM read_csv('/etc/passwd')")}\n\`\`\`sql\nSELECT agee FROM current\n\`\`\`\n\n\`\`\`tidemark\nshow: verdict\n\`\`\`\n`,
    );
    assert.equal(code, 1);
    assert.equal(failures, 2);
    assert.deepEqual(
      cells.map(({ outputs }) => outputs[0]?.kind),
      [undefined, 'error', 'error', 'verdict'],
    );
    assert.deepEqual(cells[1]?.outputs[0]?.['place'], { line: 4, column: 15 });
    assert.deepEqual(cells[2]?.outputs[0]?.['place'], { line: 8, column: 8 });
    assert.match(err, /own\.tidemark\.md:4:15: error: `read_csv` is refused/);
  });

  it('unknown keys, metrics, columns and windows are errors of their cell', async () => {
    for (const [text, message] of [
      ['metrik: psi', /did you mean|Did you mean `metric`/],
      ['metric: pssi', /did you mean `psi`/],
      ['metric: tvd\nof: agee', /agee/],
      ['metric: psi\nof: age\nwindow: 1999-01-01', /No chunk of the logs holds 1999-01-01/],
      ['metric: psi\nof: age\nwindow: 1999-01', /no rows/],
    ] as const) {
      const { code, cells } = await json(cell(text));
      assert.equal(code, 1, text);
      assert.equal(cells[1]?.outputs[0]?.kind ?? cells[0]?.outputs[0]?.kind, 'error', text);
      assert.match(JSON.stringify(cells), message, text);
    }
  });

  it('shows one segment, or each', async () => {
    const one = await json(cell('metric: roc_auc\nsegment: plan=plus\nchart: none'));
    assert.match(JSON.stringify(one.cells[1]?.outputs), /"plan=plus"/);
    const each = await json(cell('metric: roc_auc\nsegment: plan\nchart: none'));
    for (const plan of ['basic', 'plus', 'pro'])
      assert.match(JSON.stringify(each.cells[1]?.outputs), new RegExp(`"plan=${plan}"`));
  });

  it('without a config, or with a broken one, every cell says so and the file is written', async () => {
    await write(`---\nconfig: nowhere.yaml\n---\n\nValue {{ psi of age }}.\n\n${cell('show: verdict')}`);
    const missing = await run('own.tidemark.md', '--output', 'out.html');
    assert.equal(missing.code, 2);
    assert.match(missing.err, /no config at .*nowhere\.yaml/);
    assert.match(await readFile(join(folder, 'out.html'), 'utf8'), /This cell failed[\s\S]*nowhere\.yaml/);
    await write(`---\nconfig: broken/tidemark.yaml\n---\n\n${cell('show: verdict')}`);
    assert.equal((await run('own.tidemark.md')).code, 2);
    const nolog = await run('nolog/r.tidemark.md', '--output', 'nolog.html');
    assert.equal(nolog.code, 3, nolog.err);
    assert.ok(existsSync(join(folder, 'nolog.html')));
  });

  it('broken front matter, an open fence, NUL bytes and CRLF are told in their places', async () => {
    const front = await json('---\ntitle: [a\n---\n\nProse.\n');
    assert.equal(front.code, 1);
    assert.match(front.err, /own\.tidemark\.md:\d+:\d+: error: /);
    assert.match((await json('```sql\nSELECT 1')).err, /not closed/);
    assert.match((await json(sql('SELECT \0 1'))).err, /NUL byte/);
    const windows = await json(`# R\r\n\r\n\`\`\`sql\r\nSELECT\r\n  agee FROM current\r\n\`\`\`\r\n`);
    assert.deepEqual(windows.cells[1]?.outputs[0]?.['place'], { line: 5, column: 3 });
  });

  it('keeps the first rows of a million, and says so', async () => {
    const { cells, code } = await json(sql('SELECT a FROM range(1000000) AS t(a)'));
    const table = cells[1]?.outputs[0] as unknown as { rows: unknown[]; total: null; note: string };
    assert.equal(code, 0);
    assert.equal(table.rows.length, 1000);
    assert.equal(table.total, null);
    assert.match(table.note, /first 1\u202F000 rows are kept/);
  });

  it('takes a report of 5 MB', async () => {
    const { out, code } = await (async () => {
      await write(
        `# Large\n\n${'Words and words and words. '.repeat(200_000)}\n\n${cell('show: verdict').slice(10)}`,
      );
      return run('own.tidemark.md', '--format', 'markdown');
    })();
    assert.equal(code, 0);
    assert.ok(out.length > 5e6);
  });

  it('exits with the verdict of the config', async () => {
    await write(
      config({ checks: '  performance:\n    - { metric: roc_auc, alert: { above: 0.5 } }' }),
      'strict.tidemark.yaml',
    );
    await write(`---\nconfig: strict.tidemark.yaml\n---\n\n${cell('show: verdict')}`);
    const { code, err } = await run('own.tidemark.md');
    assert.equal(code, 1, err);
    assert.equal((await run('own.tidemark.md', '--fail-on', 'never')).code, 0);
  });

  for (const template of ['full', 'weekly', 'incident', 'release']) {
    it(`makes a ${template} report of a config, in which no cell fails`, async () => {
      const draft = await run('tidemark.yaml', '--template', template, '--draft');
      assert.match(draft.out, /^---\ntitle: /);
      // No number stands in a template: whatever it says of the data is computed.
      assert.doesNotMatch(draft.out.replace(/```[\s\S]*?```/g, '').replace(/\{\{.*?\}\}/g, ''), /\d/);
      const { out, code, err } = await run('tidemark.yaml', '--template', template, '--format', 'json');
      assert.equal(code, 0, err);
      assert.equal((JSON.parse(out) as Exported).failures, 0, out.slice(0, 2000));
    });
  }

  it('refuses what is no report', async () => {
    assert.equal((await run('nowhere.tidemark.md')).code, 2);
    assert.equal((await run('hostile')).code, 2);
    assert.equal((await run('churn.tidemark.md', '--format', 'pdf')).code, 2);
  });
});
