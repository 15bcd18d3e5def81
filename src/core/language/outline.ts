import type { ConfigPath } from '../config/document.js';

/** A key as it stands in the text; offsets count from 0. */
export interface WrittenKey {
  /** Path of its value. */
  readonly path: ConfigPath;
  readonly start: number;
  readonly end: number;
}

/** A scalar: what it says, and where it stands with its quotes. */
export interface WrittenValue {
  readonly path: ConfigPath;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Where a text ends: what may be written there. */
export interface Place {
  /**
   * `key`: a key of the map at `path`. `value`: the value at `path`, on the line of its key or in brackets.
   * `block`: the value at `path`, on a line of its own. `item`: the same, behind the dash of a list.
   */
  readonly kind: 'key' | 'value' | 'block' | 'item';
  readonly path: ConfigPath;
  /** What was written of it already, an opening quote included. */
  readonly written: string;
  readonly start: number;
  /** Whether it stands in brackets, where nothing may go on in lines of its own. */
  readonly brackets?: true;
}

/** The keys and scalars of a config, and the place at its end (null in comments and block text). */
export interface Outline {
  readonly keys: readonly WrittenKey[];
  readonly values: readonly WrittenValue[];
  readonly place: Place | null;
}

/** Beyond this a text is no config: the parser refuses it too. */
const MAX_CHARACTERS = 250_000;
const MAX_DEPTH = 64;

/**
 * Reads the shape of a config by its indentation and brackets, whether or not it is YAML yet: what is typed
 * last is nearly never finished, and a parser then gives nothing for the whole file. Reads forward only, so the
 * outline of the text up to the cursor tells where the cursor stands.
 */
export function outlineOf(text: string): Outline {
  return new Scanner(text).scan();
}

/** The scalar at `path`, where there is one. */
export function writtenAt(outline: Outline, path: ConfigPath): string | null {
  return outline.values.find((value) => samePath(value.path, path))?.text ?? null;
}

/** The scalars at `path` and, where it is a list, of its items. */
export function writtenList(outline: Outline, path: ConfigPath): string[] {
  return outline.values
    .filter((value) => samePath(value.path, path) || isItemOf(value.path, path))
    .map(({ text }) => text);
}

/** Whether two paths are the same. */
export function samePath(a: ConfigPath, b: ConfigPath): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}

function isItemOf(item: ConfigPath, list: ConfigPath): boolean {
  return typeof item.at(-1) === 'number' && samePath(item.slice(0, -1), list);
}

/** A map or list that is written in lines. */
interface Frame {
  readonly kind: 'map' | 'list';
  readonly indent: number;
  readonly path: ConfigPath;
  /** The last key, or index. */
  last: string | number;
  /** Nothing stands behind the last key or dash on its line. */
  open: boolean;
}

/** A map or list in brackets. */
interface Flow {
  readonly kind: 'map' | 'list';
  readonly path: ConfigPath;
  index: number;
  /** The key whose value is being written; null before its colon. */
  key: string | null;
  /** What has been written since the last bracket, comma or colon. */
  token: string;
  tokenStart: number;
}

const KEY = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#[\]{},&*!|>%@`-][^#:,[\]{}]*?)\s*:(?=\s|$)/;

class Scanner {
  readonly #keys: WrittenKey[] = [];
  readonly #values: WrittenValue[] = [];
  readonly #frames: Frame[] = [];
  #flows: Flow[] = [];
  /** Indentation of the line on which the outermost bracket opened. */
  #flowIndent = 0;
  /** Indentation that lines of a block text (`|`, `>`) exceed. */
  #blockText: number | null = null;
  #place: Place | null = { kind: 'key', path: [], written: '', start: 0 };

  constructor(private readonly text: string) {}

  scan(): Outline {
    let offset = this.text.startsWith('\uFEFF') ? 1 : 0;
    const source = this.text.length > MAX_CHARACTERS ? '' : this.text.slice(offset);
    for (const line of source.split('\n')) {
      this.#line(line.endsWith('\r') ? line.slice(0, -1) : line, offset);
      offset += line.length + 1;
    }
    return { keys: this.#keys, values: this.#values, place: this.#place };
  }

  #line(line: string, offset: number): void {
    this.#place = null;
    const indent = line.search(/\S/);
    if (this.#blockText !== null) {
      if (indent < 0 || indent > this.#blockText) return;
      this.#blockText = null;
    }
    if (this.#flows.length > 0) {
      // A bracket that is not closed yet must not swallow the rest of the file.
      if (indent < 0 || indent > this.#flowIndent || !/^\s*(-\s|[\w"'.-]+\s*:(\s|$))/.test(line)) {
        this.#flow(line, 0, offset);
        return;
      }
      this.#flows = [];
    }
    if (indent < 0) this.#place = this.#placeAt(line.length, '', offset + line.length);
    else if (line[indent] !== '#' && !/^(---|\.\.\.|%)/.test(line)) this.#block(line, indent, offset);
  }

  /** Dashes, a key and what stands behind it. */
  #block(line: string, indent: number, offset: number): void {
    let at = indent;
    let dashed = false;
    while (/^-(\s|$)/.test(line.slice(at)) && this.#frames.length < MAX_DEPTH) {
      this.#item(at);
      dashed = true;
      at += 1 + (/^\s*/.exec(line.slice(at + 1))?.[0].length ?? 0);
    }
    const rest = line.slice(at);
    if (rest === '' || rest.startsWith('#')) {
      if (rest === '') this.#place = { kind: 'item', path: this.#here(), written: '', start: offset + at };
      return;
    }
    const key = KEY.exec(rest);
    if (key?.[1] === undefined) {
      this.#scalar(rest, dashed, at, offset + at, indent);
      return;
    }
    const name = unquoted(key[1]);
    this.#key(name, at);
    this.#keys.push({ path: this.#here(), start: offset + at, end: offset + at + key[1].length });
    const behind = at + key[0].length;
    const gap = /^\s*(?:[&!]\S*\s+)*/.exec(line.slice(behind))?.[0].length ?? 0;
    this.#value(line, behind + gap, offset, gap, indent);
  }

  #value(line: string, at: number, offset: number, gap: number, indent: number): void {
    const rest = line.slice(at);
    const top = this.#frames.at(-1);
    if (top === undefined) return;
    if (rest.startsWith('{') || rest.startsWith('[')) {
      top.open = false;
      this.#flowIndent = indent;
      this.#flow(line, at, offset);
    } else if (/^[|>][-+0-9]*\s*(#.*)?$/.test(rest)) {
      top.open = false;
      this.#blockText = top.indent;
    } else if (!rest.startsWith('#') || gap === 0) {
      const { text, ended } = scalarOf(rest);
      top.open = text === '';
      if (text !== '') this.#add(this.#here(), text, offset + at);
      if (!ended && gap > 0) {
        this.#place = { kind: 'value', path: this.#here(), written: text, start: offset + at };
      }
    }
  }

  /** Text without a colon: an item, or a key that is being typed. */
  #scalar(rest: string, dashed: boolean, at: number, start: number, indent: number): void {
    const opens = rest.startsWith('{') || rest.startsWith('[');
    if (opens) {
      const top = this.#frames.at(-1);
      if (top !== undefined) top.open = false;
      this.#flowIndent = indent;
      this.#flow(' '.repeat(at) + rest, at, start - at);
      return;
    }
    const { text, ended } = scalarOf(rest);
    if (dashed) this.#add(this.#here(), text, start);
    if (ended) return;
    this.#place = dashed
      ? { kind: 'item', path: this.#here(), written: text, start }
      : this.#placeAt(at, text, start);
  }

  #key(name: string, indent: number): void {
    for (let top = this.#frames.at(-1); top !== undefined; top = this.#frames.at(-1)) {
      if (top.indent < indent || (top.indent === indent && top.kind === 'map')) break;
      this.#frames.pop();
    }
    const top = this.#frames.at(-1);
    if (top?.indent === indent) {
      top.last = name;
      top.open = true;
    } else {
      this.#frames.push({ kind: 'map', indent, path: this.#here(), last: name, open: true });
    }
  }

  #item(indent: number): void {
    for (let top = this.#frames.at(-1); top !== undefined; top = this.#frames.at(-1)) {
      // A list may stand at the indentation of its key.
      if (top.indent < indent || (top.indent === indent && (top.kind === 'list' || top.open))) break;
      this.#frames.pop();
    }
    const top = this.#frames.at(-1);
    if (top?.kind === 'list' && top.indent === indent) {
      top.last = Number(top.last) + 1;
      top.open = true;
    } else {
      this.#frames.push({ kind: 'list', indent, path: this.#here(), last: 0, open: true });
    }
  }

  /** Path of what the innermost frame is at. */
  #here(): ConfigPath {
    const top = this.#frames.at(-1);
    return top === undefined ? [] : [...top.path, top.last];
  }

  /** The place of something that begins in this column on a line of its own. */
  #placeAt(column: number, written: string, start: number): Place | null {
    const frames = this.#frames.filter(({ indent }) => indent <= column);
    const top = frames.at(-1);
    if (top === undefined) return { kind: 'key', path: [], written, start };
    if (top.indent === column) {
      if (top.kind === 'map') return { kind: 'key', path: top.path, written, start };
      const map = frames.at(-2);
      if (map?.indent === column) return { kind: 'key', path: map.path, written, start };
      return { kind: 'block', path: top.path, written, start };
    }
    if (top.kind === 'list') return { kind: 'item', path: [...top.path, top.last], written, start };
    return top.open ? { kind: 'block', path: [...top.path, top.last], written, start } : null;
  }

  /** Reads brackets from `at` to the end of the line; what follows the last of them is of no interest. */
  #flow(line: string, from: number, offset: number): void {
    for (let at = from; at < line.length; at += 1) {
      const character = line[at] ?? '';
      const top = this.#flows.at(-1);
      if (character === '{' || character === '[') {
        if (this.#flows.length >= MAX_DEPTH) return;
        const path = top === undefined ? this.#here() : valuePath(top);
        const kind = character === '{' ? 'map' : 'list';
        this.#flows.push({ kind, path, index: 0, key: null, token: '', tokenStart: offset + at + 1 });
      } else if (top === undefined) return;
      else if (character === '}' || character === ']') {
        this.#endToken(top);
        this.#flows.pop();
        const outer = this.#flows.at(-1);
        if (outer === undefined) return;
        outer.token = '';
      } else if (character === ',') {
        this.#endToken(top);
        top.index += 1;
        top.key = null;
        restart(top, offset + at + 1);
      } else if (character === ':' && /^(?:[\s,}\]]|$)/.test(line.slice(at + 1)) && top.key === null) {
        if (top.kind !== 'map') continue;
        const name = top.token.trim();
        top.key = unquoted(name);
        const start = top.tokenStart + (top.token.length - top.token.trimStart().length);
        this.#keys.push({ path: valuePath(top), start, end: start + name.length });
        restart(top, offset + at + 1);
      } else if (character === '#' && /\s/.test(line[at - 1] ?? ' ')) {
        this.#newLine(top, offset + line.length + 1);
        return;
      } else if ((character === '"' || character === "'") && top.token.trim() === '') {
        const end = closingQuote(line, at);
        top.token += line.slice(at, end);
        at = end - 1;
      } else top.token += character;
    }
    const top = this.#flows.at(-1);
    if (top === undefined) return;
    const written = top.token.trimStart();
    const start = offset + line.length - written.length;
    if (top.kind === 'map' && top.key === null) {
      this.#place = { kind: 'key', path: top.path, written, start, brackets: true };
    } else this.#place = { kind: 'value', path: valuePath(top), written, start, brackets: true };
    this.#newLine(top, offset + line.length + 1);
  }

  #newLine(top: Flow, start: number): void {
    if (top.token.trim() === '') restart(top, start);
    else top.token += ' ';
  }

  #endToken(flow: Flow): void {
    const text = flow.token.trim();
    if (text === '' || (flow.kind === 'map' && flow.key === null)) return;
    this.#add(valuePath(flow), text, flow.tokenStart + flow.token.indexOf(text));
  }

  #add(path: ConfigPath, written: string, start: number): void {
    const text = written.trimEnd();
    this.#values.push({ path, text: unquoted(text), start, end: start + text.length });
  }
}

function restart(flow: Flow, start: number): void {
  flow.token = '';
  flow.tokenStart = start;
}

function valuePath(flow: Flow): ConfigPath {
  return [...flow.path, flow.kind === 'list' ? flow.index : (flow.key ?? '')];
}

/** A scalar without the comment behind it, and whether something ends it: a closing quote or a comment. */
function scalarOf(rest: string): { text: string; ended: boolean } {
  const quote = rest[0];
  if (quote === '"' || quote === "'") {
    const end = closingQuote(rest, 0);
    const closed = end > 1 && rest[end - 1] === quote;
    return { text: rest.slice(0, end), ended: closed };
  }
  const comment = /\s#|^#/.exec(rest);
  return comment === null
    ? { text: rest, ended: false }
    : { text: rest.slice(0, comment.index), ended: true };
}

/** Offset behind the quote that closes the one at `at`; the end of the line where none does. */
function closingQuote(line: string, at: number): number {
  const quote = line[at];
  for (let end = at + 1; end < line.length; end += 1) {
    if (line[end] === '\\' && quote === '"') end += 1;
    else if (line[end] === quote) {
      if (quote === "'" && line[end + 1] === "'") end += 1;
      else return end + 1;
    }
  }
  return line.length;
}

function unquoted(text: string): string {
  const quote = text[0];
  if (quote !== '"' && quote !== "'") return text;
  const inner = text.endsWith(quote) && text.length > 1 ? text.slice(1, -1) : text.slice(1);
  return quote === '"' ? inner.replace(/\\(["\\])/g, '$1') : inner.replaceAll("''", "'");
}
