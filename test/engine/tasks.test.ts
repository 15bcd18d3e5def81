import assert from 'node:assert/strict';
import { join } from 'node:path';

import { exitOf } from '../../src/core/exit-code.js';
import type { Report } from '../../src/core/report/report.js';
import { close } from '../close.js';
import { check, standing } from './check.js';
import { folderOf } from './logs.js';

async function run(files: Record<string, string>): Promise<Report> {
  const { folder, remove } = await folderOf(files);
  try {
    return await check(join(folder, 'tidemark.yaml'));
  } finally {
    await remove();
  }
}

const ANIMALS = ['cat', 'dog', 'owl'];

/** Forty rows of three classes; every fourth prediction is wrong. */
function animals(): string {
  const lines = ['id,p_cat,p_dog,p_owl,said,is,size'];
  for (let i = 0; i < 40; i++) {
    const is = i % 3;
    const said = i % 4 === 0 ? (is + 1) % 3 : is;
    const p = [0.2, 0.2, 0.2];
    p[said] = 0.6;
    lines.push(`${i},${p.join(',')},${ANIMALS[said]},${ANIMALS[is]},${i % 7}`);
  }
  return `${lines.join('\n')}\n`;
}

describe('tasks', function () {
  this.timeout(30_000);

  it('multiclass: accuracy and log loss from the score of the true class; no time, so one window', async () => {
    const report = await run({
      'a.csv': animals(),
      'b.csv': animals(),
      'tidemark.yaml': `version: 1
model: zoo
task: multiclass
logs:
  current: b.csv
  reference: a.csv
  columns: { id: id, score: { cat: p_cat, dog: p_dog, owl: p_owl }, prediction: said, label: is }
  features: [size]
checks:
  stability:
    - { metric: psi, of: score }
    - { metric: psi, of: prediction }
    - { metric: psi, of: features }
  performance:
    - { metric: accuracy, alert: { below: 0.5 } }
    - { metric: log_loss, alert: { above: 2 } }
`,
    });
    close(standing(report, 'accuracy').value ?? NaN, 0.75, 1e-12);
    close(standing(report, 'log_loss').value ?? NaN, -(0.75 * Math.log(0.6) + 0.25 * Math.log(0.2)), 1e-12);
    for (const column of ['p_cat', 'p_dog', 'p_owl', 'said', 'size']) {
      assert.equal(standing(report, 'psi', column).verdict, 'pass');
      assert.equal(standing(report, 'psi', column).value, 0);
    }
    assert.equal(standing(report, 'future_timestamps').verdict, 'info');
    assert.equal(report.chunks.length, 0);
  });

  it('regression: drift of prediction and features', async () => {
    const rows = (shift: number): string =>
      `x,y_hat\n${Array.from({ length: 200 }, (_, i) => `${i % 50},${(i % 50) * 2 + shift}`).join('\n')}\n`;
    const report = await run({
      'a.csv': rows(0),
      'b.csv': rows(60),
      'tidemark.yaml': `version: 1
model: price
task: regression
logs: { current: b.csv, reference: a.csv, columns: { prediction: y_hat } }
checks:
  stability: [ { metric: psi, of: prediction }, { metric: ks, of: features } ]
`,
    });
    assert.equal(standing(report, 'psi', 'y_hat').verdict, 'alert');
    assert.equal(standing(report, 'ks', 'x').verdict, 'pass');
    assert.equal(exitOf(report, 'alert').code, 1);
  });

  it('labels as booleans in one file and digits in another agree', async () => {
    const line = (i: number, label: string): string => `${i},${(i % 20) / 20},${label}`;
    const positive = (i: number): boolean => i % 20 > 9 !== (i % 5 === 0);
    const report = await run({
      'a.csv': `id,p,late\n${Array.from({ length: 100 }, (_, i) => line(i, String(positive(i)))).join('\n')}\n`,
      'b.csv': `id,p\n${Array.from({ length: 100 }, (_, i) => `${i},${(i % 20) / 20}`).join('\n')}\n`,
      'labels.csv': `id,late\n${Array.from({ length: 100 }, (_, i) => `${i},${positive(i) ? 1 : 0}`).join('\n')}\n`,
      'tidemark.yaml': `version: 1
model: flags
task: binary
logs: { current: b.csv, reference: a.csv, columns: { id: id, score: p } }
feedback: { labels: { path: labels.csv, id: id, label: late } }
checks:
  performance: [ { metric: accuracy, alert: { change: 0.01 } }, { metric: roc_auc, alert: { change: 0.01 } } ]
`,
    });
    // The reference's own value is the limit's base: the same rows, so nothing changed.
    close(standing(report, 'accuracy').value ?? NaN, 0.8, 1e-12);
    assert.deepEqual(standing(report, 'accuracy').threshold.alert, { below: 0.79 });
    assert.equal(standing(report, 'roc_auc').verdict, 'pass');
  });

  it('three classes for a binary task are an error that names them', async () => {
    await assert.rejects(
      run({
        'a.csv': animals(),
        'tidemark.yaml': `version: 1
model: zoo
task: binary
logs: { current: a.csv, reference: a.csv, columns: { id: id, score: p_cat, label: is } }
checks: { performance: [ { metric: roc_auc } ] }
`,
      }),
      /3 distinct values \(cat, dog, owl\), but the task is binary/,
    );
  });
});
