import assert from 'node:assert/strict';

import { CancelledError, ConfigError } from '../../src/core/errors.js';
import { lintPaths } from '../../src/runner/lint-folder.js';
import { folderOf } from '../engine/logs.js';

const MONITOR = `create_monitor:
  compute: { instance_type: standard_e4s_v3 }
  monitoring_target: { ml_task: classification, endpoint_deployment_id: azureml:churn:blue }
trigger: { type: recurrence, frequency: day, interval: 1 }
`;

describe('lint of a folder', function () {
  this.timeout(60_000);
  const never = new AbortController().signal;
  let folder: string;
  let remove: () => Promise<void>;

  before(async () => {
    const plain = Object.fromEntries(
      Array.from({ length: 500 }, (_, i) => [`deploy/service-${i}.yaml`, `name: service-${i}\nport: ${i}\n`]),
    );
    ({ folder, remove } = await folderOf({
      ...plain,
      'monitoring/churn.yaml': MONITOR,
      'node_modules/other/monitor.yaml': MONITOR,
      'data/huge.json': `{"create_monitor": "${'x'.repeat(5_000_001)}", "trigger": 1}`,
    }));
  });

  after(async () => {
    await remove();
  });

  it('lists what a dialect recognises, and nothing of other people or of data', async () => {
    const { files } = await lintPaths([], folder, never);
    assert.deepEqual(
      files.map(({ path, dialect }) => [path, dialect]),
      [['monitoring/churn.yaml', 'azureml']],
    );
  });

  it('says of a named file of more than 5 MB that it is no config', async () => {
    await assert.rejects(
      lintPaths(['data/huge.json'], folder, never),
      (error) => error instanceof ConfigError && /longer than 5 MB.*Is it a log\?/.test(error.message),
    );
  });

  it('ends between two batches when it is cancelled', async () => {
    const stop = new AbortController();
    let calls = 0;
    const scan = lintPaths([], folder, stop.signal, ({ done, total }) => {
      calls += 1;
      assert.ok(done <= total);
      stop.abort();
    });
    await assert.rejects(scan, CancelledError);
    assert.equal(calls, 1);
    await assert.rejects(lintPaths([], folder, stop.signal), CancelledError);
  });
});
