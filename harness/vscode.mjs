#!/usr/bin/env node
/**
 * Stands in for the desktop VS Code executable in @vscode/test-electron's `vscodeExecutablePath`: takes its arguments,
 * runs the tests in the real Node extension host of the npm-served VS Code, prints what they print and exits with their
 * code. Server and browser are this process's own, so SIGINT and SIGTERM clean up.
 *
 *   harness/vscode.mjs [FOLDER] --extensionTestsPath=FILE --extensionDevelopmentPath=DIR ... [--extensions-dir=DIR]
 *     [--user-data-dir=DIR]
 *
 * The settings are those of `<user-data-dir>/User/settings.json`, as on the desktop. Arguments it does not know it ignores.
 *
 * Environment: TIDEMARK_TEST_TIMEOUT_MS (default 5 minutes; then exit code 124 and a screenshot in the artifacts folder),
 * TIDEMARK_HARNESS_VERBOSE=1 (the workbench's own messages too).
 *
 * BEWARE: if the extension host dies, VS Code reports exit code 0. Who calls this must look at the tests' stats file too.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setInterval } from 'node:timers';

import { isNoise, launchBrowser, newWorkbenchPage, payloadUrl } from './browser.mjs';
import { ensureHarness } from './install.mjs';
import { artifactsDir } from './paths.mjs';
import { start } from './vscode-server.mjs';

const timeoutExitCode = 124;
const verbose = process.env['TIDEMARK_HARNESS_VERBOSE'] === '1';

/** @param {string[]} argv */
function parseArguments(argv) {
  const parsed = {
    developmentPaths: /** @type {string[]} */ ([]),
    testsPath: /** @type {string | undefined} */ (undefined),
    workspace: /** @type {string | undefined} */ (undefined),
    extensionsDir: /** @type {string | undefined} */ (undefined),
    userDataDir: /** @type {string | undefined} */ (undefined),
  };
  for (const argument of argv) {
    const [, key, value] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
    if (key === undefined) {
      if (!argument.startsWith('-')) {
        parsed.workspace = path.resolve(argument);
      }
    } else if (key === 'extensionDevelopmentPath' && value) {
      parsed.developmentPaths.push(path.resolve(value));
    } else if (key === 'extensionTestsPath' && value) {
      parsed.testsPath = path.resolve(value);
    } else if (key === 'extensions-dir' && value) {
      parsed.extensionsDir = path.resolve(value);
    } else if (key === 'user-data-dir' && value) {
      parsed.userDataDir = path.resolve(value);
    }
  }
  return parsed;
}

/** @param {string | undefined} userDataDir */
function readSettings(userDataDir) {
  const file = userDataDir && path.join(userDataDir, 'User', 'settings.json');
  return file && fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
}

/**
 * Runs the tests and cleans up.
 * @returns {Promise<number>} the exit code
 */
async function main() {
  const { developmentPaths, testsPath, workspace, extensionsDir, userDataDir } = parseArguments(
    process.argv.slice(2),
  );
  if (testsPath === undefined || developmentPaths.length === 0) {
    console.error('harness/vscode.mjs wants --extensionTestsPath=FILE and --extensionDevelopmentPath=DIR.');
    return 2;
  }

  /** @type {(() => Promise<unknown>)[]} */
  const cleanups = [];
  /** @type {(code: number) => void} */
  let finish = () => undefined;
  const finished = new Promise((resolve) => (finish = resolve));
  const onInterrupt = () => finish(130);
  const onTerminate = () => finish(143);
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onTerminate);
  process.on('SIGHUP', onTerminate);
  // test-electron passes SIGINT on and no other signal: when it is gone there is nobody to run for.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) {
      finish(143);
    }
  }, 500).unref();

  const limit = Number(process.env['TIDEMARK_TEST_TIMEOUT_MS'] ?? 5 * 60_000);
  /** @type {import('playwright-core').Page | undefined} */
  let page;
  const timer = setTimeout(() => {
    void (async () => {
      console.error(`harness: no end after ${limit / 1000} s, giving up`);
      await screenshot(page);
      finish(timeoutExitCode);
    })();
  }, limit);

  const work = (async () => {
    await ensureHarness();
    let folder = workspace;
    if (folder === undefined) {
      folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tidemark-empty-'));
      const empty = folder;
      cleanups.push(() => fs.promises.rm(empty, { recursive: true, force: true }));
    }
    const starting = start({
      workspaceFolder: folder,
      userSettings: readSettings(userDataDir),
      ...(extensionsDir === undefined ? {} : { extensionsDir }),
      ...(verbose ? { log: (text) => process.stderr.write(text) } : {}),
    });
    const launching = launchBrowser();
    // Both are let come to their end, lest one that comes up after the other failed be forgotten.
    cleanups.push(
      () => starting.then((started) => started.stop()).catch(() => undefined),
      () => launching.then((launched) => launched.close()).catch(() => undefined),
    );
    const [server, browser] = await Promise.all([starting, launching]);
    page = await newWorkbenchPage(browser, server.port);
    await page.exposeFunction(
      'codeAutomationLog',
      (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
        if (!args.some((value) => typeof value === 'string' && isNoise(value))) {
          print(type, args);
        }
      },
    );
    await page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => finish(code));
    page.on('crash', () => {
      console.error('harness: the workbench page crashed');
      finish(1);
    });
    if (verbose) {
      page.on('console', (message) => {
        if (!isNoise(message.text())) {
          console.error(`workbench: ${message.text()}`);
        }
      });
    }
    await page.goto(payloadUrl(server, { developmentPaths, testsPath }));
  })();

  let code = await Promise.race([finished, work.then(() => finished)]).catch((error) => {
    console.error(error);
    return 1;
  });
  clearTimeout(timer);
  // A signal may come while the server is still starting: let that settle, or it would be forgotten.
  await Promise.race([work.catch(() => undefined), delay(30_000)]);
  for (const cleanup of cleanups.reverse()) {
    await cleanup().catch((error) => {
      console.error(error);
      code ||= 1;
    });
  }
  return code;
}

/**
 * @param {string} type
 * @param {unknown[]} args in the manner of printf, to be passed on as they are
 */
function print(type, args) {
  const method = type === 'warn' || type === 'error' || type === 'info' || type === 'debug' ? type : 'log';
  console[method](...args);
}

/** @param {import('playwright-core').Page | undefined} page */
async function screenshot(page) {
  const file = path.join(artifactsDir, 'editor-timeout.png');
  try {
    fs.mkdirSync(artifactsDir, { recursive: true });
    await page?.screenshot({ path: file, timeout: 10_000 });
    console.error(`harness: see ${file}`);
  } catch (error) {
    console.error(`harness: no screenshot: ${error}`);
  }
}

/** @param {number} ms */
function delay(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

process.exit(await main());
