import { writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';

import type { Command } from 'commander';

import { ConfigError } from '../core/errors.js';
import { readText } from '../runner/files.js';
import { isFolder } from './paths.js';
import type { Terminal } from './terminal.js';

/** `tidemark init`: writes a tidemark.yaml inferred from the logs of a folder. */
export function addInit(program: Command, terminal: Terminal, done: (code: number) => void): void {
  program
    .command('init')
    .description('write a tidemark.yaml inferred from the logs of a folder')
    .argument('[folder]', 'the folder with the logs (default: this folder)', '.')
    .option('--force', 'replace a tidemark.yaml that is there')
    .option('--print', 'print it instead of writing it')
    .action(async (folder: string, flags: { force?: boolean; print?: boolean }) => {
      done(await init(folder, flags, terminal));
    });
}

async function init(
  folder: string,
  flags: { force?: boolean; print?: boolean },
  terminal: Terminal,
): Promise<number> {
  const absolute = resolve(terminal.cwd, folder);
  if (!(await isFolder(absolute))) throw new ConfigError(`${folder} is not a folder.`, { path: folder });
  const target = join(absolute, 'tidemark.yaml');
  const shown = relative(terminal.cwd, target) || target;
  if (flags.print !== true && flags.force !== true && (await readText(target)) !== null) {
    throw new ConfigError(
      `${shown} is there already. --force replaces it, --print shows what would be written.`,
    );
  }
  const { inferFolder } = await import('../runner/infer-folder.js');
  const { text, notes } = await inferFolder(absolute, terminal.signal);
  if (flags.print === true) terminal.out(text);
  else {
    await writeFile(target, text);
    terminal.out(`Wrote ${shown}. Read it, then run: tidemark check ${folder}\n`);
  }
  for (const note of notes) terminal.err(`  ${note}\n`);
  return 0;
}
