import { Pair, Scalar, YAMLMap, YAMLSeq, type Node, type Schema } from 'yaml';

/*
 * The flow collections that configs are full of: a whole check in brackets on a line,
 * `- { metric: psi, of: features, alert: { above: 0.2 } }`. This reads just the plain ones, as fast as the characters
 * can be looked at; anchors, tags, escapes, comments inside, omitted values and several lines are left to the library.
 */

/** A plain scalar without anything that YAML could understand in another way; single words and words between spaces. */
const PLAIN = /(?:-?[0-9.]|[A-Za-z_])(?:[\w./%+-]|:(?=[\w/])| +(?=[\w./%+-]))*/y;
/** A key is looked for in at most 1024 characters; this stays far below. */
const KEY = /[A-Za-z_][\w.-]{0,99}(?=: )/y;
const QUOTED = /"[^"\\\t\r\n]*"|'[^'\t\r\n]*'/y;
const SPACES = / */y;

/** Words that start like text and are none in YAML 1.2's core schema. */
const CONSTANTS = /^(?:null|Null|NULL|true|True|TRUE|false|False|FALSE)$/;

/** A node with its place; the reader writes both. */
type Placed<N extends Node> = N & { range: [number, number, number] };

/**
 * The map or list in brackets that starts at `start` of `source`, with the nodes and ranges that the library would
 * give, or null where it is not one of the plain ones or does not end in its line.
 */
export function readFlow(source: string, start: number, schema: Schema): Placed<YAMLMap | YAMLSeq> | null {
  const reader = new FlowReader(source, start, schema);
  return source[start] === '{' ? reader.map() : source[start] === '[' ? reader.list() : null;
}

class FlowReader {
  constructor(
    private readonly source: string,
    private offset: number,
    private readonly schema: Schema,
  ) {}

  map(): Placed<YAMLMap> | null {
    const map = new YAMLMap<Node, Node>(this.schema);
    return this.items(map, '}', () => {
      const key = this.take(KEY);
      if (key === null) return false;
      const at = this.offset - key.length;
      const node = this.scalar(key, 'PLAIN', at, this.offset);
      this.offset += 1;
      this.take(SPACES);
      const value = this.value();
      if (value === null) return false;
      map.items.push(new Pair<Node, Node>(node, value));
      return true;
    });
  }

  list(): Placed<YAMLSeq> | null {
    const list = new YAMLSeq<Node>(this.schema);
    return this.items(list, ']', () => {
      const value = this.value();
      if (value === null) return false;
      list.items.push(value);
      return true;
    });
  }

  private items<C extends YAMLMap | YAMLSeq>(
    collection: C,
    close: string,
    item: () => boolean,
  ): Placed<C> | null {
    const start = this.offset;
    collection.flow = true;
    this.offset += 1;
    this.take(SPACES);
    for (let first = true; this.source[this.offset] !== close; first = false) {
      if (!first) {
        if (this.source[this.offset] !== ',') return null;
        this.offset += 1;
        this.take(SPACES);
      }
      if (!item()) return null;
    }
    this.offset += 1;
    return this.placed(collection, start, this.offset);
  }

  private value(): Placed<Node> | null {
    const first = this.source[this.offset];
    if (first === '{') return this.map();
    if (first === '[') return this.list();
    const start = this.offset;
    const quoted = this.take(QUOTED);
    if (quoted !== null) {
      return this.scalar(
        quoted.slice(1, -1),
        first === '"' ? 'QUOTE_DOUBLE' : 'QUOTE_SINGLE',
        start,
        this.offset,
      );
    }
    const plain = this.take(PLAIN);
    return plain === null ? null : this.scalar(plain, 'PLAIN', start, this.offset);
  }

  private scalar(text: string, type: Scalar.Type, start: number, end: number): Placed<Scalar> {
    const scalar = type === 'PLAIN' ? plainScalar(text, this.schema) : new Scalar(text);
    scalar.source = text;
    scalar.type = type;
    return this.placed(scalar, start, end);
  }

  /** A node's third place is behind the spaces that follow it, which are read here. */
  private placed<N extends Node>(node: N, start: number, end: number): Placed<N> {
    this.take(SPACES);
    node.range = [start, end, this.offset];
    return node as Placed<N>;
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.offset;
    const text = pattern.exec(this.source)?.[0];
    if (text === undefined) return null;
    this.offset += text.length;
    return text;
  }
}

/** The value of a plain scalar by the schema's own tests, without asking them about what can only be text. */
function plainScalar(text: string, schema: Schema): Scalar {
  if (/^[A-Za-z_]/.test(text) && !CONSTANTS.test(text)) return new Scalar<unknown>(text);
  for (const tag of schema.tags) {
    if (tag.collection !== undefined || tag.default !== true || tag.test?.test(text) !== true) continue;
    const resolved: unknown = tag.resolve?.(text, () => undefined, {});
    const scalar = resolved instanceof Scalar ? resolved : new Scalar<unknown>(resolved);
    if (tag.format !== undefined) scalar.format = tag.format;
    return scalar;
  }
  return new Scalar<unknown>(text);
}
