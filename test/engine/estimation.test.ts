import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Report } from '../../src/core/report/report.js';
import { close } from '../close.js';
import { binaryRows, classColumns, regressionColumns } from '../estimation-rows.js';
import { check, standing } from './check.js';
import { folderOf } from './logs.js';

interface Entry {
  ours: Record<string, number>;
  realised: Record<string, number>;
}

/** Recorded by test/oracle/estimation.py (versions inside). */
const oracle = JSON.parse(readFileSync('test/oracle/estimation.json', 'utf8')) as {
  binary: [Entry, Entry];
  multiclass: [Entry, Entry];
  regression: [Entry, Entry];
};

async function run(files: Record<string, string>): Promise<Report> {
  const { folder, remove } = await folderOf(files);
  try {
    return await check(join(folder, 'tidemark.yaml'));
  } finally {
    await remove();
  }
}

/** A CSV of columns, each row with its number; without those that are left out. */
function csv(
  columns: Readonly<Record<string, readonly (string | number)[]>>,
  without: readonly string[] = [],
): string {
  const names = Object.keys(columns).filter((name) => !without.includes(name));
  const rows = (columns[names[0] ?? ''] ?? []).map((_, i) =>
    [i, ...names.map((name) => columns[name]?.[i])].join(','),
  );
  return `${[['id', ...names].join(','), ...rows].join('\n')}\n`;
}

function config(task: string, columns: string, metrics: readonly string[]): string {
  return `version: 1
model: estimate
task: ${task}
logs: { current: b.csv, reference: a.csv, columns: { id: id, label: label, ${columns} } }
checks:
  performance:
${metrics.map((metric) => `    - { metric: estimated_${metric} }`).join('\n')}
`;
}

function matches(report: Report, expected: Record<string, number>): void {
  for (const [metric, value] of Object.entries(expected)) {
    const found = standing(report, `estimated_${metric}`);
    close(found.value ?? NaN, value, 1e-9, metric);
    assert.equal(found.exact, true);
    assert.ok(found.interval !== null, metric);
  }
}

describe('estimates without labels, from files', function () {
  this.timeout(60_000);

  it('binary: the reference has labels, the current log has none', async () => {
    const columns = (rows: ReturnType<typeof binaryRows>): Record<string, number[]> => ({
      score: rows.map(({ score }) => score),
      said: rows.map(({ said }) => said),
      label: rows.map(({ label }) => label),
    });
    const { ours } = oracle.binary[1];
    const report = await run({
      'a.csv': csv(columns(binaryRows(4000, 21, 1))),
      'b.csv': csv(columns(binaryRows(700, 23, 2)), ['label']),
      'tidemark.yaml': config('binary', 'score: score, prediction: said', Object.keys(ours)),
    });
    matches(report, ours);
    assert.match(standing(report, 'estimated_roc_auc').explanation, /Estimated without labels/);
  });

  it('several classes', async () => {
    const { ours } = oracle.multiclass[1];
    const report = await run({
      'a.csv': csv(classColumns(3000, 31, 0)),
      'b.csv': csv(classColumns(800, 33, 0.4), ['label']),
      'tidemark.yaml': config(
        'multiclass',
        'score: { cat: p_cat, dog: p_dog, owl: p_owl }, prediction: said',
        Object.keys(ours),
      ),
    });
    matches(report, ours);
  });

  it('regression: the interval holds what came', async () => {
    const { realised } = oracle.regression[1];
    const report = await run({
      'a.csv': csv(regressionColumns(4000, 41, 1)),
      'b.csv': csv(regressionColumns(900, 43, 0.4), ['label']),
      'tidemark.yaml': config('regression', 'prediction: said', Object.keys(realised)),
    });
    for (const [metric, came] of Object.entries(realised)) {
      const [low, high] = standing(report, `estimated_${metric}`).interval ?? [NaN, NaN];
      assert.ok(low < came && came < high, `${metric}: ${came} in ${low}, ${high}`);
    }
  });
});
