import { resolve } from 'node:path';
import process from 'node:process';

import { BENCH_FOLDER } from './data.js';
import type { Command } from './measure.js';

export const CLI = resolve('dist/cli.js');

/** The cache of checks that keep something. */
export const CACHE = resolve(BENCH_FOLDER, 'cache');

const PYTHON = process.env.BENCH_PYTHON ?? 'python3';

/** A whole check, from start to exit. */
export function checkCommand(config: string, flags: readonly string[], cached: boolean): Command {
  return {
    file: process.execPath,
    args: [CLI, 'check', config, '--format', 'json', ...(cached ? [] : ['--no-cache']), ...flags],
    folder: BENCH_FOLDER,
    environment: { TIDEMARK_CACHE: CACHE },
    accept: [0, 1],
  };
}

/** Decodes every column of the files once, and no more. */
export function floorCommand(globs: readonly string[]): Command {
  return {
    file: process.execPath,
    args: [resolve('scripts/bench/floor.mjs'), ...globs],
    folder: BENCH_FOLDER,
    accept: [0],
  };
}

/** A process that does nothing. */
export const BARE: Command = {
  file: process.execPath,
  args: ['-e', '0'],
  folder: BENCH_FOLDER,
  accept: [0],
};

/** The job in Python, on two files. */
export function pythonCommand(script: string, files: readonly string[]): Command {
  return {
    file: PYTHON,
    args: [resolve(`scripts/bench/${script}.py`), ...files],
    folder: BENCH_FOLDER,
    accept: [0],
  };
}
