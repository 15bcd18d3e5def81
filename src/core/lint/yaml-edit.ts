import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { ConfigPath } from '../config/document.js';
import { isEmpty, type ConfigTree } from '../config/tree.js';
import type { TextEdit } from './finding.js';

/*
 * Quick fixes change the text where it has to change and nowhere else: comments, order, quotes and spacing
 * stay as their author left them. So these functions look up places in the tree and edit the text there.
 */

/** What to write: a scalar or flow text as it stands in YAML, a list of them, or a map. */
export type Snippet = string | readonly string[] | { readonly [key: string]: Snippet };

/**
 * Edits that make the config have `snippet` at `path`: keys on the way are created, items are appended to
 * a list that exists, keys added to a map that exists. Null where the text cannot be edited in place (the
 * value comes from an alias or merge key, or has another type).
 */
export function addAt(tree: ConfigTree, path: ConfigPath, snippet: Snippet): TextEdit[] | null {
  let depth = path.length;
  while (depth > 0 && tree.node(path.slice(0, depth)) === null) depth -= 1;
  const there = path.slice(0, depth);
  const node = tree.node(there);
  if (node === null || tree.borrowed(there)) return null;
  let inner = snippet;
  for (const key of path.slice(depth).reverse()) inner = { [key]: inner };
  return addTo(tree, there, node, inner);
}

/** As `addAt` for one key of the top map, right behind the first of `after` that exists, else at the top. */
export function addTopKey(
  tree: ConfigTree,
  key: string,
  value: string,
  after: readonly string[],
): TextEdit[] | null {
  const root = tree.node([]);
  if (!isMap(root)) return null;
  const anchor = after.map((name) => tree.pair([name])).find((pair) => pair !== null) ?? null;
  const first = root.items[0]?.key as Node | undefined;
  if (root.flow === true) {
    if (anchor === null)
      return [insert(tree, start(root) + 1, ` ${key}: ${value}${first === undefined ? ' ' : ','}`)];
    return [insert(tree, tree.contentEnd(anchor.value ?? anchor.key), `, ${key}: ${value}`)];
  }
  if (first === undefined) return null;
  const indent = ' '.repeat(columnOf(tree, first));
  if (anchor === null) return [insert(tree, start(first), `${key}: ${value}${eol(tree)}${indent}`)];
  return [insertLines(tree, anchor.value ?? anchor.key, [`${indent}${key}: ${value}`])];
}

/** Puts `text` in place of the value at `path`; null where it stands on several lines or somewhere else. */
export function replaceAt(tree: ConfigTree, path: ConfigPath, text: string): TextEdit[] | null {
  const node = tree.node(path);
  if (node === null || isEmpty(node) || tree.borrowed(path)) return null;
  const { start: from, end: to } = tree.locate(path);
  if (from.line !== to.line) return null;
  return [{ start: place(from), end: place(to), text }];
}

function addTo(tree: ConfigTree, path: ConfigPath, node: Node, snippet: Snippet): TextEdit[] | null {
  if (isEmpty(node)) return fillEmpty(tree, path, snippet);
  if (isScalar(node) && node.value === null) return replaceAt(tree, path, inline(snippet));
  const entries = isMap(node) ? entriesOf(snippet) : itemsOf(snippet);
  if (entries === null || !(isMap(node) || isSeq(node))) return null;
  if (node.flow === true) {
    const text = entries
      .map(([key, value]) => (key === null ? inline(value) : `${key}: ${inline(value)}`))
      .join(', ');
    const last = lastNode(node);
    if (last === null) return [insert(tree, start(node) + 1, isMap(node) ? ` ${text} ` : text)];
    return [insert(tree, tree.contentEnd(last), `, ${text}`)];
  }
  const last = lastNode(node);
  if (last === null) return null;
  const indent = columnOf(tree, isMap(node) ? (node.items[0]?.key as Node) : node);
  const lines = entries.flatMap(([key, value]) => block(tree, indent, key, value));
  return [insertLines(tree, last, lines)];
}

/** Writes behind a key that has no value yet. */
function fillEmpty(tree: ConfigTree, path: ConfigPath, snippet: Snippet): TextEdit[] | null {
  const pair = tree.pair(path);
  const parent = tree.node(path.slice(0, -1));
  if (pair === null || !isMap(parent)) return null;
  const end = colonEnd(tree, pair.key);
  if (end === null) return null;
  if (parent.flow === true || typeof snippet === 'string') return [insert(tree, end, ` ${inline(snippet)}`)];
  const lines = block(tree, columnOf(tree, pair.key), String(path.at(-1)), snippet).slice(1);
  return [insertAtLineEnd(tree, end, lines)];
}

function entriesOf(snippet: Snippet): [string, Snippet][] | null {
  return typeof snippet === 'object' && !isList(snippet) ? Object.entries(snippet) : null;
}

function itemsOf(snippet: Snippet): [null, Snippet][] | null {
  return isList(snippet) ? snippet.map((item) => [null, item]) : null;
}

function isList(snippet: Snippet): snippet is readonly string[] {
  return Array.isArray(snippet);
}

function inline(snippet: Snippet): string {
  if (typeof snippet === 'string') return snippet;
  if (isList(snippet)) return `[${snippet.join(', ')}]`;
  return `{ ${Object.entries(snippet)
    .map(([key, value]) => `${key}: ${inline(value)}`)
    .join(', ')} }`;
}

function block(tree: ConfigTree, indent: number, key: string | null, value: Snippet): string[] {
  const margin = ' '.repeat(indent);
  if (key === null) return [`${margin}- ${inline(value)}`];
  if (typeof value === 'string') return [`${margin}${key}: ${value}`];
  const style = indentation(tree);
  if (isList(value)) {
    return [`${margin}${key}:`, ...value.flatMap((item) => block(tree, indent + style.list, null, item))];
  }
  const inner = Object.entries(value);
  return [
    `${margin}${key}:`,
    ...inner.flatMap(([name, item]) => block(tree, indent + style.map, name, item)),
  ];
}

/** How far the file indents maps and lists under their key: as it does already, else two spaces. */
function indentation(tree: ConfigTree): { map: number; list: number } {
  let map: number | null = null;
  let list: number | null = null;
  const walk = (node: Node | null): void => {
    if (!isMap(node) || node.flow === true) return;
    for (const item of node.items) {
      const [key, value] = [item.key as Node, item.value as Node | null];
      const by = (inner: Node): number => columnOf(tree, inner) - columnOf(tree, key);
      if (isMap(value) && value.flow !== true && value.items[0] !== undefined) {
        map ??= by(value.items[0].key as Node);
        walk(value);
      } else if (isSeq(value) && value.flow !== true) list ??= by(value);
    }
  };
  walk(tree.node([]));
  return { map: map ?? 2, list: list ?? map ?? 2 };
}

function lastNode(node: Node): Node | null {
  if (isSeq(node)) return (node.items.at(-1) as Node | undefined) ?? null;
  if (!isMap(node)) return null;
  const last = node.items.at(-1);
  if (last === undefined) return null;
  const value = last.value as Node | null;
  return value === null ? (last.key as Node) : value;
}

function insertLines(tree: ConfigTree, behind: Node, lines: readonly string[]): TextEdit {
  return insertAtLineEnd(tree, tree.contentEnd(behind), lines);
}

/** New lines begin with the line break, so that a file without one at its end needs no special case. */
function insertAtLineEnd(tree: ConfigTree, offset: number, lines: readonly string[]): TextEdit {
  const source = sourceOf(tree);
  let end = source.indexOf('\n', offset);
  if (end < 0) end = source.length;
  if (source[end - 1] === '\r') end -= 1;
  return insert(tree, end, lines.map((line) => `${eol(tree)}${line}`).join(''));
}

function insert(tree: ConfigTree, offset: number, text: string): TextEdit {
  const at = place(tree.position(offset));
  return { start: at, end: at, text };
}

function place(at: { readonly line: number; readonly column: number }): { line: number; column: number } {
  return { line: at.line, column: at.column };
}

function colonEnd(tree: ConfigTree, key: Node): number | null {
  const colon = sourceOf(tree).indexOf(':', key.range?.[1] ?? 0);
  return colon < 0 ? null : colon + 1;
}

function columnOf(tree: ConfigTree, node: Node): number {
  return tree.position(start(node)).column - 1;
}

function start(node: Node): number {
  return node.range?.[0] ?? 0;
}

/** Nodes count from behind a byte order mark. */
function sourceOf(tree: ConfigTree): string {
  return tree.text.startsWith('\uFEFF') ? tree.text.slice(1) : tree.text;
}

function eol(tree: ConfigTree): string {
  return /\r\n/.test(tree.text) ? '\r\n' : '\n';
}
