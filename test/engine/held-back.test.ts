import assert from 'node:assert/strict';
import { join } from 'node:path';

import type { Report } from '../../src/core/report/report.js';
import { check, standing } from './check.js';
import { config, csv, folderOf, rows, type Row } from './logs.js';

const CHECKS = `  stability:
    - { metric: psi, of: label }
    - { metric: concept_shift }
  performance:
    - { metric: roc_auc }
    - { metric: accuracy }
  feedback:
    - { metric: label_coverage }
    - { metric: label_bias }`;
const METRICS = ['psi', 'concept_shift', 'roc_auc', 'accuracy', 'label_coverage', 'label_bias'];

async function run(
  current: readonly Row[],
  options: Parameters<typeof config>[0] = {},
  files: Record<string, string> = {},
): Promise<Report> {
  const { folder, remove } = await folderOf({
    'reference.csv': csv(rows(1000, '2024-01-01', { offset: 50_000 })),
    'current.csv': csv(current),
    'tidemark.yaml': config({ checks: CHECKS, ...options }),
    ...files,
  });
  try {
    return await check(join(folder, 'tidemark.yaml'));
  } finally {
    await remove();
  }
}

/** All six checks of the window give this reason for having no value. */
function tells(report: Report, reason: string): void {
  for (const metric of METRICS) {
    const { verdict, value, explanation } = standing(report, metric, metric === 'psi' ? 'label' : null);
    assert.deepEqual([verdict, value], ['unknown', null], metric);
    assert.ok(explanation.endsWith(`over the whole window: ${reason}`), explanation);
  }
}

describe('labels that do not count yet', function () {
  this.timeout(60_000);
  const day = rows(150, '2024-02-05');
  const unlabelled = day.map((row, i) => (i < 50 ? { ...row, label: '' } : row));

  it('are told apart from labels that have not come, in a day that is not over', async () => {
    const over = '5 February is not over. It is once a row or --as-of reaches 6 February 2024.';
    tells(await run(day), `All 150 rows have a label, but none counts yet: ${over}`);
    tells(await run(unlabelled), `100 of 150 rows have a label, but none counts yet: ${over}`);
    const none = day.map((row) => ({ ...row, label: '' }));
    tells(await run(none), `None of 150 rows has a label yet: ${over}`);
  });

  it('and in chunks that are over, whose labels may still be late', async () => {
    const log = rows(400, '2024-02-05');
    const labels = `id,label\n${log.map(({ id, label }) => `${id},${label}`).join('\n')}\n`;
    const report = await run(
      log,
      { more: 'feedback:\n  labels: { path: labels.csv, id: id, label: label, matures: 36h }\n' },
      { 'labels.csv': labels },
    );
    tells(
      report,
      'All 400 rows have a label, but none counts yet: the labels of 5 February are mature on 2024-02-07T12:00:00Z, 36h after its end.',
    );
  });

  it('and in a chunk by rows that is not full', async () => {
    const report = await run(day, { every: '{ rows: 1000 }' });
    tells(report, 'All 150 rows have a label, but none counts yet: chunk 2024-02-05T00:00:00Z is not full.');
  });

  it('a chunk without rows is not one that waits for labels', async () => {
    const report = await run([...day, ...rows(200, '2024-02-07')]);
    const empty = report.results.find(
      ({ metric, chunk }) => metric === 'roc_auc' && chunk === '2024-02-06T00:00:00Z',
    );
    assert.match(empty?.explanation ?? '', /There are no rows\./);
  });
});
