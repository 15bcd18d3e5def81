import { open } from 'node:fs/promises';

import { DataError } from '../../core/errors.js';
import { NEWLINE, RETURN } from './line-ends.js';

/** Longest first line that is read. */
const LONGEST_HEADER = 4 << 20;

/** Separator and column names of a text table, from its first line. */
export interface CsvHeader {
  readonly delimiter: string;
  readonly columns: readonly string[];
  /** Bytes before the first row. */
  readonly rowsAt: number;
  /** Whether the line ends with CR LF. */
  readonly returns: boolean;
}

/** Reads the first line of a CSV or TSV; throws DataError where it names no columns, or one twice. */
export async function readCsvHeader(path: string, shown: string, kind: 'csv' | 'tsv'): Promise<CsvHeader> {
  const { text, rowsAt, returns } = await firstLine(path);
  const line = text.replace(/^\uFEFF/, '');
  const delimiter = kind === 'tsv' ? '\t' : likeliestDelimiter(line);
  const { fields: columns, isOpen } = splitLine(line, delimiter);
  if (isOpen) {
    throw new DataError(
      `A quote in the first line of ${shown} is never closed there. Close it: the first line must name the columns.`,
      { path: shown, line: 1 },
    );
  }
  if (line.trim() === '') {
    throw new DataError(
      `The first line of ${shown} is empty. It must name the columns: write their names there.`,
      {
        path: shown,
        line: 1,
      },
    );
  }
  const unnamed = columns.indexOf('');
  if (unnamed >= 0) {
    throw new DataError(
      `Column ${unnamed + 1} of ${shown} has no name in the first line. Write one there, or drop the column.`,
      {
        path: shown,
        line: 1,
      },
    );
  }
  const twice = columns.find((column, i) => columns.indexOf(column) !== i);
  if (twice !== undefined) {
    throw new DataError(
      `Two columns of ${shown} are named “${twice}” in the first line. Rename or drop one of them.`,
      {
        path: shown,
        line: 1,
      },
    );
  }
  return { delimiter, columns, rowsAt, returns };
}

async function firstLine(path: string): Promise<{ text: string; rowsAt: number; returns: boolean }> {
  const file = await open(path, 'r');
  try {
    let size = 64 << 10;
    for (;;) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
      const bytes = buffer.subarray(0, bytesRead);
      const end = bytes.indexOf(NEWLINE);
      const returns = end > 0 && bytes[end - 1] === RETURN;
      if (end >= 0) {
        const text = bytes.toString('utf8', 0, returns ? end - 1 : end);
        return { text, rowsAt: end + 1, returns };
      }
      if (bytesRead < size || size >= LONGEST_HEADER)
        return { text: bytes.toString('utf8'), rowsAt: bytesRead, returns };
      size *= 4;
    }
  } finally {
    await file.close();
  }
}

/** The separator that splits the line into most fields. */
function likeliestDelimiter(line: string): string {
  const candidates = [',', ';', '\t', '|'].map((delimiter) => ({
    delimiter,
    fields: splitLine(line, delimiter).fields.length,
  }));
  candidates.sort((a, b) => b.fields - a.fields);
  return candidates[0]?.delimiter ?? ',';
}

/** Fields of one line, quotes taken off (RFC 4180), and whether it ends within quotes. */
function splitLine(line: string, delimiter: string): { fields: string[]; isOpen: boolean } {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const character = line.charAt(i);
    if (quoted) {
      if (character !== '"') field += character;
      else if (line.charAt(i + 1) === '"') {
        field += '"';
        i++;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === delimiter) {
      fields.push(field.trim());
      field = '';
    } else field += character;
  }
  fields.push(field.trim());
  return { fields, isOpen: quoted };
}
