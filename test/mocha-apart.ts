import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import path from 'node:path';
import process from 'node:process';

import { runMochaHere } from './editor/node-mocha.js';
import { makeScratch, removeScratch } from './editor/scratch.js';
import { judge, statsFileVariable, writeStats, type Outcome } from './editor/stats.js';

/** Runs mocha files in a process of their own, beside others; what they say is printed at their end. */
export async function runMochaApart(files: readonly string[]): Promise<Outcome> {
  const scratch = makeScratch('apart');
  const statsFile = path.join(scratch, 'stats.json');
  try {
    const ended = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx/esm', fileURLToPath(import.meta.url), ...files],
      { env: { ...process.env, [statsFileVariable]: statsFile }, maxBuffer: 2 ** 26 },
    ).then(
      ({ stdout, stderr }) => {
        console.log(stdout + stderr);
        return undefined;
      },
      (error: { stdout?: string; stderr?: string; message: string }) => {
        console.log(`${error.stdout ?? ''}${error.stderr ?? error.message}`);
        return error.message.split('\n')[0] ?? error.message;
      },
    );
    return judge(statsFile, ended);
  } finally {
    await removeScratch(scratch);
  }
}

const statsFile = process.env[statsFileVariable];
if (process.argv[1] === fileURLToPath(import.meta.url) && statsFile !== undefined) {
  const outcome = await runMochaHere(process.argv.slice(2));
  writeStats(statsFile, outcome);
  process.exit(outcome.problem === undefined ? 0 : 1);
}
