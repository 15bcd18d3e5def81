import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { ConfigError } from '../core/errors.js';
import type { Terminal } from './terminal.js';

/**
 * Prints a result, or writes it to a file and says so.
 *
 * @throws ConfigError where the file cannot be written.
 */
export async function writeOutput(text: string, file: string | undefined, terminal: Terminal): Promise<void> {
  if (file === undefined) {
    terminal.out(text);
    return;
  }
  try {
    await writeFile(resolve(terminal.cwd, file), text);
  } catch (error) {
    throw new ConfigError(
      `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
  terminal.err(`Wrote ${file}\n`);
}
