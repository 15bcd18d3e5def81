import { Command, CommanderError } from 'commander';

import { VERSION } from '../runner/version.js';
import { addCheck } from './check.js';
import { addInit } from './init.js';
import { addLint } from './lint.js';
import { addReport } from './report.js';
import { report as reportError } from './errors.js';
import type { Terminal } from './terminal.js';

/** Commands that are designed and come later. */
const NOT_YET = {
  compare: 'compare two versions with a significance test',
  backtest: 'try an alert policy on the past',
  labels: 'list the rows whose labels matter most',
};

/** Runs the command line and gives the process's exit code. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  let code = 0;
  const done = (exitCode: number): void => {
    code = Math.max(code, exitCode);
  };
  const program = new Command('tidemark')
    .description('Keep the model or update it? Checks prediction logs for drift, performance and operations.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
    })
    .showHelpAfterError('(--help lists what there is)');
  addCheck(program, terminal, done);
  addLint(program, terminal, done);
  addInit(program, terminal, done);
  addReport(program, terminal, done);
  for (const [name, words] of Object.entries(NOT_YET)) {
    program
      .command(name)
      .description(`${words} (not built yet)`)
      .allowUnknownOption()
      .argument('[path...]')
      .action(() => {
        terminal.err(
          `tidemark ${name} is not built yet. “tidemark check”, “tidemark lint” and “tidemark report” are.\n`,
        );
        done(2);
      });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    if (argv.length === 0) done(2);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return reportError(error, terminal);
  }
  return code;
}
