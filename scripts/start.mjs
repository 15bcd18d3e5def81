import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { installIfMissing, run } from './install.mjs';

/*
 * npm start [-- PATH]: installs what is missing, builds, makes the sample (or takes the user's folder), runs the
 * check on it, writes the HTML report, and in a terminal opens the editor on it.
 */
const caller = process.env.INIT_CWD ?? process.cwd();
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);

const [path] = process.argv.slice(2);
const folder = path === undefined ? join(root, 'sample', 'flights') : resolve(caller, path);
if (path !== undefined && !existsSync(folder)) {
  console.error(`There is no folder ${folder}.`);
  process.exit(2);
}

installIfMissing();
console.error('Building …');
run(process.execPath, ['scripts/build.mjs']);
if (path === undefined) run(process.execPath, ['--import', 'tsx', 'scripts/sample/main.ts']);

const cli = join(root, 'dist', 'cli.js');
if (path !== undefined && !existsSync(join(folder, 'tidemark.yaml')) && !folder.endsWith('.yaml')) {
  run(process.execPath, [cli, 'init', folder]);
}
const page = join(folder, 'tidemark-report.html');
// Verdicts are what was asked for, not a failure of the command: only 2 and 3 are.
const checked = spawnSync(process.execPath, [cli, 'check', folder, '--all', '--html', page], {
  stdio: ['ignore', 'inherit', 'inherit'],
});
if (checked.status === null || checked.status > 1) process.exit(checked.status ?? 1);
console.log(`Report: ${page}`);
console.log(`        ${pathToFileURL(page).href}`);

if (process.stdout.isTTY && process.env.CI !== 'true') openEditor();

/** VS Code where it is on the PATH, else the npm-served one at a printed address, until Ctrl-C. */
function openEditor() {
  for (const command of ['code', 'codium']) {
    const found = spawnSync(command, ['--version'], { stdio: 'ignore', shell: process.platform === 'win32' });
    if (found.status !== 0) continue;
    run(command, ['--new-window', `--extensionDevelopmentPath=${root}`, folder]);
    return;
  }
  const server = spawn(process.execPath, ['scripts/serve-editor.mjs', folder], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
  server.on('exit', (code) => {
    process.exitCode = code ?? 0;
  });
}
