/**
 * Runs the UI tests: mocha in Node, which drives a real VS Code in a browser by test/ui/driver.ts.
 *
 *   node --import tsx test/ui/run.ts [NAME ...]     NAME: only test files whose path contains it
 *
 * TIDEMARK_GREP picks tests. The picture of a window in which a test failed goes to .cache/test-artifacts.
 */
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Context } from 'mocha';
import { globSync } from 'tinyglobby';

import { runMochaHere } from '../editor/node-mocha';
import { conclude } from '../editor/stats';
import type { Outcome } from '../editor/stats';
import { closeAllWorkbenches, openWorkbenches } from './driver';

const here = import.meta.dirname;
const artifactsDir = path.resolve(here, '../../.cache/test-artifacts');
const limitMs = Number(process.env['TIDEMARK_TEST_TIMEOUT_MS'] ?? 10 * 60_000);

/** Runs every UI test, or those in files with one of these names in their path; none that is left out. */
export async function runUiTests(
  names: readonly string[] = [],
  leftOut: readonly string[] = [],
): Promise<Outcome> {
  const files = globSync('**/*.test.ts', { cwd: here, absolute: true })
    .filter((file) => names.length === 0 || names.some((name) => file.includes(name)))
    .filter((file) => !leftOut.includes(file))
    .sort();
  if (files.length === 0) {
    return { passes: 0, failures: 1, pending: 0, problem: `No test file matches ${names.join(' ')}.` };
  }
  try {
    return await runMochaHere(files, { rootHooks: { afterEach: pictureOfFailure } });
  } finally {
    await closeAllWorkbenches();
  }
}

async function pictureOfFailure(this: Context): Promise<void> {
  const test = this.currentTest;
  if (test?.state === 'failed') {
    await pictures(test.fullTitle());
  }
}

/** Pictures of all open windows; they explain a failure but must never cause one. */
async function pictures(title: string): Promise<void> {
  for (const [index, workbench] of openWorkbenches().entries()) {
    const name = `${title.replace(/[^a-z0-9]+/gi, '-').slice(0, 100)}${index > 0 ? `-${index}` : ''}.png`;
    try {
      await workbench.screenshot(path.join(artifactsDir, name));
      console.error(`    picture: ${path.join(artifactsDir, name)}`);
    } catch (error) {
      console.error(`    no picture: ${String(error)}`);
    }
  }
}

/** Leaves with nothing left behind; whoever interrupts does not wait for a hung page. */
async function leave(code: number): Promise<never> {
  await Promise.race([closeAllWorkbenches(), new Promise((resolve) => setTimeout(resolve, 10_000))]);
  process.exit(code);
}

if (process.argv[1] && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) {
  process.on('SIGINT', () => void leave(130));
  process.on('SIGTERM', () => void leave(143));
  setTimeout(() => {
    console.error(`No end after ${limitMs / 1000} s.`);
    void pictures('timeout').then(() => leave(124));
  }, limitMs).unref();
  process.exit(conclude(await runUiTests(process.argv.slice(2))));
}
