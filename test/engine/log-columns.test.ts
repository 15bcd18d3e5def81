import assert from 'node:assert/strict';
import { join } from 'node:path';

import { logColumns } from '../../src/runner/log-columns.js';
import { csv, folderOf, rows } from './logs.js';

describe('columns of a log, for who writes its config', () => {
  it('come with the values of those that have few', async () => {
    const { folder, remove } = await folderOf({ 'a.csv': csv(rows(900, '2024-01-01')) });
    try {
      const columns = await logColumns(join(folder, 'a.csv'), new AbortController().signal);
      const values = new Map(columns?.map((column) => [column.name, column.values]));
      assert.deepEqual([...(values.get('plan') ?? [])].sort(), ['basic', 'plus', 'pro']);
      assert.deepEqual([...(values.get('label') ?? [])].sort(), ['0', '1']);
      assert.equal(values.get('id'), undefined);
      assert.equal(values.get('score'), undefined);
    } finally {
      await remove();
    }
  });

  it('are not known of a file that cannot be read', async () => {
    assert.equal(await logColumns('/nowhere/a.csv', new AbortController().signal), null);
  });
});
