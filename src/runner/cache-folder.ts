import { homedir } from 'node:os';
import { join } from 'node:path';

import { CacheFolder, DEFAULT_CACHE_BYTES } from '../engines/local/cache/cache-folder.js';

/** Where the platform keeps caches; `TIDEMARK_CACHE` names another folder. */
export function defaultCacheFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string {
  const named = environment.TIDEMARK_CACHE;
  if (named !== undefined && named !== '') return named;
  if (platform === 'win32') {
    return join(environment.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'tidemark', 'cache');
  }
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'tidemark');
  return join(environment.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tidemark');
}

/** The cache in a folder; `say` is told, in a sentence, of entries that had to be dropped. */
export function openCache(folder: string, say: (sentence: string) => void): CacheFolder {
  return new CacheFolder(folder, DEFAULT_CACHE_BYTES, say);
}
