import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';

import type { LintColumn, LintHost, WorkspaceHost } from '../core/lint/host.js';
import { automationFiles } from './automation.js';
import { globFiles } from './files.js';
import { logColumns } from './log-columns.js';

/** What lint asks of the machine, for a config in `folder`: each file's columns are read once. */
export function lintHost(folder: string, signal: AbortSignal): LintHost {
  const known = new Map<string, Promise<readonly LintColumn[] | null>>();
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
  };
}

/** What lint asks of the machine for the files of the working folder `cwd`. */
export function workspaceHost(cwd: string, signal: AbortSignal): WorkspaceHost {
  const hosts = new Map<string, LintHost>();
  return {
    around(path) {
      const folder = dirname(resolve(cwd, path));
      const known = hosts.get(folder) ?? lintHost(folder, signal);
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
