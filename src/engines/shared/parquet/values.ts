import type { Column } from '../table/table.js';

/** The values of one page. */
export interface PageValues {
  readonly rows: number;
  /** Those of the rows `[from, to)`: views, not copies. */
  slice(from: number, to: number): Column;
}

/** Values as a page stores them. */
export interface StoredPage {
  /** Where they are: `bytes[from, to)`. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** Rows that have a value: so many are stored. */
  readonly count: number;
  /** 1 for each row that has a value; null: all have. */
  readonly present: Uint8Array | null;
  readonly encoding: string;
}

/** Turns the bytes of one column's pages into typed values. What it gives is good until the next page. */
export interface ValueSink {
  /** Tells that another chunk begins: its dictionary is not the last one's. */
  open(): void;
  /** The dictionary of the chunk: `count` values in `bytes[from, to)`. */
  dictionary(bytes: Uint8Array<ArrayBuffer>, from: number, to: number, count: number): void;
  page(stored: StoredPage): PageValues;
}

export function isDictionary(encoding: string): boolean {
  return encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY';
}
