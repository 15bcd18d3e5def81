import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

import { glob } from 'tinyglobby';

/** Files that globs name, relative to `folder` with `/` (absolute where the glob is), in byte order, once each. */
export async function globFiles(folder: string, patterns: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const pattern of patterns) {
    const slashed = pattern.replaceAll('\\', '/');
    // A plain path needs no pattern matching, and may have characters that patterns treat as special.
    if (await isFile(isAbsolute(slashed) ? slashed : join(folder, slashed))) {
      found.add(slashed.replace(/^\.\//, ''));
      continue;
    }
    const files = await glob(slashed, {
      cwd: folder,
      absolute: isAbsolute(slashed),
      onlyFiles: true,
      dot: false,
    });
    for (const file of files) found.add(file);
  }
  return [...found].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** Config files of a folder and the folders below it: `tidemark.yaml` and `*.tidemark.yaml`. */
export async function findConfigs(folder: string): Promise<string[]> {
  const files = await glob(
    ['**/tidemark.yaml', '**/*.tidemark.yaml', '**/tidemark.yml', '**/*.tidemark.yml'],
    {
      cwd: folder,
      ignore: ['**/node_modules/**', '**/.git/**'],
      onlyFiles: true,
    },
  );
  return files.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** A text file, or null when there is none. */
export async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
