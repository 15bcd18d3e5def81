import type { ConfigPath } from '../config/document.js';
import { checkAt, meaningOf } from './meaning.js';
import { outlineOf, samePath, writtenList, type Outline } from './outline.js';

/** Where a name of the config is defined. */
export interface Definition {
  /** The name; offsets count from 0. */
  readonly start: number;
  readonly end: number;
  /** Globs of the log files it is found in, the first that has it counts. */
  readonly globs: readonly string[];
  /** The column to look for in those files; null where the files themselves are meant. */
  readonly column: string | null;
  /** Offset of the definition in the config itself; null where there is none. */
  readonly inConfig: number | null;
}

const LOGS: Readonly<Record<'current' | 'reference' | 'labels', ConfigPath>> = {
  current: ['logs', 'current'],
  reference: ['logs', 'reference'],
  labels: ['feedback', 'labels', 'path'],
};

/** What the name at `offset` refers to: the log of a column, the files of a glob, the role behind `of: score`. */
export function definitionAt(text: string, offset: number): Definition | null {
  const outline = outlineOf(text);
  const value = outline.values.find(({ start, end }) => start <= offset && offset <= end);
  const meaning = value === undefined ? null : meaningOf(value.path);
  if (value === undefined || meaning === null) return null;
  const { start, end, path } = value;
  if (meaning.kind === 'path') {
    return { start, end, globs: [value.text], column: null, inConfig: null };
  }
  if (meaning.kind !== 'column') return null;
  const role = checkAt(path) !== null && path[3] === 'of' ? roleKey(outline, value.text) : null;
  if (role !== null) return { start, end, globs: [], column: null, inConfig: role };
  const logs =
    meaning.log === 'labels' ? (['labels'] as const) : (['current', 'reference', 'labels'] as const);
  const globs = logs.flatMap((log) => writtenList(outline, LOGS[log]));
  return { start, end, globs, column: value.text, inConfig: null };
}

/** Offset of the key that says what `score`, `prediction`, `label` or `features` is. */
function roleKey({ keys }: Outline, word: string): number | null {
  const places: readonly ConfigPath[] =
    word === 'features'
      ? [['logs', 'features']]
      : word === 'label'
        ? [
            ['logs', 'columns', 'label'],
            ['feedback', 'labels', 'label'],
          ]
        : word === 'score' || word === 'prediction'
          ? [['logs', 'columns', word]]
          : [];
  return keys.find((key) => places.some((place) => samePath(key.path, place)))?.start ?? null;
}
