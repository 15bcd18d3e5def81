import type { ConfigPath } from '../config/document.js';
import { outlineOf, type Outline, type WrittenKey, type WrittenValue } from './outline.js';

/** A part of the config, with its parts; offsets count from 0. */
export interface ConfigSymbol {
  readonly name: string;
  /** Its value in a few words. */
  readonly detail: string;
  readonly kind: 'map' | 'check' | 'value';
  /** From its key to the end of what belongs to it. */
  readonly start: number;
  readonly end: number;
  /** The key itself. */
  readonly nameEnd: number;
  readonly children: readonly ConfigSymbol[];
}

/** Lines that can be folded away; they count from 0. */
export interface Fold {
  readonly start: number;
  readonly end: number;
  readonly kind: 'region' | 'comment';
}

/** A list of values longer than this is cut in the outline. */
const MOST_DETAIL = 60;

/** The config as a tree of its keys, its checks by what they check. */
export function symbolsOf(text: string): ConfigSymbol[] {
  return [...treeOf(outlineOf(text)).children.values()].map(symbolOf);
}

/** What can be folded: maps and lists over several lines, and comments in a row. */
export function foldsOf(text: string): Fold[] {
  const starts = lineStarts(text);
  const lineOf = (offset: number): number => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const folds: Fold[] = [];
  const add = (symbols: readonly ConfigSymbol[]): void => {
    for (const { start, end, children } of symbols) {
      const fold = { start: lineOf(start), end: lineOf(end), kind: 'region' } as const;
      if (fold.end > fold.start) folds.push(fold);
      add(children);
    }
  };
  add(symbolsOf(text));
  let from: number | null = null;
  for (const [line, content] of [...text.split('\n'), ''].entries()) {
    if (/^\s*#/.test(content)) from ??= line;
    else {
      if (from !== null && line - 1 > from) folds.push({ start: from, end: line - 1, kind: 'comment' });
      from = null;
    }
  }
  return folds;
}

/** A key or an item, with what was written below it. */
interface Branch {
  readonly step: string | number;
  key: WrittenKey | null;
  values: WrittenValue[];
  readonly children: Map<string | number, Branch>;
}

function treeOf({ keys, values }: Outline): Branch {
  const root = branch('');
  const at = (path: ConfigPath): Branch => {
    let here = root;
    for (const step of path) {
      const next = here.children.get(step) ?? branch(step);
      here.children.set(step, next);
      here = next;
    }
    return here;
  };
  for (const key of keys) at(key.path).key ??= key;
  for (const value of values) at(value.path).values.push(value);
  return root;
}

function branch(step: string | number): Branch {
  return { step, key: null, values: [], children: new Map() };
}

function symbolOf(one: Branch): ConfigSymbol {
  const inner = [...one.children.values()];
  const plain = inner.every(({ key, children }) => key === null && children.size === 0);
  const children = plain ? [] : inner.map(symbolOf);
  const written = [...one.values, ...(plain ? inner.flatMap(({ values }) => values) : [])];
  const start = one.key?.start ?? children[0]?.start ?? written[0]?.start ?? 0;
  const nameEnd = one.key?.end ?? children[0]?.nameEnd ?? written[0]?.end ?? 0;
  const end = Math.max(nameEnd, ...children.map((child) => child.end), ...written.map((value) => value.end));
  const isList = inner.some(({ step }) => typeof step === 'number');
  const detail = plain
    ? shortened(written.map(({ text }) => text).join(', '))
    : isList
      ? String(inner.length)
      : '';
  const base = { start, end, nameEnd, children };
  if (typeof one.step === 'string') {
    return { name: one.step, detail, kind: plain ? 'value' : 'map', ...base };
  }
  // An item is called by what it is about; its own keys are in its line.
  const word = (key: string): string[] => {
    const found = one.children.get(key);
    const items = [...(found?.children.values() ?? [])].flatMap(({ values }) => values);
    return [...(found?.values ?? []), ...items].map(({ text }) => text);
  };
  const [metric] = word('metric');
  const name = metric ?? word('column')[0] ?? word('on')[0] ?? (plain ? detail : String(one.step + 1));
  const kind = metric === undefined ? 'map' : 'check';
  return { name, detail: shortened(word('of').join(', ')), kind, ...base, children: [] };
}

function shortened(text: string): string {
  return text.length > MOST_DETAIL ? `${text.slice(0, MOST_DETAIL - 1)}…` : text;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
