import type { ConfigPath } from '../config/document.js';
import { FAMILIES } from '../config/monitor.js';
import { valueAt } from '../config/shape-problems.js';
import type { ConfigTree } from '../config/tree.js';

/** A place of the config that names a column of the log. */
export interface NamedColumn {
  readonly column: string;
  readonly path: ConfigPath;
  /** The label may be in the reference only: in production it comes later. */
  readonly isLabel: boolean;
}

/** What `of` may be besides a column. */
export const OUTPUT_WORDS: ReadonlySet<string> = new Set(['features', 'score', 'prediction', 'label']);

/** Every column the config names, as written and where (labels' own files apart). */
export function namedColumns(tree: ConfigTree): NamedColumn[] {
  const found: NamedColumn[] = [];
  const add = (value: unknown, path: ConfigPath): void => {
    if (typeof value === 'string') found.push({ column: value, path, isLabel: path.at(-1) === 'label' });
    else if (typeof value === 'object' && value !== null) {
      const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
      for (const [key, item] of entries) if (typeof item === 'string') add(item, [...path, key]);
    }
  };
  const addSegment = (path: ConfigPath): void => {
    const value = valueAt(tree.value, path);
    if (typeof value === 'string') add(value, path);
    else add(valueAt(value, ['column']), [...path, 'column']);
  };
  const listAt = (path: ConfigPath): unknown[] => {
    const value = valueAt(tree.value, path);
    return Array.isArray(value) ? value : [];
  };
  const roles = valueAt(tree.value, ['logs', 'columns']);
  if (typeof roles === 'object' && roles !== null) {
    for (const [role, value] of Object.entries(roles)) add(value, ['logs', 'columns', role]);
  }
  add(listAt(['logs', 'features']), ['logs', 'features']);
  add(listAt(['logs', 'categorical']), ['logs', 'categorical']);
  for (const index of listAt(['segments']).keys()) addSegment(['segments', index]);
  for (const family of FAMILIES) {
    for (const index of listAt(['checks', family]).keys()) {
      const path = ['checks', family, index];
      const of = valueAt(tree.value, [...path, 'of']);
      if (typeof of !== 'string' || !OUTPUT_WORDS.has(of)) add(of, [...path, 'of']);
      addSegment([...path, 'segment']);
    }
  }
  return found;
}
