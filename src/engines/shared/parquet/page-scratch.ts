/** Working space for pages: one for all columns of a file, since one page is read at a time. */
export class PageScratch {
  #stored = new Uint8Array(1 << 16);
  #page = new Uint8Array(1 << 16);
  #marks = new Uint8Array(1 << 14);
  #integers = new Int32Array(1 << 14);

  /** Room for bytes as they are stored. */
  stored(length: number): Uint8Array<ArrayBuffer> {
    if (this.#stored.length < length) this.#stored = new Uint8Array(roomFor(length));
    return this.#stored;
  }

  /** Room for a page unpacked; it begins where doubles may. */
  page(length: number): Uint8Array<ArrayBuffer> {
    if (this.#page.length < length) this.#page = new Uint8Array(roomFor(length));
    return this.#page;
  }

  /** Marks of just so many rows. */
  marks(rows: number): Uint8Array {
    if (this.#marks.length < rows) this.#marks = new Uint8Array(roomFor(rows));
    return this.#marks.subarray(0, rows);
  }

  /** Room for words of 32 bits: places in a dictionary, or numbers as they are stored. */
  integers(length: number): Int32Array<ArrayBuffer> {
    if (this.#integers.length < length) this.#integers = new Int32Array(roomFor(length));
    return this.#integers;
  }
}

function roomFor(length: number): number {
  return Math.ceil((length * 1.25) / 4096) * 4096;
}
