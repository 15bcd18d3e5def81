import type { Column } from '../table/table.js';
import { readPlaces } from './dictionary-places.js';
import { gatherRows, spreadRows } from './page-rows.js';
import type { PageScratch } from './page-scratch.js';
import { plainTexts } from './plain-page.js';
import { UnreadableParquet } from './unreadable.js';
import { isDictionary, type PageValues, type StoredPage, type ValueSink } from './values.js';

/** More distinct texts than this are left to DuckDB where it can be. */
const MOST_TEXTS = 65_536;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Values of text, each named by its position among those of the file so far. */
export class TextValues implements ValueSink {
  #codes = new Int32Array(0);
  /** By place in the chunk's dictionary: position among the values. */
  #codeOf: Int32Array | null = null;
  readonly #values: string[] = [];
  /** By the bytes of a value, one character each. */
  readonly #known = new Map<string, number>();

  constructor(
    private readonly scratch: PageScratch,
    private readonly most = MOST_TEXTS,
  ) {}

  open(): void {
    this.#codeOf = null;
  }

  dictionary(bytes: Uint8Array<ArrayBuffer>, from: number, to: number, count: number): void {
    if (count > this.most) throw tooMany(this.most);
    this.#codeOf = new Int32Array(count);
    this.#plain(bytes, from, to, count, this.#codeOf);
  }

  page(stored: StoredPage): PageValues {
    const { rows, count, encoding } = stored;
    if (this.#codes.length < rows) this.#codes = new Int32Array(rows);
    const codes = this.#codes;
    if (isDictionary(encoding)) {
      readPlaces(stored, this.#codeOf?.length ?? null, this.scratch);
      gatherRows(this.#codeOf as Int32Array, stored, codes, this.scratch);
    } else {
      const { bytes, from, to } = plainTexts(stored, this.scratch);
      this.#plain(bytes, from, to, count, codes);
      spreadRows(codes, stored, this.scratch);
    }
    return {
      rows,
      slice: (start, end): Column => ({
        kind: 'texts',
        type: 'VARCHAR',
        codes: codes.subarray(start, end),
        values: this.#values,
      }),
    };
  }

  #plain(bytes: Uint8Array<ArrayBuffer>, from: number, to: number, count: number, codes: Int32Array): void {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, to);
    let at = from;
    for (let i = 0; i < count; i++) {
      const end = endOfText(bytes, at, to);
      codes[i] = this.#nameOf(buffer, at + 4, end);
      at = end;
    }
  }

  #nameOf(buffer: Buffer, from: number, to: number): number {
    const key = buffer.toString('latin1', from, to);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#values.length >= this.most) throw tooMany(this.most);
    this.#known.set(key, this.#values.length);
    return this.#values.push(decodeText(buffer.subarray(from, to))) - 1;
  }
}

/** The end of a text whose length stands at `at`, and its bytes behind that. Throws UnreadableParquet where it lies beyond `to`. */
export function endOfText(bytes: Uint8Array, at: number, to: number): number {
  const upper = (bytes[at + 3] as number) * 2 ** 24;
  const lower = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
  const end = at + 4 + lower + upper;
  if (at + 4 > to || end > to) throw new UnreadableParquet('A page holds fewer values than it says.');
  return end;
}

/** Throws UnreadableParquet where the bytes are not UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new UnreadableParquet('A text is not UTF-8.');
  }
}

function tooMany(most: number): UnreadableParquet {
  return new UnreadableParquet(`A column has more than ${most} distinct texts.`);
}
