/** Numbers of a slot: the two words of the key, and its code plus one; 0 where the slot is free. */
const FIELDS = 4;
const LOW = 0;
const HIGH = 1;
const CODE = 2;

/** Codes of 64-bit keys: a hash table without objects, since one look-up is made for each row. */
export class KeyTable {
  readonly #slots: Int32Array;
  readonly #mask: number;

  /** `keys` holds the low and the high word of each key. Throws a TypeError when a key has two codes. */
  constructor(keys: Int32Array, codes: Uint32Array) {
    let size = 16;
    while (size < codes.length * 2) size *= 2;
    this.#slots = new Int32Array(size * FIELDS);
    this.#mask = size - 1;
    for (const [i, code] of codes.entries()) {
      const [low, high] = [keys[2 * i] as number, keys[2 * i + 1] as number];
      const at = this.#find(low, high);
      const known = this.#slots[at + CODE] as number;
      if (known !== 0 && known !== code + 1) throw new TypeError('Two values have one key.');
      this.#slots[at + LOW] = low;
      this.#slots[at + HIGH] = high;
      this.#slots[at + CODE] = code + 1;
    }
  }

  /** Adds one to `counts[code]` for each of the keys `[from, to)`; false where a key is not known. */
  count(keys: Int32Array, from: number, to: number, counts: Uint32Array): boolean {
    const slots = this.#slots;
    const mask = this.#mask;
    for (let i = from; i < to; i++) {
      const low = keys[2 * i] as number;
      const high = keys[2 * i + 1] as number;
      let at = (low & mask) * FIELDS;
      let code = slots[at + CODE] as number;
      while (code !== 0 && (slots[at + LOW] !== low || slots[at + HIGH] !== high)) {
        at = (at + FIELDS) & (mask * FIELDS + FIELDS - 1);
        code = slots[at + CODE] as number;
      }
      if (code === 0) return false;
      counts[code - 1] = (counts[code - 1] as number) + 1;
    }
    return true;
  }

  /** Where a key is, or would be. */
  #find(low: number, high: number): number {
    const slots = this.#slots;
    let at = (low & this.#mask) * FIELDS;
    while (slots[at + CODE] !== 0 && (slots[at + LOW] !== low || slots[at + HIGH] !== high)) {
      at = (at + FIELDS) & (this.#mask * FIELDS + FIELDS - 1);
    }
    return at;
  }
}
