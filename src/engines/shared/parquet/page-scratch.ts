import { Kernels, type KernelFunctions } from '../../../core/profile/kernels.js';
import { UnreadableParquet } from './unreadable.js';

/** A page is in memory unpacked. */
const MOST_PAGE_BYTES = 64 * 2 ** 20;
const MOST_PAGE_ROWS = 2 ** 24;
/** Bytes behind a page that the kernels may look at. */
const BEHIND = 16;

/** Part of the memory. */
interface Room {
  at: number;
  bytes: number;
}

/**
 * Working space for pages, one for each thread, since one page is read at a time. It lies in the memory of the kernels, and they
 * take nothing else. What is there is good until `header` or `open` is called.
 */
export class PageScratch {
  readonly #kernels = new Kernels();
  readonly #stored: Room = { at: 0, bytes: 0 };
  readonly #page: Room = { at: 0, bytes: 0 };
  readonly #plain: Room = { at: 0, bytes: 0 };
  readonly #marks: Room = { at: 0, bytes: 0 };
  readonly #integers: Room = { at: 0, bytes: 0 };
  readonly #dictionary: Room = { at: 0, bytes: 0 };
  readonly #values: Room = { at: 0, bytes: 0 };

  get run(): KernelFunctions {
    return this.#kernels.run;
  }

  /** Room for the header of a page. */
  header(bytes: number): Uint8Array<ArrayBuffer> {
    this.#widen(this.#stored, bytes);
    return new Uint8Array(this.#kernels.buffer, this.#stored.at, bytes);
  }

  /**
   * Makes room for a page of so many bytes, as it is stored and unpacked, and for what is made of its rows. `restored`: its values
   * are put there plainly first. Throws UnreadableParquet where there is none.
   */
  open(stored: number, page: number, rows: number, restored = false): void {
    if (!(stored >= 0 && stored <= 2 * MOST_PAGE_BYTES && page >= 0 && page <= MOST_PAGE_BYTES))
      throw new UnreadableParquet('A page is larger than is read here.');
    if (!(rows >= 0 && rows <= MOST_PAGE_ROWS))
      throw new UnreadableParquet('A page has more rows than are read here.');
    this.#widen(this.#stored, stored);
    this.#widen(this.#page, page + BEHIND);
    this.#widen(this.#marks, rows + BEHIND);
    this.#widen(this.#integers, rows * 4);
    if (restored) this.#widen(this.#plain, rows * 8);
    // A value of a dictionary takes 4 bytes of its page at least, and 8 here.
    this.#widen(this.#dictionary, page * 2);
    this.#widen(this.#values, Math.max(page * 2, rows * 8));
  }

  /** Room for bytes as they are stored. */
  stored(length: number): Uint8Array<ArrayBuffer> {
    return this.#bytes(this.#stored, length);
  }

  /** Room for a page unpacked, and some behind it. */
  page(length: number): Uint8Array<ArrayBuffer> {
    return this.#bytes(this.#page, length + BEHIND);
  }

  /** Room for the values of a page that is `restored`. */
  plain(length: number): Uint8Array<ArrayBuffer> {
    return this.#bytes(this.#plain, length);
  }

  /** A mark for each row. */
  marks(rows: number): Uint8Array<ArrayBuffer> {
    return this.#bytes(this.#marks, rows);
  }

  /** Room for places in a dictionary. */
  integers(length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#kernels.buffer, this.#within(this.#integers, length * 4), length);
  }

  /** A copy of a dictionary; gives its address. */
  dictionary(values: Float64Array | Int32Array): number {
    const bytes = this.#bytes(this.#dictionary, values.byteLength);
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    return bytes.byteOffset;
  }

  /** Room for values of `width` bytes each. */
  values(count: number, width: number): Uint8Array<ArrayBuffer> {
    return this.#bytes(this.#values, count * width);
  }

  #bytes(room: Room, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#kernels.buffer, this.#within(room, length), length);
  }

  #within({ at, bytes }: Room, length: number): number {
    if (length > bytes) throw new RangeError('No room was made for so much.');
    return at;
  }

  #widen(room: Room, bytes: number): void {
    if (bytes <= room.bytes) return;
    const wanted = Math.max(bytes * 2, 65_536);
    try {
      room.at = this.#kernels.reserve(wanted);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new UnreadableParquet('A page takes more memory than there is.');
    }
    room.bytes = wanted;
  }
}
