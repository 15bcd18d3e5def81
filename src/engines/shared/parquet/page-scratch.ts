/** Working space for pages: one for all columns of a file, since one page is read at a time. */
export class PageScratch {
  #stored = new Uint8Array(1 << 16);
  #page = new Uint8Array(1 << 16);
  #marks = new Uint8Array(1 << 14);
  #whole = new Int32Array(1 << 14);
  #words = new Int32Array(1 << 14);

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

  /** Room for places in a dictionary. */
  whole(length: number): Int32Array {
    if (this.#whole.length < length) this.#whole = new Int32Array(roomFor(length));
    return this.#whole;
  }

  /** Room for numbers as they are stored, in words of 32 bits. */
  words(length: number): Int32Array<ArrayBuffer> {
    if (this.#words.length < length) this.#words = new Int32Array(roomFor(length));
    return this.#words;
  }
}

function roomFor(length: number): number {
  return Math.ceil((length * 1.25) / 4096) * 4096;
}
