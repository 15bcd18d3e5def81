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
    throw new ConfigError(`${file} cannot be written: ${whyNot(error)}.`);
  }
  terminal.err(`Wrote ${file}\n`);
}

/** Why a file cannot be written, in words. */
export function whyNot(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'its folder does not exist';
    case 'ENOTDIR':
      return 'a part of its path is a file';
    case 'EISDIR':
      return 'it is a folder. Name a file in it';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'you may not write there';
    case 'ENOSPC':
      return 'the disk is full';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
