import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

import { glob } from 'tinyglobby';

import type { AutomationFile } from '../core/lint/host.js';
import { readText } from './files.js';

const FILES = [
  '.github/workflows/*.{yml,yaml}',
  '.gitlab-ci.yml',
  '.circleci/config.yml',
  'azure-pipelines.yml',
  'bitbucket-pipelines.yml',
  'Jenkinsfile',
  'Makefile',
];

/** The CI definitions of the repository that holds `folder` (of the folder itself, outside a repository). */
export async function automationFiles(folder: string): Promise<AutomationFile[]> {
  const root = await repositoryOf(folder);
  const paths = await glob(FILES, { cwd: root, dot: true, onlyFiles: true });
  return Promise.all(
    paths.sort().map(async (path) => ({
      path: relative(folder, join(root, path)).replaceAll('\\', '/'),
      text: await readFile(join(root, path), 'utf8'),
    })),
  );
}

async function repositoryOf(folder: string): Promise<string> {
  for (let at = folder; ; at = dirname(at)) {
    // A worktree has a file there, a clone a folder with HEAD in it.
    const isRoot =
      (await readText(join(at, '.git', 'HEAD')).catch(() => null)) !== null ||
      (await readText(join(at, '.git')).catch(() => null)) !== null;
    if (isRoot) return at;
    if (dirname(at) === at) return folder;
  }
}
