/** Messages that are not what was agreed, made from one that is. */

const JUNK = [null, 0, 'x', [], {}, true, NaN, ['a'], { length: 1 }, '\u0000'.repeat(200_001)];

/** A message with a thing of another type in one place. */
export interface Spoiled {
  readonly place: string;
  readonly put: unknown;
  readonly message: unknown;
}

/** Spoils one place of a message after the other. Places that are null may be anything, and stay. */
export function spoiled(
  message: object,
  skip: (path: readonly string[]) => boolean = () => false,
): Spoiled[] {
  return placesIn(message)
    .filter((path) => !skip(path))
    .flatMap((path, i): Spoiled[] => {
      const copy = structuredClone(message) as Record<string, unknown>;
      const last = path.at(-1) ?? '';
      const parent = path
        .slice(0, -1)
        .reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, copy);
      const was = parent[last];
      const put = JUNK[i % JUNK.length];
      if (was === null || (typeof put === typeof was && Array.isArray(put) === Array.isArray(was))) return [];
      parent[last] = put;
      return [{ place: path.join('.'), put, message: copy }];
    });
}

function placesIn(root: unknown, path: readonly string[] = []): string[][] {
  if (typeof root !== 'object' || root === null || path.length > 5) return [];
  return Object.entries(root)
    .slice(0, 12)
    .flatMap(([key, value]) => [[...path, key], ...placesIn(value, [...path, key])]);
}
