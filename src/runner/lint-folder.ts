import { readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { glob } from 'tinyglobby';

import { CancelledError, ConfigError } from '../core/errors.js';
import type { LintReport } from '../core/lint/finding.js';
import { lintFiles, mayBeConfig, type LintSource } from '../core/lint/lint-workspace.js';
import { METRICS } from '../core/metrics/registry.js';
import type { CacheFolder } from '../engines/local/cache/cache-folder.js';
import { workspaceHost } from './lint-host.js';

/** What monitoring configs are written in. */
const PATTERNS = ['**/*.{yml,yaml,json,template,tf,toml}'];

/** Folders with other people's files. */
const SKIPPED = ['node_modules', '.git', '.venv', 'venv', 'site-packages', '__pycache__', '.terraform'];

/** A longer file is data, not config. */
const MAX_BYTES = 5_000_000;

/** Files read at a time; between two batches the scan can be cancelled. */
export const BATCH = 64;

/** How far a scan is. */
export interface LintProgress {
  readonly done: number;
  readonly total: number;
}

/**
 * Lints files and folders on disk: a folder is searched for every file that a dialect recognises, the
 * working folder where no path is given. Paths in the report are relative to `cwd`, with `/`.
 *
 * @throws ConfigError where a named file is absent or longer than 5 MB; CancelledError.
 */
export async function lintPaths(
  paths: readonly string[],
  cwd: string,
  signal: AbortSignal,
  onProgress: (progress: LintProgress) => void = () => undefined,
  cache: CacheFolder | null = null,
): Promise<LintReport> {
  const named = new Map<string, boolean>();
  for (const path of paths.length === 0 ? ['.'] : paths) {
    const absolute = resolve(cwd, path);
    const kind = await kindOf(absolute);
    if (kind === null) throw new ConfigError(`There is no file or folder at ${path}.`, { path });
    if (kind === 'file') named.set(absolute, true);
    else for (const file of await filesIn(absolute, signal)) named.set(file, named.get(file) ?? false);
  }
  const sources = await readAll([...named], cwd, signal, onProgress);
  return lintFiles(sources, workspaceHost(cwd, signal, cache), METRICS);
}

/** Files of a folder that may be configs by their names, in order. Throws CancelledError. */
export async function filesIn(folder: string, signal: AbortSignal): Promise<string[]> {
  const files = await glob(PATTERNS, {
    cwd: folder,
    dot: true,
    onlyFiles: true,
    expandDirectories: false,
    ignore: SKIPPED.map((name) => `**/${name}/**`),
    signal,
  }).catch((error: unknown) => {
    if (signal.aborted) throw new CancelledError();
    throw error;
  });
  // A search that was ended early has found a part, or nothing.
  if (signal.aborted) throw new CancelledError();
  return files.sort().map((file) => join(folder, file));
}

async function readAll(
  files: readonly (readonly [string, boolean])[],
  cwd: string,
  signal: AbortSignal,
  onProgress: (progress: LintProgress) => void,
): Promise<LintSource[]> {
  const sources: LintSource[] = [];
  for (let from = 0; from < files.length; from += BATCH) {
    if (signal.aborted) throw new CancelledError();
    const batch = files.slice(from, from + BATCH);
    const read = await Promise.all(batch.map(([path, named]) => readOne(path, named, cwd)));
    for (const source of read) if (source !== null) sources.push(source);
    onProgress({ done: from + batch.length, total: files.length });
    await setImmediate();
  }
  return sources;
}

/** The file where it may be a config; null where it cannot be one. */
export async function readOne(path: string, named: boolean, cwd: string): Promise<LintSource | null> {
  const shown = shownPath(path, cwd);
  if ((await stat(path)).size > MAX_BYTES) {
    if (named) {
      throw new ConfigError(`${shown} is longer than 5 MB, so it is no config. Is it a log?`, {
        path: shown,
      });
    }
    return null;
  }
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (named) throw error;
    return null;
  });
  return text !== null && (named || mayBeConfig(shown, text)) ? { path: shown, text, named } : null;
}

async function kindOf(path: string): Promise<'file' | 'folder' | null> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return null;
  }
}

/** The path as reports name it: relative to `cwd`, with `/`. */
export function shownPath(path: string, cwd: string): string {
  const short = relative(cwd, path).replaceAll('\\', '/');
  return short.startsWith('../..') || short === '' ? path : short;
}
