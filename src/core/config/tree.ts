import type { Document } from 'yaml';
import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  visit,
  type Node,
  type Pair,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import type { ConfigPath, ConfigProblem, Position, Range } from './document.js';
import { nestingDepth } from './nesting.js';
import { parseYaml, type ParsedYaml } from './parse-yaml.js';

/** A config longer than this is a log or an accident; reading on would only take time. */
const MAX_CHARACTERS = 250_000;

/** A config nests about six levels deep; a text that goes this far down is something else. */
const MAX_DEPTH = 64;

/** After so many syntax errors the rest are echoes of the first. */
const MAX_SYNTAX_PROBLEMS = 10;

/** Times an alias may be resolved: more is a text that explodes when it is unfolded. */
const MAX_ALIASES = 200;

/** The YAML of a config: its values, and where each of them stands in the text. */
export interface ConfigTree {
  readonly text: string;
  readonly problems: readonly ConfigProblem[];
  /** The values as plain data, aliases and merge keys unfolded; undefined when the text is no YAML. */
  readonly value: unknown;
  /** The nodes, and the places of its lines in the text without a byte order mark; null where it is no YAML. */
  readonly parsed: ParsedYaml | null;
  /** The node at `path` itself (aliases resolved), or null where there is none. */
  node(path: ConfigPath): Node | null;
  /** The key and value at `path`, where its parent is a map that writes the key itself (no merge key). */
  pair(path: ConfigPath): Pair<Node, Node | null> | null;
  /** Whether `path` runs through an alias or a merge key: then its text stands somewhere else. */
  borrowed(path: ConfigPath): boolean;
  /** End of the last thing written in `node`: before trailing comments and blank lines. */
  contentEnd(node: Node): number;
  position(offset: number): Position;
  locate(path: ConfigPath): Range;
  locateKey(path: ConfigPath): Range;
}

/** Reads `text` as one YAML 1.2 document. Never throws: what is wrong is in `problems`. */
export function readTree(text: string): ConfigTree {
  // Editors hide a byte order mark, so columns do not count it; offsets do, because the text has it.
  const shift = text.startsWith('\uFEFF') ? 1 : 0;
  const source = text.slice(shift);
  const refusal = refuse(source);
  if (refusal !== null) return emptyTree(text, refusal);
  let parsed: ParsedYaml;
  try {
    parsed = parseYaml(source);
  } catch (error) {
    return emptyTree(text, `This YAML cannot be read: ${reason(error)}.`);
  }
  const { document, lines } = parsed;
  const position = (offset: number): Position => {
    const at = lines.linePos(Math.max(0, Math.min(offset, source.length)));
    return { line: Math.max(1, at.line), column: Math.max(1, at.col), offset: offset + shift };
  };
  const range = (start: number, end: number): Range => ({ start: position(start), end: position(end) });
  const problems: ConfigProblem[] = [];
  for (const error of [...document.errors, ...document.warnings].slice(0, MAX_SYNTAX_PROBLEMS)) {
    problems.push(syntaxProblem(error, range));
    if (error.code === 'RESOURCE_EXHAUSTION') break;
  }
  let value: unknown;
  try {
    problems.push(...keyProblems(document, range));
    if (problems.length === 0) value = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    problems.push({
      code: 'yaml-syntax',
      severity: 'error',
      message: `This YAML cannot be unfolded: ${reason(error)}. Write the values out instead of repeating aliases.`,
      range: range(0, Math.min(1, source.length)),
      path: [],
    });
  }
  return new ParsedTree(text, parsed, problems, value, position);
}

class ParsedTree implements ConfigTree {
  private readonly document: Document.Parsed;

  constructor(
    readonly text: string,
    readonly parsed: ParsedYaml,
    readonly problems: readonly ConfigProblem[],
    readonly value: unknown,
    readonly position: (offset: number) => Position,
  ) {
    this.document = parsed.document;
  }

  node(path: ConfigPath): Node | null {
    let node: Node | null = this.document.contents;
    for (const step of path) node = this.resolve(child(this.resolve(node), step, this.document));
    return this.resolve(node);
  }

  pair(path: ConfigPath): Pair<Node, Node | null> | null {
    const key = path.at(-1);
    const parent = this.node(path.slice(0, -1));
    if (key === undefined || !isMap(parent)) return null;
    return ownPair(parent, String(key));
  }

  borrowed(path: ConfigPath): boolean {
    let node: Node | null = this.document.contents;
    for (const step of path) {
      if (isAlias(node)) return true;
      if (isMap(node) && ownPair(node, String(step)) === null) {
        return child(node, step, this.document) !== null;
      }
      node = child(node, step, this.document);
    }
    return isAlias(node);
  }

  contentEnd(node: Node): number {
    if (isMap(node) || isSeq(node)) {
      if (node.flow !== true) {
        const last = node.items.at(-1);
        const inner = isPair(last) ? (last.value ?? last.key) : last;
        if (isNode(inner)) {
          const end = this.contentEnd(inner);
          // A key without a value: the text ends after its colon.
          if (isPair(last) && isNode(last.key) && isEmpty(inner)) return this.afterColon(last.key, end);
          return end;
        }
      }
    }
    const end = node.range?.[1] ?? 0;
    let last = end;
    const source = this.source();
    while (last > 0 && /\s/.test(source[last - 1] ?? '')) last -= 1;
    return Math.max(last, node.range?.[0] ?? 0);
  }

  locate(path: ConfigPath): Range {
    for (let length = path.length; length > 0; length -= 1) {
      const part = path.slice(0, length);
      const node = this.node(part);
      if (node === null) continue;
      if (isEmpty(node)) return this.locateKey(part);
      return this.nodeRange(node);
    }
    return this.rootRange();
  }

  locateKey(path: ConfigPath): Range {
    for (let length = path.length; length > 0; length -= 1) {
      const part = path.slice(0, length);
      const key = this.pair(part)?.key;
      if (key?.range !== undefined && key.range !== null) {
        return { start: this.position(key.range[0]), end: this.position(key.range[1]) };
      }
      const node = this.node(part);
      if (node !== null && !isEmpty(node)) return this.nodeRange(node);
    }
    return this.rootRange();
  }

  private nodeRange(node: Node): Range {
    return { start: this.position(node.range?.[0] ?? 0), end: this.position(this.contentEnd(node)) };
  }

  /** The first key: marking a whole file as wrong helps nobody. */
  private rootRange(): Range {
    const root = this.document.contents;
    const first = isMap(root) ? root.items[0] : undefined;
    const node = first !== undefined && isNode(first.key) ? first.key : root;
    if (node !== null) return this.nodeRange(node);
    return { start: this.position(0), end: this.position(0) };
  }

  private afterColon(key: Node, from: number): number {
    const colon = this.source().indexOf(':', key.range?.[1] ?? from);
    return colon < 0 ? from : colon + 1;
  }

  private source(): string {
    return this.text.startsWith('\uFEFF') ? this.text.slice(1) : this.text;
  }

  private resolve(node: Node | null): Node | null {
    return isAlias(node) ? (node.resolve(this.document) ?? null) : node;
  }
}

/** Whether a value was left out (`key:` and nothing behind it). */
export function isEmpty(node: Node): boolean {
  return isScalar(node) && node.value === null && (node.source === undefined || node.source === '');
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}

function keyText(key: unknown): string | null {
  return isScalar(key) ? String(key.value) : null;
}

function ownPair(map: YAMLMap, key: string): Pair<Node, Node | null> | null {
  for (const item of map.items) {
    if (keyText(item.key) === key && isNode(item.key)) return item as Pair<Node, Node | null>;
  }
  return null;
}

function child(node: Node | null, step: string | number, document: Document.Parsed): Node | null {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return isNode(item) ? item : null;
  }
  if (!isMap(node)) return null;
  const own = ownPair(node, String(step));
  if (own !== null) return own.value;
  for (const item of node.items) {
    if (keyText(item.key) !== '<<' && !isMergeKey(item.key)) continue;
    const merged = isSeq(item.value) ? item.value.items : [item.value];
    for (const source of merged) {
      const map = isAlias(source) ? source.resolve(document) : source;
      const found = isMap(map) ? child(map, step, document) : null;
      if (found !== null) return found;
    }
  }
  return null;
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && typeof key.value === 'symbol';
}

/** Keys written twice, and keys that are no text: `yaml` would let the last one win, or invent a name. */
function keyProblems(
  document: Document.Parsed,
  range: (start: number, end: number) => Range,
): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const problem = (key: Node, message: string): void => {
    if (problems.length >= MAX_SYNTAX_PROBLEMS) return;
    const [start, end] = key.range ?? [0, 0];
    problems.push({ code: 'yaml-syntax', severity: 'error', message, range: range(start, end), path: [] });
  };
  const anchors = new Set<string>();
  const remember = (node: { anchor?: string }): void => {
    if (node.anchor !== undefined) anchors.add(node.anchor);
  };
  visit(document, {
    Scalar: (_, scalar) => {
      remember(scalar);
    },
    Seq: (_, list) => {
      remember(list);
    },
    Alias(_, alias) {
      if (!anchors.has(alias.source)) {
        problem(
          alias,
          `\`*${alias.source}\` repeats a value that nothing is named after. Write \`&${alias.source}\` before that value.`,
        );
      }
    },
    Map(_, map) {
      remember(map);
      const seen = new Map<string, Node>();
      for (const { key } of map.items) {
        if (!isNode(key)) continue;
        const name = keyText(key);
        if (name === null || (isScalar(key) && key.value === null)) {
          problem(key, 'A key must be one word: here it is empty, a list, a map or an alias.');
          continue;
        }
        if (isMergeKey(key)) continue;
        const first = seen.get(name);
        if (first === undefined) seen.set(name, key);
        else {
          const line = range(first.range?.[0] ?? 0, first.range?.[0] ?? 0).start.line;
          problem(key, `\`${name}\` is written twice; it already stands at line ${line}. Keep one of them.`);
        }
      }
    },
  });
  return problems;
}

function syntaxProblem(error: YAMLError, range: (start: number, end: number) => Range): ConfigProblem {
  const [start, end] = error.pos;
  return {
    code: 'yaml-syntax',
    severity: error.name === 'YAMLWarning' && error.code !== 'TAG_RESOLVE_FAILED' ? 'warning' : 'error',
    message: syntaxMessage(error),
    range: range(start, Math.max(end, start + 1)),
    path: [],
  };
}

function syntaxMessage(error: YAMLError): string {
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return 'YAML is indented with spaces, and here is a tab. Put spaces in its place.';
    case 'BAD_INDENT':
      return 'This line is not indented like its neighbours, so YAML cannot tell what it belongs to.';
    case 'MULTIPLE_DOCS':
      return 'A second document starts here; a config is one document and describes one model. Give the second model a file of its own, such as other.tidemark.yaml.';
    case 'RESOURCE_EXHAUSTION':
      return 'This YAML is nested too deeply to be a config.';
    case 'TAG_RESOLVE_FAILED':
      return 'Tags such as `!Ref` are not read here. Write the value itself.';
    default:
      return `YAML cannot be read here: ${lowerFirst(error.message).replace(/\.$/, '')}.`;
  }
}

/** A sentence that says why a text is not even tried, or null. */
function refuse(source: string): string | null {
  if (source.length > MAX_CHARACTERS) {
    const size = Math.round(source.length / 1e3);
    return `This file holds ${size} thousand characters; a config holds at most 250 thousand. Is it a log?`;
  }
  // eslint-disable-next-line no-control-regex -- control characters are what tells bytes from text.
  if (/[\0-\x08\x0e-\x1f]/.test(source)) return 'This file is not text, so it is no config.';
  if (nestingDepth(source) > MAX_DEPTH) return 'This YAML is nested too deeply to be a config.';
  return null;
}

function emptyTree(text: string, message: string): ConfigTree {
  const start: Position = { line: 1, column: 1, offset: 0 };
  const range: Range = { start, end: start };
  return {
    text,
    problems: [{ code: 'yaml-syntax', severity: 'error', message, range, path: [] }],
    value: undefined,
    parsed: null,
    node: () => null,
    pair: () => null,
    borrowed: () => false,
    contentEnd: () => 0,
    position: () => start,
    locate: () => range,
    locateKey: () => range,
  };
}

function reason(error: unknown): string {
  if (error instanceof RangeError) return 'it is nested too deeply';
  if (error instanceof ReferenceError) return 'its aliases repeat each other too often';
  return lowerFirst(error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
