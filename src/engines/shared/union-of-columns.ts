import type { ColumnFacts, FileFacts } from '../../core/profile/log-facts.js';

/**
 * The columns of the files of a log, in order of first appearance, each as the first file with rows has it: text without
 * rows has names, and no types.
 */
export function unionOfColumns(files: readonly Pick<FileFacts, 'rows' | 'columns'>[]): ColumnFacts[] {
  const columns = new Map<string, ColumnFacts>();
  const typed = new Set<string>();
  for (const { rows, columns: own } of files) {
    for (const column of own) {
      if (columns.has(column.name) && (typed.has(column.name) || rows === 0)) continue;
      columns.set(column.name, column);
      if (rows > 0) typed.add(column.name);
    }
  }
  return [...columns.values()];
}
