import { distance } from 'fastest-levenshtein';
import type { ConfigPath } from './document.js';

/**
 * The candidate most like `word`, or null when none is close: at most one letter in three may differ, where two
 * neighbours that changed places are one; case and dashes do not count.
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const wanted = plain(word);
  let best: string | null = null;
  let bestDistance = Math.floor(wanted.length / 3) + 1;
  for (const candidate of candidates) {
    const there = lettersApart(wanted, plain(candidate));
    if (there < bestDistance) {
      best = candidate;
      bestDistance = there;
    }
  }
  return best;
}

/** Letters that differ between two words, as `nearest` counts them. */
export function wordDistance(a: string, b: string): number {
  return lettersApart(plain(a), plain(b));
}

function lettersApart(a: string, b: string): number {
  const letters = distance(a, b);
  return letters === 2 && areSwapped(a, b) ? 1 : letters;
}

/** Whether two neighbours that changed places are all that differs. */
function areSwapped(a: string, b: string): boolean {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll('-', '_');
}

/** `checks.stability[0].warn`, as every message writes a path. */
export function pathText(path: ConfigPath): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text;
}

/** A value as a message shows it: short, and a word for what is long. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a map';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value as number);
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

/** `a, b or c`. */
export function orList(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

/** `a, b and c`. */
export function andList(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** Writes a text as a YAML scalar: plain where YAML reads it back as the same text, else quoted. */
export function yamlText(text: string): string {
  const plainScalar = /^[A-Za-z_][\w./*-]*( [\w./*-]+)*$/.test(text);
  const reserved = /^(null|true|false|yes|no|on|off|y|n|\.nan|\.inf)$/i.test(text);
  return plainScalar && !reserved ? text : JSON.stringify(text);
}
