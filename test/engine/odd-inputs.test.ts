import assert from 'node:assert/strict';

import type { Report } from '../../src/core/report/report.js';
import { agree } from './both-engines.js';
import { standing } from './check.js';
import { config, csv, rows } from './logs.js';

const LOG = rows(600, '2024-02-01', { offset: 10_000 });
const REFERENCE = csv(rows(600, '2024-01-01'));

function said(report: Report, code: string): string[] {
  return report.problems.filter((problem) => problem.code === code).map(({ message }) => message);
}

describe('inputs that can be read and mean little', function () {
  this.timeout(60_000);

  it('a reference that is among the current logs, or a copy of one, is named', async () => {
    const among = await agree({
      'logs/a.csv': REFERENCE,
      'logs/b.csv': csv(LOG),
      'tidemark.yaml': config({ current: 'logs/*.csv', reference: 'logs/a.csv' }),
    });
    assert.match(said(among, 'reference-in-current')[0] ?? '', /^logs\/a\.csv is in the reference too: rows/);
    const copy = await agree({
      'current.csv': REFERENCE,
      'reference.csv': REFERENCE,
      'tidemark.yaml': config(),
    });
    assert.match(
      said(copy, 'reference-in-current')[0] ?? '',
      /^current\.csv has the bytes of reference\.csv of the reference: rows/,
    );
    const apart = await agree({
      'current.csv': csv(LOG),
      'reference.csv': REFERENCE,
      'tidemark.yaml': config(),
    });
    assert.deepEqual(said(apart, 'reference-in-current'), []);
    const window = await agree({
      'current.csv': csv(LOG),
      'tidemark.yaml': config({ reference: '{ window: 1d }' }),
    });
    assert.deepEqual(said(window, 'reference-in-current'), []);
  });

  it('a version that no row has leaves no reference, and is named', async () => {
    const yaml = config({
      reference: '{ version: v9 }',
      checks: '  stability:\n    - { metric: psi, of: age }',
    })
      .replace('timestamp: at,', 'timestamp: at, version: plan,')
      .replace('[age, plan]', '[age]');
    const report = await agree({ 'current.csv': csv(LOG), 'tidemark.yaml': yaml });
    const { verdict, explanation } = standing(report, 'psi', 'age');
    assert.equal(verdict, 'error');
    assert.match(explanation, /The reference has no rows: no row has the version v9\./);
  });

  it('of labels that disagree, and nobody knows when they came, the last in the files counts', async () => {
    const labels = LOG.map(({ id }) => `${id},1\n${id},0`).join('\n');
    const report = await agree({
      'current.csv': csv(LOG, ['id', 'at', 'age', 'plan', 'score']),
      'reference.csv': REFERENCE,
      'labels.csv': `id,label\n${labels}\n`,
      'tidemark.yaml': config({
        checks: '  performance:\n    - { metric: specificity }\n  feedback:\n    - { metric: orphan_share }',
        more: 'feedback:\n  labels: { path: labels.csv, id: id, label: label }\n',
      }),
    });
    assert.match(
      standing(report, 'orphan_share').explanation,
      /600 ids have labels that disagree \(100\s%\); the last in the files counts\./,
    );
    assert.notEqual(standing(report, 'specificity').value, null);
  });

  it('scores that are no probabilities, where a check takes them for such', async () => {
    const odd = LOG.map((row, i) => ({
      ...row,
      score: i < 10 ? '-0.2' : i < 15 ? '1.3' : i === 15 ? '1' : row.score,
    }));
    const files = { 'current.csv': csv(odd), 'reference.csv': REFERENCE };
    const checks = (metric: string): string =>
      config({ checks: `  performance:\n    - { metric: ${metric} }` });
    const report = await agree({ ...files, 'tidemark.yaml': checks('log_loss') });
    assert.deepEqual(said(report, 'score-no-probability'), [
      'score reaches from −0.2 to 1.3: of the rows with a label, 15 have a score outside 0 to 1, which is no probability. log_loss takes it for one.',
    ]);
    const ranked = await agree({ ...files, 'tidemark.yaml': checks('roc_auc') });
    assert.deepEqual(said(ranked, 'score-no-probability'), []);
  });
});
