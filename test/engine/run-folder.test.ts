import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { makeRunFolder, sweepRunFolders } from '../../src/engines/shared/run-folder.js';

describe('folders of runs', () => {
  it('are removed where their process was killed, and left where it may be alive', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'tidemark-sweep-'));
    try {
      const { pid: gone } = spawnSync(process.execPath, ['-e', '0']);
      const old = new Date(Date.now() - 2 * 3_600_000);
      for (const name of [`run-${gone}-old`, `run-${process.pid}-old`, 'monitor-old']) {
        await mkdir(join(parent, `tidemark-${name}`));
        await utimes(join(parent, `tidemark-${name}`), old, old);
      }
      await mkdir(join(parent, `tidemark-run-${gone}-new`));
      await sweepRunFolders(parent);
      assert.deepEqual(
        (await readdir(parent)).sort(),
        ['tidemark-monitor-old', `tidemark-run-${gone}-new`, `tidemark-run-${process.pid}-old`].sort(),
      );
    } finally {
      await rm(parent, { recursive: true, force: true });
    }
  });

  it('name the process that made them', async () => {
    const folder = await makeRunFolder();
    await rm(folder, { recursive: true });
    assert.ok(folder.includes(`tidemark-run-${process.pid}-`));
  });
});
