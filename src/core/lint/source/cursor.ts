import { isAlias, isMap, isNode, isScalar, isSeq, type Document, type Node, type YAMLMap } from 'yaml';
import type { LineColumn } from '../finding.js';
import { hasTemplate, showTemplates } from './templates.js';

/** A stretch of text that a finding marks. */
export interface Mark {
  readonly start: LineColumn;
  readonly end: LineColumn;
}

/** What a cursor needs of the text it stands in. */
export interface Ground {
  readonly document: Document;
  mark(from: number, to: number): Mark;
}

/** Merge keys and aliases nest; a text that nests them deeper explodes. */
const MAX_MERGES = 8;

/**
 * A place in a config's tree, there or not: asking further is always possible, and what is not there is
 * located at its nearest ancestor. Aliases and merge keys are followed one step at a time, never unfolded.
 */
export class Cursor {
  constructor(
    private readonly ground: Ground,
    readonly node: Node | null,
    /** The key it stands under, where its parent is a map. */
    readonly key: Node | null,
    private readonly parent: Cursor | null,
    /** Whether the text stands elsewhere: behind an alias or a merge key. */
    readonly borrowed = false,
  ) {}

  get exists(): boolean {
    return this.node !== null;
  }

  get isMap(): boolean {
    return isMap(this.node);
  }

  get isList(): boolean {
    return isSeq(this.node);
  }

  /** Whether a value is written: neither absent, nor null, nor an empty text, map or list. */
  get isFilled(): boolean {
    if (this.isUnknown) return true;
    if (isScalar(this.node)) return this.node.value !== null && this.node.value !== '';
    if (isMap(this.node) || isSeq(this.node)) return this.node.items.length > 0;
    return false;
  }

  /** Whether the value is only known later: a template, a variable, a tag such as `!Ref`. */
  get isUnknown(): boolean {
    const { node } = this;
    if (node === null) return false;
    if (node.tag !== undefined && !node.tag.startsWith('tag:yaml.org')) return true;
    if (isMap(node) && node.items.length === 1) {
      const key = node.items[0]?.key;
      return isScalar(key) && /^(Ref|Fn::\w+)$/.test(String(key.value));
    }
    return isScalar(node) && typeof node.value === 'string' && hasTemplate(node.value);
  }

  /** The scalar as text; null where there is none. Templates stand in it as written. */
  get text(): string | null {
    if (!isScalar(this.node) || this.node.value === null || this.node.value === undefined) return null;
    return showTemplates(String(this.node.value as string | number | boolean));
  }

  /** The number, also where it is written in quotes; null where it is none. */
  get number(): number | null {
    if (!isScalar(this.node)) return null;
    const { value } = this.node;
    if (typeof value === 'number') return Number.isFinite(value) ? value : null;
    if (typeof value !== 'string' || !/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(value)) return null;
    return Number(value);
  }

  /** The truth value, also as the words YAML 1.1 took for one; null where it is none. */
  get flag(): boolean | null {
    const text = this.text?.toLowerCase();
    if (text === 'true' || text === 'yes' || text === 'on') return true;
    if (text === 'false' || text === 'no' || text === 'off') return false;
    return null;
  }

  /** The texts of a list, or the one text that stands in its place. */
  get texts(): string[] {
    const all = this.isList ? this.items() : [this];
    return all.flatMap((item) => (item.text === null || item.text === '' ? [] : [item.text]));
  }

  /** The name of the key it stands under. */
  get name(): string {
    return isScalar(this.key) ? showTemplates(String(this.key.value)) : '';
  }

  /** The value where it is a scalar, else its key: a whole block marked as wrong helps nobody. */
  get mark(): Mark {
    const { node } = this;
    if (isScalar(node) && node.range && node.range[1] > node.range[0]) {
      return this.ground.mark(node.range[0], node.range[1]);
    }
    return this.keyMark;
  }

  /** The key; where there is none, the first thing in the value, or the nearest ancestor. */
  get keyMark(): Mark {
    if (this.key?.range) return this.ground.mark(this.key.range[0], this.key.range[1]);
    const first = this.firstInside();
    if (first?.range) return this.ground.mark(first.range[0], first.range[1]);
    return this.parent === null ? this.ground.mark(0, 0) : this.parent.keyMark;
  }

  /** What stands under the keys and indexes of `path`, one after another. */
  get(...path: (string | number)[]): Cursor {
    return path.reduce<Cursor>((at, step) => at.step(step), this);
  }

  /** The first of several names that is there; else the first of them. */
  first(...names: string[]): Cursor {
    const found = names.map((name) => this.get(name)).find(({ exists }) => exists);
    return found ?? this.get(names[0] ?? '');
  }

  has(name: string): boolean {
    return this.get(name).exists;
  }

  /** The entries of a map, those of merge keys last. */
  entries(): Cursor[] {
    return this.entriesOf(this.node, 0, this.borrowed);
  }

  /** The items of a list. */
  items(): Cursor[] {
    if (!isSeq(this.node)) return [];
    return this.node.items.flatMap((item) => (isNode(item) ? [this.child(item, null, this.borrowed)] : []));
  }

  private step(step: string | number): Cursor {
    const nothing = new Cursor(this.ground, null, null, this, this.borrowed);
    if (typeof step === 'number') return this.items()[step] ?? nothing;
    if (!isMap(this.node)) return nothing;
    return this.entries().find(({ name }) => name === step) ?? nothing;
  }

  private entriesOf(node: Node | null, depth: number, borrowed: boolean): Cursor[] {
    if (!isMap(node) || depth > MAX_MERGES) return [];
    const own: Cursor[] = [];
    const merged: Cursor[] = [];
    for (const { key, value } of (node as YAMLMap).items) {
      if (!isNode(key)) continue;
      if (isScalar(key) && (typeof key.value === 'symbol' || key.value === '<<')) {
        const sources = isSeq(value) ? value.items : [value];
        for (const source of sources) {
          if (isNode(source)) merged.push(...this.entriesOf(this.resolve(source), depth + 1, true));
        }
      } else own.push(this.child(isNode(value) ? value : null, key, borrowed));
    }
    if (merged.length === 0) return own;
    const names = new Set(own.map(({ name }) => name));
    for (const entry of merged) {
      if (!names.has(entry.name)) own.push(entry);
      names.add(entry.name);
    }
    return own;
  }

  private child(node: Node | null, key: Node | null, borrowed: boolean): Cursor {
    return new Cursor(this.ground, this.resolve(node), key, this, borrowed || isAlias(node));
  }

  private resolve(node: Node | null): Node | null {
    return isAlias(node) ? (node.resolve(this.ground.document) ?? null) : node;
  }

  private firstInside(): Node | null {
    const { node } = this;
    if (isMap(node)) return (node.items[0]?.key as Node | undefined) ?? node;
    if (isSeq(node)) {
      const item = node.items[0];
      if (isMap(item)) return (item.items[0]?.key as Node | undefined) ?? item;
      return isNode(item) ? item : node;
    }
    return node;
  }
}
