import { isUtf8 } from 'node:buffer';
import { open, stat } from 'node:fs/promises';

import { Kernels } from '../../../core/profile/kernels.js';
import type { CsvHeader } from '../../shared/csv-header.js';
import { NEWLINE } from '../../shared/line-ends.js';
import { MOSTLY } from '../column-types.js';
import type { TypedColumn } from '../normalised.js';
import { givePowersOfFive } from './powers-of-five.js';

/** As in `kernels/tell.ts`. */
const [WHOLE, FRACTION, BOOLEAN, TIME] = [1, 2, 4, 8];
/** Words of a column's description, and those that are told, as in `kernels/text/columns.ts`. */
const [WORDS, CELLS, WORD_CELLS, KINDS] = [16, 12, 13, 14];
/** Room for a number, and behind the text for what the kernels look at. */
const SCRATCH = 64;

/** Bytes that are looked at at a time; a longer line is not looked at. */
const PIECE_BYTES = 1 << 20;

/**
 * The types that `typesOf` tells from the first `rows` rows of a table; null where they are not plain, or some cells of a column could be more
 * than one thing. Throws the signal's reason when it aborts.
 */
export async function tellTypes(
  path: string,
  { columns, delimiter, rowsAt, returns }: CsvHeader,
  rows: number,
  signal: AbortSignal,
): Promise<TypedColumn[] | null> {
  const bytes = Math.min(PIECE_BYTES, (await stat(path)).size);
  const kernels = new Kernels();
  givePowersOfFive(kernels);
  const descriptions = kernels.reserve(columns.length * WORDS * 4);
  const scratch = kernels.reserve(SCRATCH);
  const at = kernels.reserve(bytes + SCRATCH);
  const separator = delimiter.charCodeAt(0);
  const told = (length: number, most: number): number =>
    kernels.run.tellCsv(at, at + length, descriptions, columns.length, separator, returns, most, scratch);
  const file = await open(path, 'r');
  try {
    let left = rows;
    for (let position = rowsAt; left > 0;) {
      signal.throwIfAborted();
      const piece = new Uint8Array(kernels.buffer, at, bytes);
      const { bytesRead } = await file.read(piece, 0, bytes, position);
      // A last line without an end is not looked at.
      const whole = bytesRead === 0 ? 0 : piece.lastIndexOf(NEWLINE, bytesRead - 1) + 1;
      if (whole === 0 && bytesRead === bytes) return null;
      if (whole === 0) break;
      const taken = isUtf8(piece.subarray(0, whole)) ? told(whole, left) : -1;
      if (taken < 0) return null;
      left -= taken;
      position += whole;
    }
    if (left === rows) return null;
  } finally {
    await file.close();
  }
  return typesIn(new Uint32Array(kernels.buffer, descriptions, columns.length * WORDS), columns);
}

function typesIn(told: Uint32Array, columns: readonly string[]): TypedColumn[] | null {
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
