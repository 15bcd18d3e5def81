import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Report } from '../../src/core/report/report.js';
import { close } from '../close.js';
import { check, standing } from './check.js';
import { folderOf } from './logs.js';

type Values = Record<string, [number] | [number, number, number]>;

interface Oracle {
  regression: { name: string; label: number[]; said: number[]; values: Values }[];
  multiclass: { classes: string[]; label: number[]; said: number[]; score: number[][]; values: Values }[];
  binary: { label: number[]; score: number[]; said: number[]; values: Values }[];
  ranking: { k: number; rows: [string, number, number][]; values: Values }[];
}

/** Recorded by test/oracle/performance.py from scikit-learn (versions inside). */
const oracle = JSON.parse(readFileSync('test/oracle/performance.json', 'utf8')) as Oracle;

async function run(files: Record<string, string>): Promise<Report> {
  const { folder, remove } = await folderOf(files);
  try {
    return await check(join(folder, 'tidemark.yaml'));
  } finally {
    await remove();
  }
}

function csv(header: string, rows: readonly (readonly (string | number)[])[]): string {
  return `${header}\n${rows.map((row) => row.join(',')).join('\n')}\n`;
}

function config(task: string, columns: string, metrics: readonly string[], more = ''): string {
  return `version: 1
model: small
task: ${task}
logs: { current: 'current-*.csv', columns: { ${columns} } }
checks:
  performance:
${metrics.map((metric) => `    - { metric: ${metric} }`).join('\n')}
${more}`;
}

/** Two files of the same log, cut anywhere. */
function halves(header: string, rows: readonly (readonly (string | number)[])[]): Record<string, string> {
  const cut = Math.floor(rows.length / 3);
  return { 'current-1.csv': csv(header, rows.slice(0, cut)), 'current-2.csv': csv(header, rows.slice(cut)) };
}

function checkAll(report: Report, values: Values): void {
  for (const [id, [value]] of Object.entries(values)) {
    close(standing(report, id).value ?? NaN, value, 1e-12, id);
  }
}

describe('performance of every task, from files', function () {
  this.timeout(60_000);

  it('binary, with text labels and predictions', async () => {
    const [first] = oracle.binary;
    assert.ok(first);
    const word = (code: number | undefined): string => (code === 1 ? 'yes' : 'no');
    const rows = first.label.map((label, i) => [i, first.score[i] ?? '', word(first.said[i]), word(label)]);
    checkAll(
      await run({
        ...halves('id,p,said,truth', rows),
        'tidemark.yaml': config(
          'binary',
          'id: id, score: p, prediction: said, label: truth',
          Object.keys(first.values),
          'positive: yes\n',
        ),
      }),
      first.values,
    );
  });

  it('multiclass, labels joined from a file of their own', async () => {
    const [first] = oracle.multiclass;
    assert.ok(first);
    const { classes } = first;
    const rows = first.score.map((scores, i) => [i, ...scores, classes[first.said[i] ?? 0] ?? '']);
    checkAll(
      await run({
        ...halves('id,p_cat,p_dog,p_owl,said', rows),
        'labels.csv': csv(
          'id,is',
          first.label.map((label, i) => [i, classes[label] ?? '']),
        ),
        'tidemark.yaml': config(
          'multiclass',
          'id: id, score: { cat: p_cat, dog: p_dog, owl: p_owl }, prediction: said',
          Object.keys(first.values),
          'feedback: { labels: { path: labels.csv, id: id, label: is } }\n',
        ),
      }),
      first.values,
    );
  });

  for (const { name, label, said, values } of oracle.regression) {
    it(`regression, ${name}, labels in the log and joined`, async () => {
      const metrics = Object.keys(values);
      const rows = label.map((truth, i) => [i, said[i] ?? '', truth]);
      const own = await run({
        ...halves('id,said,truth', rows),
        'tidemark.yaml': config('regression', 'id: id, prediction: said, label: truth', metrics),
      });
      checkAll(own, values);
      assert.match(standing(own, 'mape').explanation, /rows are left out: the label is 0/);
      const joined = await run({
        ...halves(
          'id,said',
          rows.map((row) => row.slice(0, 2)),
        ),
        'labels.csv': csv(
          'id,truth',
          rows.map(([id, , truth]) => [id ?? '', truth ?? '']),
        ),
        'tidemark.yaml': config(
          'regression',
          'id: id, prediction: said',
          metrics,
          'feedback: { labels: { path: labels.csv, id: id, label: truth } }\n',
        ),
      });
      checkAll(joined, values);
    });
  }

  it('ranking: a query may lie in two files, and k is the check’s', async () => {
    const found = oracle.ranking[1];
    assert.ok(found);
    const { k, rows, values } = found;
    const report = await run({
      ...halves('query,score,relevance', rows),
      'tidemark.yaml': config(
        'ranking',
        'query: query, score: score, label: relevance',
        Object.keys(values).map((id) => (id === 'mrr' ? id : `${id}, k: ${k}`)),
      ),
    });
    checkAll(report, values);
    assert.deepEqual(
      report.problems.filter(({ code }) => code === 'not-supported-yet'),
      [],
    );
  });
});
