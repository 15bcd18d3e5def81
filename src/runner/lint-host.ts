import { isAbsolute, join } from 'node:path';

import type { LintColumn, LintHost } from '../core/lint/host.js';
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
