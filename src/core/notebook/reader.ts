import type { ConfigPath } from '../config/document.js';
import { readTree, type ConfigTree } from '../config/tree.js';
import { nearest, orList, valueText } from '../config/words.js';
import { fill, unknownParameter, type ParameterValue } from './parameters.js';
import { plainRange, type ValueProblem } from './problems.js';

/** Reads the YAML of a cell key by key and gathers what is wrong, each at its place. */
export class YamlReader {
  readonly problems: ValueProblem[] = [];
  readonly #tree: ConfigTree;
  readonly #map: Readonly<Record<string, unknown>>;

  /** `what` names the thing in messages: `a metric cell`. With `parameters`, `$name` in a value stands for one of them. */
  constructor(
    text: string,
    private readonly what: string,
    private readonly parameters: ReadonlyMap<string, ParameterValue | null> | null = null,
  ) {
    this.#tree = readTree(text);
    for (const { severity, code, message, range } of this.#tree.problems) {
      this.problems.push({ severity, code, message, range: plainRange(range) });
    }
    const { value } = this.#tree;
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
    this.#map = isMap ? (value as Record<string, unknown>) : {};
    if (!isMap && value !== null && value !== undefined) {
      this.wrong([], `${this.what} is a map of keys such as \`metric: psi\`; here is ${valueText(value)}.`);
    }
  }

  /** Whether the text could be read at all. */
  get readable(): boolean {
    return !this.problems.some(({ severity }) => severity === 'error');
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#map, key);
  }

  get keys(): readonly string[] {
    return Object.keys(this.#map);
  }

  /** Complains about keys that are not in `known`, with the nearest that is. */
  refuseUnknown(known: readonly string[]): void {
    for (const key of this.keys) {
      if (known.includes(key)) continue;
      const close = nearest(key, known);
      this.problems.push({
        severity: 'error',
        code: 'unknown-key',
        message: `\`${key}\` is no key of ${this.what}${close === null ? `; there are ${known.join(', ')}` : `. Did you mean \`${close}\`?`}`,
        range: plainRange(this.#tree.locateKey([key])),
        ...(close === null ? {} : { replacement: close }),
      });
    }
  }

  /** The value as it is; undefined where the key is absent. */
  raw(key: string): unknown {
    return this.has(key) ? this.#map[key] : undefined;
  }

  /** A scalar as it is written, so that a version 1.10 stays one; null where absent. */
  text(key: string): string | null {
    return this.has(key) ? this.textAt([key], this.#map[key]) : null;
  }

  /** A scalar, or a list of them, as written; null where absent. */
  texts(key: string): readonly string[] | null {
    const value = this.raw(key);
    if (value === undefined) return null;
    if (!Array.isArray(value)) {
      const one = this.textAt([key], value);
      return one === null ? null : [one];
    }
    if (value.length === 0)
      this.wrong([key], `\`${key}\` is an empty list. Write what it should name, or leave it out.`);
    return value.flatMap((item: unknown, i) => this.textAt([key, i], item) ?? []);
  }

  /** One of some words; null where absent or wrong. */
  oneOf<Word extends string>(key: string, words: readonly Word[]): Word | null {
    const value = this.text(key);
    if (value === null) return null;
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    const close = nearest(value, words);
    this.problems.push({
      severity: 'error',
      code: 'wrong-value',
      message: `\`${key}: ${value}\` is not known${close === null ? '' : `; did you mean \`${close}\``}. Write ${orList(words)}.`,
      range: this.range([key]),
      ...(close === null ? {} : { replacement: close }),
    });
    return null;
  }

  /** A whole number from 1 to `most`; null where absent or wrong. */
  count(key: string, most: number): number | null {
    const value = this.raw(key);
    if (value === undefined) return null;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most) return value;
    this.wrong([key], `\`${key}\` is a whole number from 1 to ${most}; here is ${valueText(value)}.`);
    return null;
  }

  wrong(path: ConfigPath, message: string, code = 'wrong-value', replacement?: string): void {
    this.problems.push({
      severity: 'error',
      code,
      message,
      range: this.range(path),
      ...(replacement === undefined ? {} : { replacement }),
    });
  }

  range(path: ConfigPath): ValueProblem['range'] {
    return plainRange(this.#tree.locate(path));
  }

  private textAt(path: ConfigPath, value: unknown): string | null {
    if (typeof value === 'string') return this.filled(path, value);
    if (typeof value === 'boolean') return String(value);
    if (typeof value === 'number') {
      const { start, end } = this.#tree.locate(path);
      const written = this.#tree.text.slice(start.offset, end.offset);
      return Number(written) === value ? written : String(value);
    }
    this.wrong(path, `\`${String(path[0])}\` is a word or a number; here is ${valueText(value)}.`);
    return null;
  }

  private filled(path: ConfigPath, text: string): string | null {
    const { parameters } = this;
    if (parameters === null) return text;
    let empty = false;
    const value = fill(text, (name) => {
      const own = parameters.get(name);
      if (own === undefined)
        this.wrong(path, unknownParameter(name, [...parameters.keys()]), 'unknown-parameter');
      empty ||= own === null;
      return own ?? null;
    });
    // A parameter of the report that is not set leaves its key out.
    if (value === null && empty) return null;
    return value === null ? null : String(value);
  }
}
