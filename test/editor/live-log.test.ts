/** A log that a service writes all the time, rows in halves, beside a model that was checked. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import * as vscode from 'vscode';

import type { Progress } from '../../src/core/profile/engine.js';
import type { Report } from '../../src/core/report/report.js';
import type { TidemarkApi } from '../../src/extension.js';
import { activated, removeSample, stateOf, until } from './sample-model.js';

const CONFIG = `version: 1
model: live
task: regression
logs:
  current: current.ndjson
  reference: reference.csv
  columns: { timestamp: at }
  features: [age]
every: 1d
checks:
  stability:
    - { metric: psi, of: age }
  quality:
    - { metric: malformed_share }
`;

/** One row of the log; each a minute after the one before. */
function row(i: number): { at: string; age: number } {
  return { at: new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString(), age: (i * 7) % 60 };
}

const line = (i: number): string => `${JSON.stringify(row(i))}\n`;
const lines = (count: number): string[] => Array.from({ length: count }, (_, i) => line(i));

describe('a log that is written all the time', function () {
  this.timeout(90_000);
  let api: TidemarkApi;
  let config: vscode.Uri;
  let log: string;
  let next = 5000;
  /** What is not written yet of the row that was begun. */
  let rest = '';
  let writer: NodeJS.Timeout | undefined;

  /** Writes on every so many ms, and leaves the last row without its end. */
  const writeEvery = (ms: number): void => {
    clearInterval(writer);
    writer = setInterval(() => {
      const text = line(next++);
      fs.appendFileSync(log, rest + text.slice(0, -9));
      rest = text.slice(-9);
    }, ms);
  };

  before(async () => {
    api = await activated();
    const [root] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(root);
    const folder = path.join(root.uri.fsPath, 'live');
    log = path.join(folder, 'current.ndjson');
    fs.mkdirSync(folder);
    fs.writeFileSync(log, lines(next).join(''));
    const reference = Array.from({ length: 3000 }, (_, i) => `${row(i).at},${row(i).age}`);
    fs.writeFileSync(path.join(folder, 'reference.csv'), `at,age\n${reference.join('\n')}\n`);
    fs.writeFileSync(path.join(folder, 'tidemark.yaml'), CONFIG);
    config = vscode.Uri.file(path.join(folder, 'tidemark.yaml'));
    await until('the config was read', () => api.monitors.get(config)?.name === 'live');
    await vscode.commands.executeCommand('tidemark.checkNow', config);
  });

  after(async () => {
    clearInterval(writer);
    await removeSample(api, config);
  });

  const rowsOf = (report: Report | null): number =>
    report?.provenance.inputs.find(({ role }) => role === 'current')?.rows ?? 0;

  it('is checked though it is never quiet, and alerts for no row that is half written', async () => {
    const { report: first } = stateOf(api, config);
    assert.equal(rowsOf(first), 5000);
    writeEvery(100);
    await until('a newer report', () => stateOf(api, config).report !== first, 30_000);
    const { report, failure } = stateOf(api, config);
    assert.equal(failure, null);
    assert.ok(rowsOf(report) > 5000);
    const malformed = report?.results.find(({ metric }) => metric === 'malformed_share');
    assert.equal(malformed?.verdict, 'pass', malformed?.explanation);
    assert.ok(report?.problems.some(({ code }) => code === 'unfinished-row'));
  });

  it('takes a fifth of the time at most', async () => {
    const checks: { began: number; ended: number }[] = [];
    let running: number | null = null;
    const watching = api.monitors.onDidChange(() => {
      const progress: Progress | 'waiting' | null = stateOf(api, config).progress;
      if (progress !== null) running ??= performance.now();
      else if (running !== null) {
        checks.push({ began: running, ended: performance.now() });
        running = null;
      }
    });
    writeEvery(900);
    try {
      await until('some checks', () => checks.length >= 4);
    } finally {
      watching.dispose();
    }
    for (const [i, { began, ended }] of checks.slice(0, -1).entries()) {
      const pause = (checks[i + 1]?.began ?? 0) - ended;
      assert.ok(pause >= 3 * (ended - began), `check ${i}: ${ended - began} ms, then a rest of ${pause} ms`);
    }
  });
});
