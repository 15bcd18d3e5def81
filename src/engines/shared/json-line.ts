import { isUtf8 } from 'node:buffer';

/** Strings, brackets, and words and numbers of JSON. */
export const JSON_TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** Why a line of an NDJSON log, or an entry of a JSON array, is no row; null where it is one. */
export function brokenBytes(line: Buffer): string | null {
  return isUtf8(line) ? brokenObject(line.toString('utf8')) : 'not UTF-8';
}

/**
 * The same of text. A key that stands twice says two things of one row, and DuckDB refuses it too: which of them is meant
 * is not for a reader to choose.
 */
export function brokenObject(text: string): string | null {
  const value = parsed(text) ?? parsed(strict(text));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'not a JSON object';
  if (LONE_SURROGATE.test(text.replaceAll('\\\\', '')))
    return 'half a character in a text (\\ud800 to \\udfff)';
  const key = keysIn(value) === (text.match(KEY)?.length ?? 0) ? null : repeatedKey(text);
  return key === null ? null : `the key “${key}” stands in it twice`;
}

/** One half of a pair of escapes without the other. */
const LONE_SURROGATE =
  /\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]/;

/** What stands behind each key; in a text too, but then there are more of these than keys. */
const KEY = /"\s*:/g;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Without what DuckDB takes and JSON has not: NaN, Infinity, a comma too many. */
function strict(text: string): string {
  const tokens = [...text.matchAll(JSON_TOKEN)].map(([token]) =>
    /^-?(NaN|Infinity|inf)$/i.test(token) ? 'null' : token,
  );
  return tokens.filter((token, i) => token !== ',' || !/^[}\]]$/.test(tokens[i + 1] ?? '')).join('');
}

/** The keys of a value and of all that it holds. */
function keysIn(value: unknown): number {
  let keys = 0;
  // No recursion: how deep brackets nest is up to who wrote the log.
  const open = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const inside = Object.values(next) as unknown[];
    if (!Array.isArray(next)) keys += inside.length;
    for (const one of inside) open.push(one);
  }
  return keys;
}

/** A key that stands twice in one object; null where none does. */
function repeatedKey(text: string): string | null {
  const open: Set<string>[] = [];
  let last: string | null = null;
  for (const [token] of text.matchAll(JSON_TOKEN)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':' && last !== null) {
      const keys = open.at(-1);
      if (keys?.has(last) === true) return last;
      keys?.add(last);
    }
    last = token.startsWith('"') ? (JSON.parse(token) as string) : null;
  }
  return null;
}
