import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';

import { Kernels } from '../../../core/profile/kernels.js';
import type { CsvHeader } from '../../shared/csv-header.js';
import { MOSTLY } from '../column-types.js';
import type { TypedColumn } from '../normalised.js';
import { givePowersOfFive } from './powers-of-five.js';
import { MOST_COLUMNS } from './text-columns.js';

/** As in `kernels/tell.ts`. */
const [WHOLE, FRACTION, BOOLEAN, TIME] = [1, 2, 4, 8];
/** Words of a column's description, and those that are told, as in `kernels/text/columns.ts`. */
const [WORDS, CELLS, WORD_CELLS, KINDS] = [16, 12, 13, 14];
/** Room for a number, and behind the text for what the kernels look at. */
const SCRATCH = 64;
const NEWLINE = 10;

/** Most bytes that the first rows take. */
const MOST_BYTES = 16 * 2 ** 20;

/**
 * The types that `typesOf` tells from the first `rows` rows of a table; null where they are not plain, or some cells of a column could be more
 * than one thing.
 */
export async function tellTypes(
  path: string,
  { columns, delimiter, rowsAt, returns }: CsvHeader,
  rows: number,
): Promise<TypedColumn[] | null> {
  if (columns.length > MOST_COLUMNS) return null;
  const text = await firstLines(path, rowsAt, rows);
  if (text === null || text.length === 0) return null;
  const kernels = new Kernels();
  givePowersOfFive(kernels);
  const descriptions = kernels.reserve(columns.length * WORDS * 4);
  const scratch = kernels.reserve(SCRATCH);
  const at = kernels.reserve(text.length + SCRATCH);
  new Uint8Array(kernels.buffer, at, text.length).set(text);
  const separator = delimiter.charCodeAt(0);
  const end = at + text.length;
  if (!kernels.run.tellCsv(at, end, descriptions, columns.length, separator, returns, rows, scratch))
    return null;
  const told = new Uint32Array(kernels.buffer, descriptions, columns.length * WORDS);
  const typed: TypedColumn[] = [];
  for (const [i, column] of columns.entries()) {
    const [cells = 0, words = 0, kinds = 0] = [CELLS, WORD_CELLS, KINDS].map(
      (word) => told[i * WORDS + word],
    );
    const type = typeOf(cells, words, kinds);
    if (type === null) return null;
    typed.push({ column, type });
  }
  return typed;
}

function typeOf(cells: number, words: number, kinds: number): TypedColumn['type'] | null {
  // So few other cells that no other type has enough.
  if (cells === 0 || words > cells - Math.max(1, cells * MOSTLY)) return 'VARCHAR';
  switch (kinds) {
    case WHOLE:
      return 'BIGINT';
    case FRACTION:
    case FRACTION | WHOLE:
      return 'DOUBLE';
    case BOOLEAN:
      return 'BOOLEAN';
    case TIME:
      return 'TIMESTAMP';
    default:
      return null;
  }
}

/** The first lines of a text from `start` on, so many or all of them; null where they are too long or no UTF-8. */
async function firstLines(path: string, start: number, lines: number): Promise<Buffer | null> {
  const file = await open(path, 'r');
  try {
    for (let size = 1 << 20; size <= MOST_BYTES; size *= 4) {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(size), 0, size, start);
      const all = bytesRead < size;
      // A last line without an end is not looked at where there are others.
      const end = endOfLines(buffer.subarray(0, bytesRead), lines);
      if (end === null && !all) continue;
      const text = buffer.subarray(0, end ?? buffer.lastIndexOf(NEWLINE, bytesRead - 1) + 1);
      return isUtf8(text) ? text : null;
    }
    return null;
  } finally {
    await file.close();
  }
}

/** Where so many lines end; null where there are fewer. */
function endOfLines(bytes: Buffer, lines: number): number | null {
  let at = 0;
  for (let line = 0; line < lines; line++) {
    at = bytes.indexOf(NEWLINE, at) + 1;
    if (at === 0) return null;
  }
  return at;
}
