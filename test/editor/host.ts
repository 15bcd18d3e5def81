/** Runs mocha inside the extension host. It is bundled together with the tests; VS Code calls the bundle's `run`. */
import Mocha from 'mocha';

import { statsFileVariable, writeStats } from './stats';

/**
 * Loads the test files, runs them and writes the counts into the file that the environment names. Rejects when a test
 * fails, which makes VS Code exit with code 1.
 */
export async function runInHost(files: readonly (() => unknown)[]): Promise<void> {
  const statsFile = process.env[statsFileVariable];
  if (statsFile === undefined) {
    throw new Error(`${statsFileVariable} is not set: start the tests by test/editor/run.ts.`);
  }
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 30_000, reporter: 'spec' });
  const grep = process.env['TIDEMARK_GREP'];
  if (grep) {
    mocha.grep(new RegExp(grep));
  }
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  for (const load of files) {
    load();
  }
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run((failed) => {
      const { passes = 0, failures: count = failed, pending = 0 } = runner.stats ?? {};
      writeStats(statsFile, { passes, failures: Math.max(failed, count), pending });
      resolve(failed);
    });
  });
  if (failures > 0) {
    throw new Error(`${failures} failed`);
  }
}
