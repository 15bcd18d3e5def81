import { Option, type Command } from 'commander';

import { LINT_FORMATS, type LintFlags } from './lint/flags.js';
import type { Terminal } from './terminal.js';

/** `tidemark lint`: says what a monitoring config misses, and what in it cannot work. */
export function addLint(program: Command, terminal: Terminal, done: (code: number) => void): void {
  program
    .command('lint')
    .description('say what a monitoring config misses, and what in it cannot work')
    .argument('[path...]', 'config files, or folders to search for them (default: this folder)')
    .addOption(new Option('--format <format>', 'what to print').choices(LINT_FORMATS).default('text'))
    .option('--output <file>', 'write to a file instead of the terminal')
    .option('--fix', 'apply the fixes that leave no choice, and say which')
    .option('--stdin-filepath <path>', 'lint the text on the standard input as if it were this file')
    .addHelpText('after', '\nExit codes: 0 no error was found, 1 an error was found, 2 wrong usage.')
    .action(async (paths: string[], flags: LintFlags) => {
      const { lint } = await import('./lint/run-lint.js');
      done(await lint(paths, flags, terminal));
    });
}
