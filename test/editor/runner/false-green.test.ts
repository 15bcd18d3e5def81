/** The runner's own tests: a run that proves nothing must be red, whatever exit code VS Code reports. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { makeScratch, removeScratch } from '../scratch';
import { isGreen, judge, sum, writeStats } from '../stats';
import type { Outcome } from '../stats';

const repoRoot = path.resolve(import.meta.dirname, '../../..');

/** Runs the runner as a process of its own on one fixture, as `npm test` would. */
async function runFixture(name: string): Promise<{ code: number | null; output: string }> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', path.join(repoRoot, 'test', 'editor', 'runner', 'run-one.ts'), name],
    { cwd: repoRoot, stdio: ['ignore', 'pipe', 'pipe'], timeout: 55_000 },
  );
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += String(data)));
  child.stderr.on('data', (data: Buffer) => (output += String(data)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, output };
}

describe('false greens', function () {
  this.timeout(60_000);
  // Both at once: each spends most of its time in an editor that starts.
  let killed: ReturnType<typeof runFixture>;
  let empty: ReturnType<typeof runFixture>;
  before(() => {
    killed = runFixture('host-killed');
    empty = runFixture('no-tests');
  });

  it('is red when the extension host is killed', async () => {
    const { code, output } = await killed;
    assert.equal(code, 1, output);
    assert.match(output, /The tests did not run to their end/);
    assert.match(output, /^0 passed, 1 failed$/m);
  });

  it('is red when no test was executed', async () => {
    const { code, output } = await empty;
    assert.equal(code, 1, output);
    assert.match(output, /No test was executed/);
    assert.match(output, /^0 passed, 1 failed$/m);
  });
});

describe('judging a run', () => {
  const scratch = makeScratch('judge');
  const file = path.join(scratch, 'stats.json');
  afterEach(() => {
    fs.rmSync(file, { force: true });
  });
  after(() => removeScratch(scratch));

  it('is green only with passes, without failures and with a good end', () => {
    writeStats(file, { passes: 2, failures: 0, pending: 1 });
    assert.deepEqual(judge(file, undefined), { passes: 2, failures: 0, pending: 1 });
    assert.ok(isGreen(judge(file, undefined)));
    assert.ok(!isGreen(judge(file, 'the editor failed: exit code 1')));
  });

  it('is red when a test failed', () => {
    writeStats(file, { passes: 1, failures: 1, pending: 0 });
    assert.deepEqual(judge(file, undefined), { passes: 1, failures: 1, pending: 0 });
    assert.ok(!isGreen(judge(file, undefined)));
  });

  it('is red without a file, whatever the exit code', () => {
    assert.ok(!isGreen(judge(file, undefined)));
    assert.ok(!isGreen(judge(file, 'the editor failed: exit code 1')));
  });

  it('does not lose a red run among green ones', () => {
    const green: Outcome = { passes: 3, failures: 0, pending: 0 };
    assert.ok(isGreen(sum([green, green])));
    assert.ok(!isGreen(sum([green, judge(file, undefined)])));
  });
});
