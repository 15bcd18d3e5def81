import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/** Says what was installed: written last, so that an interrupted install is seen as one. */
const STAMP = join('node_modules', '.tidemark-lock');

/** Installs what the lock file names, unless that has been done. Returns whether anything was installed. */
export function installIfMissing() {
  const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lock) return false;
  console.error('Installing the packages of the lock file …');
  // No package here needs its install script: natives come prebuilt.
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(STAMP, lock);
  return true;
}

/** Runs a command to its end with our standard error; ends this process with its code when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32' && command === 'npm',
    ...options,
  });
  if (result.error !== undefined) throw result.error;
  if (result.status !== 0) {
    console.error(`${command} ${args.join(' ')} ended with ${result.status ?? result.signal}.`);
    process.exit(result.status ?? 1);
  }
}
