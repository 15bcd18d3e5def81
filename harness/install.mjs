#!/usr/bin/env node
/**
 * Installs the harness: VS Code's server and a browser, from npm alone, with nothing compiled.
 *
 *   node harness/install.mjs [--force]
 *
 * Does nothing when all is in place (some milliseconds). The stamp is written last and the browser is unpacked next to
 * its place and then moved, so an interrupted install is simply done again. `TIDEMARK_CHROMIUM` names another browser;
 * ours is then not unpacked.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';

import { chromiumDir, harnessRoot, modulesDir, repoRoot, vscodeRoot } from './paths.mjs';

const stampFile = path.join(modulesDir, '.tidemark-stamp');
const lockFile = path.join(repoRoot, '.cache', 'harness-install.lock');
const installTimeoutMs = 10 * 60_000;

/**
 * Brings the harness up to date.
 * @param {{ force?: boolean }} [options] force: install even when the stamp says that all is in place
 * @returns {Promise<void>}
 */
export async function ensureHarness({ force = false } = {}) {
  if (force || !isComplete()) {
    await withLock(async () => {
      // Another process may have done it while this one waited.
      if (force || readIfThere(stampFile) !== wantedStamp()) {
        await installPackages();
      }
      linkModules();
      if (browserIsOurs() && !fs.existsSync(chromiumDir)) {
        await step('unpacking Chromium', unpackChromium);
      }
    });
  }
  if (browserIsOurs()) {
    writeFontsConfig();
  }
  shortenWaits();
}

/** Whether there is nothing to do. */
function isComplete() {
  return (
    readIfThere(stampFile) === wantedStamp() && isLinked() && (!browserIsOurs() || fs.existsSync(chromiumDir))
  );
}

async function installPackages() {
  fs.rmSync(stampFile, { force: true });
  await step('installing VS Code and the browser from npm (about 400 MB on disk, a minute at most)', npmCi);
  await step('dropping source maps', () => dropSourceMaps(modulesDir));
  fs.writeFileSync(stampFile, wantedStamp());
}

/**
 * One install at a time: two would remove each other's files. The lock names the processes that hold it, npm among them,
 * for an npm whose parent was killed works on; it is stale when none of them lives.
 * @param {() => Promise<void>} work
 */
async function withLock(work) {
  fs.mkdirSync(path.dirname(lockFile), { recursive: true });
  const end = Date.now() + installTimeoutMs;
  for (let told = false; !tryLock(); told = true) {
    if (!told) {
      console.log('harness: waiting for another install to end');
    }
    if (Date.now() > end) {
      throw new Error(`Another install does not end. If there is none, remove ${lockFile}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  try {
    await work();
  } finally {
    fs.rmSync(lockFile, { force: true });
  }
}

/** @returns {boolean} whether the lock is ours now */
function tryLock() {
  try {
    fs.writeFileSync(lockFile, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') {
      throw error;
    }
  }
  const holders = (readIfThere(lockFile) ?? '').split('\n').filter((line) => line !== '');
  if (holders.length > 0 && !holders.some((pid) => isAlive(Number(pid)))) {
    fs.rmSync(lockFile, { force: true });
  }
  return false;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process: alive.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * Whether the packed Chromium is to be used: it exists for linux-x64 only.
 * @returns {boolean}
 */
export function browserIsOurs() {
  return !process.env['TIDEMARK_CHROMIUM'] && process.platform === 'linux' && process.arch === 'x64';
}

/** The stamp changes with the lock, our shims and the kind of machine: any of them asks for a new install. */
function wantedStamp() {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json']) {
    hash.update(fs.readFileSync(path.join(harnessRoot, file)));
  }
  return `${hash.digest('hex')} ${process.platform}-${process.arch}\n`;
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * @param {string} what
 * @param {() => Promise<void> | void} work
 */
async function step(what, work) {
  const start = Date.now();
  console.log(`harness: ${what} ...`);
  await work();
  console.log(`harness: ${what}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

async function npmCi() {
  // --ignore-scripts: nothing is compiled or downloaded besides the packages. Optional packages are wanted whatever the
  // user's config says: they carry the prebuilt file watcher, ripgrep and terminal.
  const args = [
    'ci',
    '--ignore-scripts',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
  ];
  const npmCli = process.env['npm_execpath'];
  const useNode = npmCli !== undefined && /npm-cli\.c?js$/.test(npmCli);
  await run(useNode ? process.execPath : 'npm', [...(useNode ? [npmCli] : []), ...args, '--loglevel=error'], {
    shell: !useNode && process.platform === 'win32',
  });
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ shell?: boolean }} [options]
 * @returns {Promise<void>}
 */
function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: harnessRoot,
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: installTimeoutMs,
      ...options,
    });
    if (child.pid !== undefined) {
      fs.appendFileSync(lockFile, `${child.pid}\n`);
    }
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (code === 0) {
        resolve();
      } else {
        reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? `exit code ${code}`}`));
      }
    });
  });
}

const moduleLink = path.join(vscodeRoot, 'node_modules');
const moduleLinkTarget = path.relative(vscodeRoot, modulesDir);

function isLinked() {
  const now = fs.lstatSync(moduleLink, { throwIfNoEntry: false });
  return now?.isSymbolicLink() === true && fs.readlinkSync(moduleLink) === moduleLinkTarget;
}

/**
 * The page loads some of VS Code's modules over /static/node_modules, so they must seem to lie inside VS Code's folder.
 * A relative link survives moving the repository; `npm ci` removes it, hence it is checked on every run.
 */
function linkModules() {
  if (!isLinked()) {
    fs.rmSync(moduleLink, { recursive: true, force: true });
    fs.symlinkSync(moduleLinkTarget, moduleLink, 'dir');
    console.log(`harness: linked ${path.relative(repoRoot, moduleLink)}`);
  }
}

/**
 * Source maps are two fifths of what npm brings, and nothing here reads them.
 * @param {string} dir
 */
function dropSourceMaps(dir) {
  for (const entry of fs.readdirSync(dir, { withFileTypes: true })) {
    const file = path.join(dir, entry.name);
    if (entry.isDirectory()) {
      dropSourceMaps(file);
    } else if (entry.isFile() && /\.(js|mjs|cjs|ts|mts|cts|css)\.map$/.test(entry.name)) {
      fs.unlinkSync(file);
    }
  }
}

async function unpackChromium() {
  const packed = path.join(modulesDir, '@sparticuz', 'chromium', 'bin');
  const part = `${chromiumDir}.part`;
  fs.rmSync(part, { recursive: true, force: true });
  fs.mkdirSync(part, { recursive: true });
  const binary = path.join(part, 'chromium');
  await Promise.all([
    pipeline(
      fs.createReadStream(path.join(packed, 'chromium.br')),
      zlib.createBrotliDecompress({ chunkSize: 2 ** 20 }),
      fs.createWriteStream(binary, { mode: 0o755 }),
    ),
    ...['al2023.tar.br', 'swiftshader.tar.br', 'fonts.tar.br'].map((name) =>
      untar(path.join(packed, name), part),
    ),
  ]);
  fs.chmodSync(binary, 0o755);
  fs.renameSync(part, chromiumDir);
}

/**
 * @param {string} archive
 * @param {string} into
 */
async function untar(archive, into) {
  // By way of a file: tar stops reading at the archive's end mark, which would break a pipe.
  const plain = path.join(into, path.basename(archive, '.br'));
  await pipeline(
    fs.createReadStream(archive),
    zlib.createBrotliDecompress({ chunkSize: 2 ** 20 }),
    fs.createWriteStream(plain),
  );
  await run('tar', ['-x', '-f', plain, '-C', into]);
  fs.unlinkSync(plain);
}

/**
 * The service worker of a webview that was closed while it loaded something waits 30 s for it, and the next webview of the
 * same kind waits for that worker. Here it waits 8 s.
 */
function shortenWaits() {
  const file = path.join(
    ...[vscodeRoot, 'out', 'vs', 'workbench', 'contrib', 'webview', 'browser', 'pre', 'service-worker.js'],
  );
  const text = readIfThere(file) ?? '';
  const shorter = text.replace('resolveTimeout=3e4', 'resolveTimeout=8e3');
  if (shorter !== text) {
    fs.writeFileSync(`${file}.new`, shorter);
    fs.renameSync(`${file}.new`, file);
  }
}

/**
 * Without any font Chromium crashes on a screenshot, and a bare machine has none. The file names absolute paths, so it is
 * written whenever they change.
 */
function writeFontsConfig() {
  const file = path.join(chromiumDir, 'fonts', 'fonts.conf');
  const text = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${xml(path.join(chromiumDir, 'fonts'))}</dir>
  <dir>${xml(path.join(modulesDir, 'dejavu-fonts-ttf', 'ttf'))}</dir>
  <cachedir>${xml(path.join(chromiumDir, 'fonts-cache'))}</cachedir>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>DejaVu Sans</family></prefer></alias>
  <alias><family>system-ui</family><prefer><family>DejaVu Sans</family></prefer></alias>
  <alias><family>serif</family><prefer><family>DejaVu Serif</family></prefer></alias>
</fontconfig>
`;
  if (readIfThere(file) !== text) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
}

/** @param {string} text */
function xml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

if (process.argv[1] && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await ensureHarness({ force: process.argv.includes('--force') });
}
