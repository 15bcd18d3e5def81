import assert from 'node:assert/strict';
import { join } from 'node:path';

import { DataError } from '../../src/core/errors.js';
import type { Report } from '../../src/core/report/report.js';
import { reportOf } from './both-engines.js';
import { check, standing } from './check.js';
import { config, csv, folderOf, rows } from './logs.js';

const LOG = rows(600, '2024-02-01', { offset: 10_000 });
const NO_LABEL = ['id', 'at', 'age', 'plan', 'score'] as const;
const LABELS = 'feedback:\n  labels: { path: labels.csv, id: id, label: label }\n';
const FEEDBACK = `  performance:
    - { metric: roc_auc }
    - { metric: accuracy }
  feedback:
    - { metric: label_coverage }
    - { metric: orphan_share }`;

function files(more: Record<string, string>): Record<string, string> {
  return { 'reference.csv': csv(rows(600, '2024-01-01')), 'current.csv': csv(LOG), ...more };
}

async function run(more: Record<string, string>): Promise<Report> {
  const { folder, remove } = await folderOf(files(more));
  try {
    return await check(join(folder, 'tidemark.yaml'));
  } finally {
    await remove();
  }
}

describe('labels that miss the rows, or the classes', function () {
  this.timeout(60_000);
  const labels = (idOf: (id: string) => string, labelOf = (label: string): string => label): string =>
    `id,label\n${LOG.map(({ id, label }) => `${idOf(id)},${labelOf(label)}`).join('\n')}\n`;

  it('whole numbers that one side keeps as floats are the same ids, in both engines', async () => {
    const { folder, remove } = await folderOf(
      files({
        'current.csv': csv(LOG, NO_LABEL),
        'labels.csv': labels((id) => `${id}.0`),
        'tidemark.yaml': config({ checks: FEEDBACK, more: LABELS }),
      }),
    );
    try {
      for (const engine of ['local', 'arquero']) {
        const report = await reportOf(folder, engine, {});
        assert.ok(typeof report !== 'string', String(report));
        assert.equal(standing(report, 'orphan_share').value, 0, engine);
        assert.equal(standing(report, 'label_coverage').value, 1, engine);
      }
    } finally {
      await remove();
    }
  });

  it('ids that are written in another way are told from labels that have not come', async () => {
    const report = await run({
      'current.csv': csv(LOG, NO_LABEL),
      'labels.csv': labels((id) => `user-${id}`),
      'tidemark.yaml': config({ checks: FEEDBACK, more: LABELS }),
    });
    const { verdict, explanation } = standing(report, 'roc_auc');
    assert.equal(verdict, 'unknown');
    assert.match(explanation, /None of the 600 labelled ids is an id of the log.*Compare how id is written/);
  });

  it('a label, score or prediction column that is gone is an error that names it', async () => {
    const gone = await run({
      'current.csv': csv(LOG, NO_LABEL),
      'tidemark.yaml': config({ checks: FEEDBACK }),
    });
    for (const metric of ['roc_auc', 'accuracy', 'label_coverage']) {
      const { verdict, explanation } = standing(gone, metric);
      assert.equal(verdict, 'error', metric);
      assert.match(explanation, /The column label is gone: no current log has it\./);
    }
    const scoreless = await run({
      'current.csv': csv(LOG, ['id', 'at', 'age', 'plan', 'label']),
      'tidemark.yaml': config({ checks: FEEDBACK }),
    });
    for (const metric of ['roc_auc', 'accuracy']) {
      assert.match(
        standing(scoreless, metric).explanation,
        /The column score is gone: no current log has it\./,
      );
    }
  });

  it('a positive class that is neither of the two labels is an error, never a model without positives', async () => {
    const misspelt = (positive: string): string =>
      config({ checks: FEEDBACK }).replace('task: binary', `task: binary\npositive: ${positive}`);
    await assert.rejects(run({ 'tidemark.yaml': misspelt('yes') }), (error: Error) => {
      assert.ok(error instanceof DataError);
      assert.match(error.message, /The positive class yes is no label: the labels are 0 and 1\./);
      return true;
    });
    const known = await run({ 'tidemark.yaml': misspelt('true') });
    assert.notEqual(standing(known, 'roc_auc').value, null);
  });

  it('of true and false only one is seen so far: the other is still the other', async () => {
    const ones = LOG.map((row) => ({ ...row, label: '1', score: '0.9' }));
    const report = await run({
      'reference.csv': csv(ones),
      'current.csv': csv(ones),
      'tidemark.yaml': config({ checks: FEEDBACK }).replace('task: binary', 'task: binary\npositive: true'),
    });
    assert.equal(standing(report, 'accuracy').value, 1);
  });

  it('more than two labels are named, with dots only where there are others', async () => {
    const words = { '0': 'stayed', '1': 'churned' } as Record<string, string>;
    await assert.rejects(
      run({
        'current.csv': csv(LOG, NO_LABEL),
        'labels.csv': labels(
          (id) => id,
          (label) => words[label] ?? label,
        ),
        'tidemark.yaml': config({ checks: FEEDBACK, more: LABELS }),
      }),
      /The labels have 4 distinct values \(0, 1, churned, stayed\), but/,
    );
  });
});
