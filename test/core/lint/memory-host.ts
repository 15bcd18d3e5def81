import type { AutomationFile, LintColumn, LintHost, WorkspaceHost } from '../../../src/core/lint/host.js';

/** A folder in memory: paths with their columns, `name:kind` or `name` for a number; null = unreadable. */
export function memoryHost(
  files: Readonly<Record<string, readonly string[] | null>>,
  automation?: readonly AutomationFile[],
): LintHost {
  return {
    glob: (pattern) => Promise.resolve(Object.keys(files).filter((path) => matcher(pattern).test(path))),
    columns: (path) => Promise.resolve(files[path]?.map(columnOf) ?? null),
    // Half of a thousand are labelled within five days; `promised` lies before the prediction.
    labelEvidence: ({ timestamp, received }) =>
      Promise.resolve({
        sampled: 1000,
        joined: 500,
        idTypes: { log: 'BIGINT', labels: 'BIGINT' },
        timed:
          timestamp === null || received === null
            ? null
            : { count: 500, p95Ms: 5 * 86_400_000, impossible: received === 'promised' ? 40 : 0 },
      }),
    absentProgram: (command) => Promise.resolve(command.startsWith('notfiy') ? 'notfiy-team' : null),
    canWrite: (path) => Promise.resolve(!path.startsWith('locked/')),
    ...(automation === undefined ? {} : { automation: () => Promise.resolve(automation) }),
  };
}

/** A workspace in memory, of files that are no logs. */
export function memoryWorkspace(files: Readonly<Record<string, string>>): WorkspaceHost {
  return { around: () => memoryHost({}), exists: (path) => Promise.resolve(Object.hasOwn(files, path)) };
}

/** Only `*` is needed here. */
function matcher(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}$`);
}

function columnOf(text: string): LintColumn {
  const [name = '', kind = 'numeric'] = text.split(':');
  return { name, kind: kind as LintColumn['kind'] };
}

/** The files that the example config of the rule pages speaks of. */
export const EXAMPLE_FILES = {
  'logs/scored-1.csv': [
    'customer',
    'scored_at:timestamp',
    'p_churn',
    'took_ms',
    'status',
    'plan:categorical',
    'tenure',
    'calls',
  ],
  'logs/training.csv': [
    'customer',
    'scored_at:timestamp',
    'p_churn',
    'plan:categorical',
    'tenure',
    'calls',
    'churned',
  ],
  'labels/2024.csv': ['customer', 'churned', 'received:timestamp', 'promised:timestamp'],
};
