import type { Column } from '../table/table.js';
import { countMarks } from './gather.js';

/** The values of one page. */
export interface PageValues {
  readonly rows: number;
  /** Those of the rows `[from, to)`: views, not copies. */
  slice(from: number, to: number): Column;
}

/** Turns the bytes of one column's pages into typed values. What it gives is good until the next page. */
export interface ValueSink {
  /** Tells that another chunk begins: its dictionary is not the last one's. */
  open(): void;
  /** The dictionary of the chunk: `count` values in `bytes[from, to)`. */
  dictionary(bytes: Uint8Array<ArrayBuffer>, from: number, to: number, count: number): void;
  /** `rows` rows whose values lie in `bytes[from, to)`; `present` marks those that have one, null: all. */
  page(
    bytes: Uint8Array<ArrayBuffer>,
    from: number,
    to: number,
    rows: number,
    present: Uint8Array | null,
    encoding: string,
  ): PageValues;
}

/** Rows of a page that have a value. */
export function countPresent(rows: number, present: Uint8Array | null): number {
  return present === null ? rows : countMarks(present, rows);
}

export function isDictionary(encoding: string): boolean {
  return encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY';
}
