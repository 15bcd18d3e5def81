import { open } from 'node:fs/promises';

import type { MalformedRows } from '../../core/profile/log-facts.js';
import { BrokenRows } from '../shared/broken-rows.js';
import { CsvRows, type CsvRow } from '../shared/csv-rows.js';
import { NEWLINE, RETURN } from '../shared/line-ends.js';
import { linePieces } from './line-pieces.js';

/** What was left out of a text table. */
export interface SetAside {
  readonly malformed: MalformedRows;
  /** Rows that were copied. */
  readonly rows: number;
  /** Whether the file ends within quotes: then what is written behind it belongs to them. */
  readonly endsInQuotes: boolean;
}

/**
 * Copies the header and the rows of a text table to `target`, and counts the lines that are in none: where a quote takes
 * many lines, DuckDB notes one row and goes on wherever its next buffer begins.
 */
export async function setBrokenRowsAside(
  path: string,
  target: string,
  { delimiter, width }: { readonly delimiter: string; readonly width: number },
  linesBefore: number,
  signal: AbortSignal,
): Promise<SetAside> {
  const splitter = new CsvRows(delimiter.charCodeAt(0), width, linesBefore);
  const broken = new BrokenRows();
  let rows = 0;
  /** Bytes of the file before the piece, and those of them and of the piece that are in no row. */
  let [before, dropped] = [0, 0];
  const leaveOut = (row: CsvRow): void => {
    broken.add(row);
    dropped += row.end - row.start;
  };
  const copy = await open(target, 'w');
  try {
    for await (const bytes of linePieces(path, lastLineEnd, signal)) {
      splitter.give(bytes);
      if (before === 0) splitter.skipHeader();
      let from = 0;
      // What is copied of a row that turns out to be broken is written over.
      const keep = (to: number): Promise<unknown> =>
        to <= from ? Promise.resolve() : copy.write(bytes, from, to - from, before + from - dropped);
      for (let row = splitter.next(); row !== null; row = splitter.next()) {
        if (row.isBlank) continue;
        if (row.problem === null) {
          rows++;
          continue;
        }
        await keep(row.start - before);
        leaveOut(row);
        from = row.end - before;
      }
      await keep(bytes.length);
      before += bytes.length;
    }
    const last = splitter.last();
    if (last !== null) leaveOut(last);
    await copy.truncate(before - dropped);
    return { malformed: broken.facts(), rows, endsInQuotes: last !== null };
  } finally {
    await copy.close();
  }
}

/** The byte behind the last line end; a carriage return at the end may be half of one. */
function lastLineEnd(bytes: Buffer): number {
  const newline = bytes.lastIndexOf(NEWLINE) + 1;
  return newline > 0 || bytes.length < 2 ? newline : bytes.lastIndexOf(RETURN, bytes.length - 2) + 1;
}
