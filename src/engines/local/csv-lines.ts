import { open } from 'node:fs/promises';

import type { MalformedRows } from '../../core/profile/log-facts.js';
import { BrokenRows, CsvRows, type CsvRow } from '../shared/csv-rows.js';

const PIECE = 1 << 20;
const LF = 10;
const CR = 13;

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
  const source = await open(path, 'r');
  try {
    const copy = await open(target, 'w');
    try {
      const sift = async (bytes: Buffer): Promise<void> => {
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
      };
      let held: Buffer = Buffer.alloc(0);
      for (;;) {
        signal.throwIfAborted();
        const { buffer, bytesRead } = await source.read(Buffer.allocUnsafe(PIECE), 0, PIECE, null);
        const bytes = Buffer.concat([held, buffer.subarray(0, bytesRead)]);
        const end = bytesRead === 0 ? bytes.length : lastLineEnd(bytes);
        if (end > 0) await sift(bytes.subarray(0, end));
        if (bytesRead === 0) break;
        held = bytes.subarray(end);
      }
      const open = splitter.last();
      if (open !== null) leaveOut(open);
      await copy.truncate(before - dropped);
      return { malformed: broken.facts(), rows, endsInQuotes: open !== null };
    } finally {
      await copy.close();
    }
  } finally {
    await source.close();
  }
}

/** The byte behind the last line end; a carriage return at the end may be half of one. */
function lastLineEnd(bytes: Buffer): number {
  const newline = bytes.lastIndexOf(LF) + 1;
  return newline > 0 || bytes.length < 2 ? newline : bytes.lastIndexOf(CR, bytes.length - 2) + 1;
}
