/** Runs mocha test files in this Node process, by the same rules as those in the extension host. */
import path from 'node:path';

import Mocha from 'mocha';

import { makeScratch, removeScratch } from './scratch';
import { judge, writeStats } from './stats';
import type { Outcome } from './stats';

/** Loads and runs the files one after the other. */
export async function runMochaHere(
  files: readonly string[],
  options: { readonly timeoutMs?: number } = {},
): Promise<Outcome> {
  const scratch = makeScratch('mocha');
  try {
    const statsFile = path.join(scratch, 'stats.json');
    const mocha = new Mocha({
      ui: 'bdd',
      timeout: options.timeoutMs ?? 60_000,
      reporter: 'spec',
    });
    const grep = process.env['TIDEMARK_GREP'];
    if (grep) {
      mocha.grep(new RegExp(grep));
    }
    for (const file of files) {
      mocha.addFile(file);
    }
    await mocha.loadFilesAsync();
    await new Promise<void>((resolve) => {
      const runner = mocha.run((failed) => {
        const { passes = 0, failures = failed, pending = 0 } = runner.stats ?? {};
        writeStats(statsFile, { passes, failures: Math.max(failed, failures), pending });
        resolve();
      });
    });
    return judge(statsFile, undefined);
  } finally {
    await removeScratch(scratch);
  }
}
