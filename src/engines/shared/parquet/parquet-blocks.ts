import { closeSync, openSync } from 'node:fs';

import type { Column, Table } from '../table/table.js';
import { BooleanValues } from './boolean-values.js';
import { ColumnReader } from './column-reader.js';
import type { ParquetFooter, StoredColumn } from './footer.js';
import { NumberValues } from './number-values.js';
import type { PageScratch } from './page-scratch.js';
import { TextTimes } from './text-times.js';
import { TextValues } from './text-values.js';
import { UnreadableParquet } from './unreadable.js';
import type { PageValues, ValueSink } from './values.js';

/** Rows of a block: as many as a row group has by habit. */
const BLOCK_ROWS = 131_072;

/** A column to read. */
export interface AskedColumn {
  readonly name: string;
  /** Whether each digit of its numbers counts. */
  readonly whole: boolean;
  /** Whether nothing but the time in it is asked for. */
  readonly asTime?: boolean;
  /** Distinct texts that are read of it at most; without, as many as tasks fold. */
  readonly mostTexts?: number;
}

interface Cursor {
  readonly name: string;
  readonly reader: ColumnReader;
  page: PageValues | null;
  at: number;
}

/**
 * The rows of a Parquet file, a block after the other, with the columns that are asked for. A block is good until the next:
 * its columns are views of what the next one overwrites. Throws UnreadableParquet where the file has columns, encodings or
 * contents that are not read here; `loadCodecs` comes before it. `scratch` may serve other files in between.
 */
export function* parquetBlocks(
  path: string,
  footer: ParquetFooter,
  asked: readonly AskedColumn[],
  scratch: PageScratch,
): Generator<Table, undefined> {
  const columns = asked.map(({ name, whole, asTime = false, mostTexts }) => {
    const stored = footer.columns.get(name);
    if (stored === undefined)
      throw new UnreadableParquet(`Column ${name} is stored in a way that is not read here.`);
    return { stored, whole, asTime, mostTexts };
  });
  const file = openSync(path, 'r');
  try {
    const cursors = columns.map(({ stored, whole, asTime, mostTexts }): Cursor => ({
      name: stored.name,
      reader: new ColumnReader(file, stored, scratch, sinkOf(stored, scratch, whole, asTime, mostTexts)),
      page: null,
      at: 0,
    }));
    for (let firstRow = 0; firstRow < footer.rows;) {
      let rows = Math.min(BLOCK_ROWS, footer.rows - firstRow);
      for (const cursor of cursors) rows = Math.min(rows, left(cursor));
      const block = new Map<string, Column>();
      for (const cursor of cursors) {
        const page = cursor.page as PageValues;
        block.set(cursor.name, page.slice(cursor.at, cursor.at + rows));
        cursor.at += rows;
      }
      yield { firstRow, rows, columns: block };
      firstRow += rows;
    }
    if (cursors.some(({ page, at, reader }) => (page !== null && at < page.rows) || reader.next() !== null))
      throw new UnreadableParquet('A column has more rows than the file.');
  } finally {
    closeSync(file);
  }
}

/** Rows of the cursor's page that are not given out yet, at least one. */
function left(cursor: Cursor): number {
  if (cursor.page === null || cursor.at === cursor.page.rows) {
    cursor.page = cursor.reader.next();
    cursor.at = 0;
  }
  if (cursor.page === null) throw new UnreadableParquet('A column has fewer rows than the file.');
  return cursor.page.rows - cursor.at;
}

function sinkOf(
  column: StoredColumn,
  scratch: PageScratch,
  whole: boolean,
  asTime: boolean,
  mostTexts: number | undefined,
): ValueSink {
  switch (column.meaning.kind) {
    case 'text':
      return asTime ? new TextTimes(scratch) : new TextValues(scratch, mostTexts);
    case 'boolean':
      return new BooleanValues(scratch);
    default:
      return new NumberValues(column, scratch, whole);
  }
}
