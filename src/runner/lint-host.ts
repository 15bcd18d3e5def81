import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';

import type { LabelEvidence, LintColumn, LintHost, WorkspaceHost } from '../core/lint/host.js';
import type { CacheFolder } from '../engines/local/cache/cache-folder.js';
import { automationFiles } from './automation.js';
import { globFiles } from './files.js';
import { labelEvidence } from './label-evidence.js';
import { logColumns } from './log-columns.js';
import { absentProgram, canWrite } from './programs.js';

/** What lint asks of the machine, for a config in `folder`: each file is read once. */
export function lintHost(folder: string, signal: AbortSignal, cache: CacheFolder | null): LintHost {
  const known = new Map<string, Promise<readonly LintColumn[] | null>>();
  const measured = new Map<string, Promise<LabelEvidence | null>>();
  return {
    glob: (pattern) => globFiles(folder, [pattern]),
    columns(path) {
      let columns = known.get(path);
      if (columns === undefined) {
        columns = logColumns(isAbsolute(path) ? path : join(folder, path), signal);
        known.set(path, columns);
      }
      return columns;
    },
    automation: () => automationFiles(folder),
    labelEvidence(question) {
      const key = JSON.stringify(question);
      const evidence = measured.get(key) ?? labelEvidence(folder, question, cache, signal);
      measured.set(key, evidence);
      return evidence;
    },
    absentProgram: (command) => absentProgram(command, folder),
    canWrite: (path) => canWrite(resolve(folder, path)),
  };
}

/** What lint asks of the machine for the files of the working folder `cwd`; logs are kept in `cache` as a check keeps them. */
export function workspaceHost(
  cwd: string,
  signal: AbortSignal,
  cache: CacheFolder | null = null,
): WorkspaceHost {
  const hosts = new Map<string, LintHost>();
  return {
    around(path) {
      const folder = dirname(resolve(cwd, path));
      const known = hosts.get(folder) ?? lintHost(folder, signal, cache);
      hosts.set(folder, known);
      return known;
    },
    async exists(path) {
      try {
        await stat(resolve(cwd, path));
        return true;
      } catch {
        return false;
      }
    },
  };
}
