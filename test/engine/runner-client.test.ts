import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { CancelledError } from '../../src/core/errors.js';
import { RunnerClient } from '../../src/runner/client.js';
import type { ReportPlace } from '../../src/runner/report-shelf.js';
import { PLAIN } from './check.js';
import { config, csv, folderOf, rows } from './logs.js';

describe('the analysis process', function () {
  this.timeout(60_000);
  let folder: string;
  let cache: string;
  let remove: () => Promise<void>;
  let runner: RunnerClient;
  const request = (): { config: string; shown: string; options: typeof PLAIN } => ({
    config: join(folder, 'tidemark.yaml'),
    shown: 'tidemark.yaml',
    options: PLAIN,
  });

  before(async () => {
    ({ folder, remove } = await folderOf({
      'tidemark.yaml': config(),
      'reference.csv': csv(rows(60_000, '2024-01-01', { perDay: 4_000 })),
      'current.csv': csv(rows(120_000, '2024-02-01', { offset: 200_000, perDay: 8_000 })),
    }));
    cache = await mkdtemp(join(tmpdir(), 'tidemark-runner-cache-'));
    runner = new RunnerClient(resolve('dist/runner.js'), cache, () => undefined);
  });

  after(async () => {
    runner.dispose();
    await remove();
    await rm(cache, { recursive: true, force: true });
  });

  it('that is killed says so to who waits, and the next check works', async () => {
    const signal = new AbortController().signal;
    let killed = false;
    const check = runner.ask('check', request(), signal, () => {
      if (killed) return;
      killed = true;
      process.kill(runner.processId ?? 0, 'SIGKILL');
    });
    await assert.rejects(check, /The analysis process ended unexpectedly \(SIGKILL\)\. Run the check again/);
    const { report } = await runner.ask('check', request(), signal);
    assert.equal(report.windows.current.rows, 120_000);
  });

  it('draws a report that it made, one that is kept, and one that comes along', async () => {
    const { signal } = new AbortController();
    const kept = join(cache, 'reports', 'kept.json');
    const { report } = await runner.ask('check', { ...request(), keep: kept }, signal);
    const place: ReportPlace = { config: request().config, checkedAt: report.generated_at, kept };
    const { view } = await runner.ask('view', { of: place }, signal);
    // Another process has only the file.
    runner.dispose();
    assert.equal((await runner.ask('view', { of: place }, signal)).view, view);
    assert.equal((await runner.ask('view', { of: { ...place, kept: report } }, signal)).view, view);
    await assert.rejects(
      runner.ask('view', { of: { ...place, checkedAt: '2026-01-01T00:00:00.000Z' } }, signal),
      /Another report was written meanwhile/,
    );
    const gone = join(cache, 'reports', 'none.json');
    await assert.rejects(runner.ask('view', { of: { ...place, kept: gone } }, signal), /ENOENT/);
    const { html } = await runner.ask('html', { of: place }, signal);
    assert.match(html, /^<!doctype html>/i);
  });

  it('that is cancelled at any moment leaves no draft, and goes on', async () => {
    // One that is killed cannot remove its own.
    await rm(join(cache, 'drafts'), { recursive: true, force: true });
    for (const after of [0, 20, 60, 120, 250, 400]) {
      await rm(join(cache, 'parquet'), { recursive: true, force: true });
      await rm(join(cache, 'packs'), { recursive: true, force: true });
      const stop = new AbortController();
      const check = runner.ask('check', request(), stop.signal);
      setTimeout(() => stop.abort(), after);
      const outcome = await check.then(
        () => 'done' as const,
        (error: unknown) => error,
      );
      // A check that is faster than the cancel has its result.
      if (outcome !== 'done') assert.ok(outcome instanceof CancelledError, String(outcome));
      const drafts = await readdir(join(cache, 'drafts')).catch(() => []);
      assert.deepEqual(drafts, [], `after ${after} ms`);
    }
    const { report } = await runner.ask('check', request(), new AbortController().signal);
    assert.equal(report.windows.reference?.rows, 60_000);
  });
});
