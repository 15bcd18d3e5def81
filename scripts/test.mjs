import { spawnSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { installIfMissing, run } from './install.mjs';

/* npm test: installs what is missing, builds, then runs lint, unit, engine, editor and UI tests. */
process.chdir(resolve(dirname(fileURLToPath(import.meta.url)), '..'));
installIfMissing();
console.error('Building …');
run(process.execPath, ['scripts/build.mjs']);
const stages = process.argv.slice(2);
if (stages.length === 0 || stages.includes('editor') || stages.includes('ui')) {
  run(process.execPath, ['harness/install.mjs']);
}
// Not run(): the counts are to be the last line, whatever they are. tsx/esm: with a hook for require() too, modules that
// load late would be there twice.
const { status } = spawnSync(process.execPath, ['--import', 'tsx/esm', 'test/all.ts', ...stages], {
  stdio: ['ignore', 'inherit', 'inherit'],
});
process.exit(status ?? 1);
