/** The pictures that pages show are there, and they are the ones that are kept. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { globSync } from 'tinyglobby';

const root = path.resolve(import.meta.dirname, '../..');

describe('pictures', () => {
  it('of README, docs and walkthrough are there, and are those that are kept', () => {
    const pages = ['README.md', 'CHANGELOG.md', 'package.json', ...globSync('docs/**/*.md', { cwd: root })];
    const shown = pages.flatMap((page) => [
      ...fs.readFileSync(path.join(root, page), 'utf8').matchAll(/[\w-]+\.png/g),
    ]);
    const names = new Set(shown.map(([name]) => name).filter((name) => name !== 'icon.png'));
    const kept = [
      ...fs.readFileSync(path.join(root, '.gitignore'), 'utf8').matchAll(/^!\/(docs\/images\/.+)$/gm),
    ];
    assert.ok(names.size > 0);
    assert.deepEqual(kept.map(([, file = '']) => path.basename(file)).sort(), [...names].sort());
    for (const [, file = ''] of kept) assert.ok(fs.existsSync(path.join(root, file)), file);
  });
});
