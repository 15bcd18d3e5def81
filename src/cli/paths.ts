import { stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';

import { ConfigError } from '../core/errors.js';
import { findConfigs } from '../runner/files.js';

/** A config to work on, and its path as messages show it. */
export interface ConfigPath {
  readonly path: string;
  /** Relative to the working folder, with `/`. */
  readonly shown: string;
}

/** The configs that arguments name: files themselves, folders by the configs in them (default: the working folder). */
export async function configPaths(paths: readonly string[], cwd: string): Promise<ConfigPath[]> {
  const found: ConfigPath[] = [];
  for (const path of paths.length === 0 ? ['.'] : paths) {
    const absolute = resolve(cwd, path);
    if (await isFolder(absolute)) {
      const configs = await findConfigs(absolute);
      if (configs.length === 0) {
        throw new ConfigError(
          `${path === '.' ? 'This folder' : path} has no tidemark.yaml. “tidemark init ${path}” writes one from the logs in it.`,
        );
      }
      for (const config of configs) found.push(shown(join(absolute, config), cwd));
    } else found.push(shown(absolute, cwd));
  }
  return found.filter((one, i) => found.findIndex((other) => other.path === one.path) === i);
}

function shown(path: string, cwd: string): ConfigPath {
  const short = relative(cwd, path).replaceAll('\\', '/');
  return { path, shown: short.startsWith('../..') || short === '' ? path : short };
}

export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
