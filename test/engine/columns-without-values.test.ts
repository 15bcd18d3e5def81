import assert from 'node:assert/strict';

import type { Report } from '../../src/core/report/report.js';
import { reportOf } from './both-engines.js';
import { standing } from './check.js';
import { config, csv, folderOf, rows, type Row } from './logs.js';

const LOG = rows(600, '2024-02-01', { offset: 10_000 });
const HEADER = csv([]);

/** The report, which both engines give alike. */
async function run(files: Record<string, string>, yaml: string): Promise<Report> {
  const { folder, remove } = await folderOf({
    'reference.csv': csv(rows(600, '2024-01-01')),
    'tidemark.yaml': yaml,
    ...files,
  });
  try {
    const [local, built] = [await reportOf(folder, 'local', {}), await reportOf(folder, 'arquero', {})];
    assert.ok(typeof local !== 'string' && typeof built !== 'string', `${String(local)} ${String(built)}`);
    assert.deepEqual(local.results, built.results);
    return local;
  } finally {
    await remove();
  }
}

describe('columns without values', function () {
  this.timeout(60_000);

  for (const [where, files] of [
    ['last', { 'logs/a.csv': csv(LOG), 'logs/b.csv': HEADER }],
    ['first', { 'logs/a.csv': HEADER, 'logs/b.csv': csv(LOG) }],
  ] as const) {
    it(`a file that is a header alone, read ${where}, retypes no column and is named`, async () => {
      const report = await run(files, config({ current: 'logs/*.csv' }));
      const changes = report.results.filter(({ metric }) => metric === 'schema_change');
      assert.deepEqual(
        changes.map(({ verdict }) => verdict),
        ['pass'],
        JSON.stringify(changes.map(({ explanation }) => explanation)),
      );
      assert.ok(report.problems.some(({ code }) => code === 'empty-file'));
    });
  }

  it('and without a reference log the columns are what the rows say', async () => {
    const report = await run(
      { 'logs/a.csv': HEADER, 'logs/b.csv': csv(LOG) },
      config({
        current: 'logs/*.csv',
        reference: '{ window: 1d }',
        checks: '  stability:\n    - { metric: ks, of: age }',
      }),
    );
    assert.notEqual(standing(report, 'ks', 'age').value, null);
  });

  it('numbers that became text are not said to be missing', async () => {
    const yaml = config({
      checks:
        '  stability:\n    - { metric: psi, of: age }\n  quality:\n    - { metric: missing_share, of: age }',
    });
    const years = LOG.map((row): Row => ({ ...row, age: `${row.age} years` }));
    const report = await run({ 'current.csv': csv(years) }, yaml);
    const psi = standing(report, 'psi', 'age');
    assert.equal(psi.verdict, 'error');
    assert.match(psi.explanation, /none of 200 is a number, all are text or empty\./);
    const change = standing(report, 'schema_change', 'age');
    assert.equal(change.verdict, 'alert');
    // How many there are is a value beside these, and no check that holds.
    const all = report.results.find(
      ({ metric, subject }) => metric === 'schema_change' && subject.column === null,
    );
    assert.deepEqual([all?.value, all?.verdict], [1, 'info']);
    assert.match(
      change.explanation,
      /age has no number in the current logs, only text \(VARCHAR\) or nothing; it was numeric \(BIGINT\) in the reference\./,
    );
  });
});
