import assert from 'node:assert/strict';
import { join } from 'node:path';

import { ConfigError } from '../../src/core/errors.js';
import type { Report } from '../../src/core/report/report.js';
import { close } from '../close.js';
import { check, standing } from './check.js';
import { config, csv, folderOf, rows } from './logs.js';

const CHECKS = `  stability:
    - { metric: psi, of: age, alert: { sd: 3 } }
  performance:
    - { metric: roc_auc, warn: { sd: 2 }, alert: { sd: 3 } }
  operations:
    - { metric: requests, alert: { sd: 3 } }
  quality:
    - { metric: missing_share, of: age, alert: { sd: 3 } }`;

async function run(days: number): Promise<Report> {
  const reference = rows(200 * days, '2026-01-01', {}).map((row, i) => ({
    ...row,
    // Another share of missing ages each day.
    age: i % (10 + Math.floor(i / 200)) === 0 ? '' : row.age,
  }));
  const current = rows(400, '2026-03-01', { offset: 5000 }).map((row, i) => ({
    ...row,
    age: i % 4 === 0 ? '' : row.age,
  }));
  const { folder, remove } = await folderOf({
    'reference.csv': csv(reference),
    'current.csv': csv(current),
    'tidemark.yaml': config({ checks: CHECKS }),
  });
  try {
    return await check(join(folder, 'tidemark.yaml'));
  } finally {
    await remove();
  }
}

describe('learned thresholds', function () {
  this.timeout(60_000);

  it('mean ± 3 sd of the metric over the complete chunks of the reference, for every family', async () => {
    const report = await run(9);
    const shares = Array.from({ length: 9 }, (_, day) => {
      let missing = 0;
      for (let i = 200 * day; i < 200 * (day + 1); i++) if (i % (10 + day) === 0) missing++;
      return missing / 200;
    });
    const mean = shares.reduce((sum, share) => sum + share, 0) / 9;
    const sd = Math.sqrt(shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / 8);
    const missing = standing(report, 'missing_share', 'age');
    assert.equal(missing.verdict, 'alert');
    assert.ok(missing.threshold.alert !== null && 'above' in missing.threshold.alert);
    close(missing.threshold.alert.above, mean + 3 * sd, 1e-12);
    for (const metric of ['psi', 'roc_auc', 'requests']) {
      const result = standing(report, metric, metric === 'psi' ? 'age' : null);
      assert.ok(result.threshold.alert !== null, metric);
      assert.equal(result.verdict, 'pass', `${metric}: ${result.explanation}`);
    }
    assert.deepEqual(
      report.problems.filter(({ code }) => code === 'not-supported-yet'),
      [],
    );
  });

  it('fewer than 6 chunks are a mistake in the config, and its line is named', async () => {
    await assert.rejects(run(5), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, /at least 6 complete ones are needed, and there are 5/);
      assert.equal(error.place?.line, 12);
      return true;
    });
  });
});
