import type { Cursor } from '../source/cursor.js';

/** A key of a file without a schema, with the keys that lead to it. */
export interface Entry {
  readonly at: Cursor;
  /** Keys from the top, its own last. */
  readonly path: readonly string[];
  /** Whether it, or a block around it, has `enabled: false`. */
  readonly disabled: boolean;
}

/** Aliases repeat each other without end: after so many steps the rest goes unread. */
const MAX_STEPS = 5000;
const MAX_DEPTH = 10;

/** Every key of the file, parents before their children. */
export function entriesOf(root: Cursor): Entry[] {
  const found: Entry[] = [];
  let steps = 0;
  const walk = (at: Cursor, path: readonly string[], disabled: boolean): void => {
    steps += 1;
    if (steps > MAX_STEPS || path.length > MAX_DEPTH) return;
    for (const item of at.items()) walk(item, path, disabled || item.get('enabled').flag === false);
    for (const entry of at.entries()) {
      const here = [...path, entry.name];
      const off = disabled || entry.get('enabled').flag === false;
      found.push({ at: entry, path: here, disabled: off });
      if (entry.isMap || entry.isList) walk(entry, here, off);
    }
  };
  walk(root, [], false);
  return found;
}

/** `alerting.email.enabled`. */
export function pathOf({ path }: Entry): string {
  return path.join('.');
}
