import assert from 'node:assert/strict';

import type { Report } from '../../src/core/report/report.js';
import { agree } from './both-engines.js';
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
