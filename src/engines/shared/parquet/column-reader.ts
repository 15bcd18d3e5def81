import { readSync } from 'node:fs';

import { parquetHeader } from 'hyparquet/src/column.js';

import { checkPage } from './checksum.js';
import type { ChunkPlace, StoredColumn } from './footer.js';
import { readHybrid } from './hybrid.js';
import type { PageScratch } from './page-scratch.js';
import { isRestored } from './plain-page.js';
import { unpack, type Codec } from './unpack.js';
import { UnreadableParquet } from './unreadable.js';
import type { PageValues, ValueSink } from './values.js';

type PageHeader = ReturnType<typeof parquetHeader>;

/** Bytes read at first for a page's header; it is longer only where it holds long statistics. */
const HEADER_BYTES = 512;
const MOST_HEADER_BYTES = 1 << 20;

/** Reads one column of a file, a page at a time. Where a page is not what its header says was written, `next` throws DamagedParquet. */
export class ColumnReader {
  #chunk = -1;
  #at = 0;
  #end = 0;
  /** Rows of the chunk in pages that are not read yet. */
  #rowsLeft = 0;

  constructor(
    private readonly file: number,
    private readonly column: StoredColumn,
    private readonly scratch: PageScratch,
    private readonly sink: ValueSink,
  ) {}

  /** The values of the next page, until the one after is asked for; null at the end of the column. Throws UnreadableParquet. */
  next(): PageValues | null {
    for (;;) {
      while (this.#rowsLeft === 0) {
        if (!this.#open()) return null;
      }
      const page = this.#page();
      if (page !== null) return page;
    }
  }

  #open(): boolean {
    const chunk = this.column.chunks[++this.#chunk];
    if (chunk === undefined) return false;
    this.#at = chunk.start;
    this.#end = chunk.start + chunk.bytes;
    this.#rowsLeft = chunk.rows;
    this.sink.open();
    return true;
  }

  /** The next page; null where it holds the dictionary, or nothing. */
  #page(): PageValues | null {
    const { codec } = this.column.chunks[this.#chunk] as ChunkPlace;
    const header = this.#header();
    const [stored, size] = [
      wholeNumber(header.compressed_page_size),
      wholeNumber(header.uncompressed_page_size),
    ];
    if (!(this.#at + stored <= this.#end)) throw new UnreadableParquet('A page is larger than its column.');
    const { num_values: said = 0, encoding } = dataHeader(header) ?? {};
    const rows = wholeNumber(said);
    if (!(rows >= 0 && rows <= this.#rowsLeft))
      throw new UnreadableParquet('A column has more rows than it says.');
    this.scratch.open(stored, size, rows, isRestored(encoding));
    const bytes = this.scratch.stored(stored);
    this.#read(bytes, stored);
    checkPage(bytes, header.crc);
    this.#at += stored;
    switch (header.type) {
      case 'DICTIONARY_PAGE': {
        const said = header.dictionary_page_header;
        if (said === undefined || (said.encoding !== 'PLAIN' && said.encoding !== 'PLAIN_DICTIONARY'))
          throw new UnreadableParquet('A dictionary is stored in a way that is not read here.');
        const page = this.#unpacked(bytes, size, codec);
        this.sink.dictionary(page, 0, size, wholeNumber(said.num_values));
        return null;
      }
      case 'DATA_PAGE': {
        const said = header.data_page_header;
        if (said === undefined) throw new UnreadableParquet('A page does not say what it is.');
        const page = this.#unpacked(bytes, size, codec);
        let at = 0;
        if (this.column.optional) {
          if (said.definition_level_encoding !== 'RLE' || size < 4)
            throw new UnreadableParquet('Missing values are marked in a way that is not read here.');
          at = 4 + new DataView(page.buffer, page.byteOffset).getUint32(0, true);
          if (at > size) throw new UnreadableParquet('A page is shorter than it says.');
        }
        return this.#values(page, { from: at, to: size, levels: 4, levelsEnd: at }, rows, said.encoding);
      }
      case 'DATA_PAGE_V2': {
        const said = header.data_page_header_v2;
        if (said === undefined) throw new UnreadableParquet('A page does not say what it is.');
        const levels = wholeNumber(said.definition_levels_byte_length);
        const repeats = said.repetition_levels_byte_length ?? 0;
        if (repeats !== 0 || !(levels >= 0 && levels <= Math.min(stored, size)))
          throw new UnreadableParquet('A page is shorter than it says.');
        const page = this.scratch.page(size);
        page.set(bytes.subarray(0, levels));
        const rest = bytes.subarray(levels, stored);
        const packed = said.is_compressed !== false && size > levels ? codec : 'UNCOMPRESSED';
        unpack(packed, rest, page.subarray(levels), size - levels, this.scratch);
        return this.#values(
          page,
          { from: levels, to: size, levels: 0, levelsEnd: levels },
          rows,
          said.encoding,
        );
      }
      default:
        return null;
    }
  }

  #values(
    page: Uint8Array<ArrayBuffer>,
    { from, to, levels, levelsEnd }: { from: number; to: number; levels: number; levelsEnd: number },
    rows: number,
    encoding: string,
  ): PageValues | null {
    this.#rowsLeft -= rows;
    if (rows === 0) return null;
    const all = { bytes: page, from, to, rows, count: rows, present: null, encoding };
    if (!this.column.optional) return this.sink.page(all);
    const present = this.scratch.marks(rows);
    readHybrid(page, levels, levelsEnd, 1, present, rows, this.scratch);
    const count = this.scratch.run.countMarks(present.byteOffset, rows);
    return this.sink.page(count === rows ? all : { ...all, count, present });
  }

  #unpacked(bytes: Uint8Array<ArrayBuffer>, size: number, codec: Codec): Uint8Array<ArrayBuffer> {
    const page = this.scratch.page(size);
    unpack(codec, bytes, page, size, this.scratch);
    return page;
  }

  #header(): PageHeader {
    for (let size = HEADER_BYTES; ; size *= 16) {
      const length = Math.min(size, this.#end - this.#at);
      const bytes = this.scratch.header(length);
      this.#read(bytes, length);
      const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, length), offset: 0 };
      try {
        const header = parquetHeader(reader);
        this.#at += reader.offset;
        return header;
      } catch (error) {
        if (length < size || size > MOST_HEADER_BYTES)
          throw new UnreadableParquet(`A page's header does not read: ${String(error)}`);
      }
    }
  }

  #read(bytes: Uint8Array, length: number): void {
    if (length > 0 && readSync(this.file, bytes, 0, length, this.#at) !== length)
      throw new UnreadableParquet('The file is cut short.');
  }
}

/** A number of a header, which in a damaged one may be anything. */
function wholeNumber(said: unknown): number {
  if (typeof said === 'number' && Number.isSafeInteger(said)) return said;
  throw new UnreadableParquet('A page does not say how large it is.');
}

/** What the header says of the values of the page; null where it holds none. */
function dataHeader({
  type,
  data_page_header: first,
  data_page_header_v2: second,
}: PageHeader): PageHeader['data_page_header' | 'data_page_header_v2'] | null {
  return type === 'DATA_PAGE' ? first : type === 'DATA_PAGE_V2' ? second : null;
}
