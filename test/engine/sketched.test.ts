import assert from 'node:assert/strict';
import { join } from 'node:path';

import { check, standing } from './check.js';
import { folderOf } from './logs.js';

/** A log with one narrow column far from zero: kelvins, in hundredths. */
function kelvins(n: number, shift: number): string {
  const rows = Array.from({ length: n }, (_, i) =>
    (290 + ((i * 0.6180339887498949) % 1) * 4 + shift).toFixed(2),
  );
  return `temperature\n${rows.join('\n')}\n`;
}

const CONFIG = `version: 1
model: weather
task: regression
logs:
  current: current.csv
  reference: reference.csv
  columns: {}
  features: [temperature]
checks:
  stability:
    - { metric: ks, of: features }
    - { metric: psi, of: features }
    - { metric: wasserstein_normed, of: features }
`;

describe('sketches of what lies close together', () => {
  it('are made around a value of the reference, and see what the exact numbers see', async () => {
    const { folder, remove } = await folderOf({
      'tidemark.yaml': CONFIG,
      'reference.csv': kelvins(5000, 0),
      'current.csv': kelvins(5000, 0.6),
    });
    try {
      const path = join(folder, 'tidemark.yaml');
      const exact = await check(path);
      const sketched = await check(path, (text) =>
        text.replace('  columns: {}', '  columns: {}\n  exact_rows: 100'),
      );
      assert.equal(exact.provenance.exact, true);
      assert.equal(sketched.provenance.exact, false);
      for (const metric of ['ks', 'psi', 'wasserstein_normed']) {
        const [wanted, found] = [
          standing(exact, metric, 'temperature'),
          standing(sketched, metric, 'temperature'),
        ];
        assert.equal(found.exact, false);
        const off = Math.abs((found.value ?? NaN) - (wanted.value ?? NaN));
        assert.ok(
          off < 0.01 * Math.max(1, wanted.value ?? 0),
          `${metric}: ${found.value} for ${wanted.value}`,
        );
        assert.equal(found.verdict, wanted.verdict);
      }
    } finally {
      await remove();
    }
  });
});
