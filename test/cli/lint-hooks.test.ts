import assert from 'node:assert/strict';

import type { Finding } from '../../src/core/lint/finding.js';
import { lintPaths } from '../../src/runner/lint-folder.js';
import { absentProgram, canWrite } from '../../src/runner/programs.js';
import { folderOf } from '../engine/logs.js';

const DAY = 86_400_000;
const START = Date.UTC(2024, 1, 1);

/** A hundred predictions, one an hour. */
function log(idOf: (i: number) => string = String): string {
  const rows = Array.from(
    { length: 100 },
    (_, i) => `${idOf(i)},${new Date(START + i * 3_600_000).toISOString()},0.${10 + (i % 80)},${i % 7}`,
  );
  return `customer,scored_at,p_churn,tenure\n${rows.join('\n')}\n`;
}

/** Their labels, each `days` after its prediction. */
function labels(days: (i: number) => number, idOf: (i: number) => string = String): string {
  const rows = Array.from({ length: 100 }, (_, i) => {
    const at = new Date(START + i * 3_600_000 + days(i) * DAY).toISOString();
    return `${idOf(i)},${i % 2},${at}`;
  });
  return `customer,churned,received\n${rows.join('\n')}\n`;
}

function config(matures: string, more = ''): string {
  return `version: 1
model: churn
task: binary
logs:
  current: log.csv
  columns: { id: customer, timestamp: scored_at, score: p_churn }
  features: [tenure]
feedback:
  labels: { path: labels.csv, id: customer, label: churned, received: received${matures} }
${more}checks:
  performance:
    - { metric: roc_auc, alert: { below: 0.7 } }
`;
}

async function lint(files: Readonly<Record<string, string>>): Promise<readonly Finding[]> {
  const { folder, remove } = await folderOf(files);
  try {
    const report = await lintPaths(['.'], folder, new AbortController().signal);
    return report.files[0]?.findings ?? [];
  } finally {
    await remove();
  }
}

const messageOf = (findings: readonly Finding[], code: string): string =>
  findings.find((one) => one.code === code)?.message ?? '';

describe('lint measures feedback', function () {
  this.timeout(60_000);

  it('and says nothing where labels join, in time', async () => {
    const findings = await lint({
      'tidemark.yaml': config(', matures: 3d'),
      'log.csv': log(),
      'labels.csv': labels(() => 2),
    });
    const measured = findings.filter(({ code }) =>
      /unusable|delay|future|command|review-|webhook/.test(code),
    );
    assert.deepEqual(measured, []);
  });

  it('and finds ids that never meet', async () => {
    const findings = await lint({
      'tidemark.yaml': config(', matures: 1h'),
      'log.csv': log(),
      'labels.csv': labels(
        () => 2,
        (i) => `C-${i}`,
      ),
    });
    const message = messageOf(findings, 'unusable-ground-truth');
    assert.match(message, /^Of 99 predictions looked at, not one has its id in the label files/);
    assert.match(message, /In the log the id is BIGINT, in the label files VARCHAR/);
  });

  it('but takes young predictions for unlabelled yet, not for unjoined', async () => {
    const findings = await lint({
      'tidemark.yaml': config(', matures: 30d'),
      'log.csv': log(),
      'labels.csv': labels(
        () => 2,
        (i) => String(i + 1000),
      ),
    });
    assert.equal(messageOf(findings, 'unusable-ground-truth'), '');
  });

  it('and compares the observed delay with `matures`, or proposes it', async () => {
    const files = { 'log.csv': log(), 'labels.csv': labels((i) => (i % 10 === 0 ? 9 : 4)) };
    const late = await lint({ ...files, 'tidemark.yaml': config(', matures: 1d') });
    assert.match(
      messageOf(late, 'label-delay-mismatch'),
      /^95 % of the labels of \d+ predictions came within 9 days, and `matures` calls them complete after 24 hours\. Write `9d`\.$/,
    );
    const silent = await lint({ ...files, 'tidemark.yaml': config('') });
    const found = silent.find(({ code }) => code === 'undeclared-label-delay');
    assert.match(found?.message ?? '', /95 % of a sample of 100 had come after `matures: 9d`/);
    assert.equal(found?.fixes[0]?.edits[0]?.text, ', matures: 9d');
  });

  it('and finds labels from the future', async () => {
    const findings = await lint({
      'tidemark.yaml': config(', matures: 1d'),
      'log.csv': log(),
      'labels.csv': labels((i) => (i % 4 === 0 ? -1 : 0.5)),
    });
    assert.match(
      messageOf(findings, 'labels-from-future'),
      /^Of \d+ labels looked at, \d+ came before their prediction or after today\./,
    );
  });

  it('and looks for the programs and files of hooks', async () => {
    const hooks = `  review: { path: log.csv/rows.ndjson, sample: 5 }
  hooks:
    - { on: alert, command: "no-such-program-here --now" }
    - { on: alert, webhook: https://alerts.tidewater.net/in }
`;
    const findings = await lint({
      'tidemark.yaml': config(', matures: 3d', hooks),
      'log.csv': log(),
      'labels.csv': labels(() => 2),
    });
    assert.match(messageOf(findings, 'command-not-found'), /^`no-such-program-here` is neither/);
    assert.match(messageOf(findings, 'review-not-writable'), /^Nothing can be written there/);
    const webhook = findings.find(({ code }) => code === 'webhook-in-clear-text');
    assert.equal(webhook?.severity, 'info');
    assert.doesNotMatch(webhook?.message ?? '', /tidewater/);
  });

  it('without guessing at what only a shell knows', async () => {
    const { folder, remove } = await folderOf({ 'bin/notify.sh': '', 'train.py': '' });
    const absent = (command: string): Promise<string | null> => absentProgram(command, folder);
    try {
      for (const fine of ['node x', 'A=1 node x', 'bin/notify.sh', '$HOME/x', 'cd x && y', 'node', '']) {
        assert.equal(await absent(fine), null, fine);
      }
      assert.equal(await absent('bin/notfiy.sh now'), 'bin/notfiy.sh');
      assert.equal(await absent('node send.js'), 'send.js');
      assert.equal(await absent('A=1 no-such-program-here'), 'no-such-program-here');
      assert.equal(await canWrite(`${folder}/new/deep/file.ndjson`), true);
      assert.equal(await canWrite(`${folder}/train.py`), true);
      assert.equal(await canWrite(`${folder}/bin`), false);
    } finally {
      await remove();
    }
  });
});
