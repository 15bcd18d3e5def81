import type { CodedTexts } from './block-reader.js';

/** Names values by one number each over all blocks of a file, which name them each in their own way: 0 for none, then 1, 2, … */
export class ValueNames {
  readonly values: string[] = [];
  readonly #known = new Map<string, number>();
  #last: readonly string[] | null = null;
  #lastNamed = 0;
  #names = new Int32Array(16);

  /** By the code of a block's value plus one: its number. Good until the next call. */
  of({ values }: CodedTexts): Int32Array {
    // Blocks that share their values only add to them.
    if (values !== this.#last) this.#lastNamed = 0;
    if (this.#names.length < values.length + 1) {
      const larger = new Int32Array((values.length + 1) * 2);
      larger.set(this.#names);
      this.#names = larger;
    }
    for (let code = this.#lastNamed; code < values.length; code++) {
      const value = values[code] as string;
      let name = this.#known.get(value);
      if (name === undefined) {
        name = this.values.push(value);
        this.#known.set(value, name);
      }
      this.#names[code + 1] = name;
    }
    this.#last = values;
    this.#lastNamed = values.length;
    return this.#names;
  }
}
