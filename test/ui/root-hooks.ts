/**
 * What holds for all UI tests of a process: a picture of every window in which a test failed goes to
 * .cache/test-artifacts, and no window is left when the process ends, however that is.
 */
import path from 'node:path';

import type { Context } from 'mocha';

import { closeAllWorkbenches, openWorkbenches } from './driver';

const artifactsDir = path.resolve(import.meta.dirname, '../../.cache/test-artifacts');
const limitMs = Number(process.env['TIDEMARK_TEST_TIMEOUT_MS'] ?? 10 * 60_000);

afterEach(async function (this: Context) {
  const test = this.currentTest;
  if (test?.state === 'failed') await pictures(test.fullTitle());
});

after(closeAllWorkbenches);

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

process.on('SIGINT', () => void leave(130));
process.on('SIGTERM', () => void leave(143));
setTimeout(() => {
  console.error(`No end after ${limitMs / 1000} s.`);
  void pictures('timeout').then(() => leave(124));
}, limitMs).unref();
