import {
  DuckDBDoubleVector,
  DuckDBIntegerVector,
  DuckDBUBigIntVector,
  DuckDBVarCharVector,
  type DuckDBDataChunk,
} from '@duckdb/node-api';

import { NONE } from '../../shared/tasks/reader.js';

/** The values of a DOUBLE column, NaN where it is NULL. */
export function doubles(chunk: DuckDBDataChunk, column: number): Float64Array {
  const vector = chunk.getColumnVector(column);
  if (!(vector instanceof DuckDBDoubleVector)) throw new TypeError(`Column ${column} is not DOUBLE.`);
  const items = vector['items'];
  markNulls(vector['validity'].data, items, NaN);
  return items;
}

/** The values of an INTEGER column, `NONE` where it is NULL. */
export function integers(chunk: DuckDBDataChunk, column: number): Int32Array {
  const vector = chunk.getColumnVector(column);
  if (!(vector instanceof DuckDBIntegerVector)) throw new TypeError(`Column ${column} is not INTEGER.`);
  const items = vector['items'];
  markNulls(vector['validity'].data, items, NONE);
  return items;
}

/** The values of a UBIGINT column without NULLs, each as its low and its high word. */
export function words(chunk: DuckDBDataChunk, column: number): Int32Array {
  const vector = chunk.getColumnVector(column);
  if (!(vector instanceof DuckDBUBigIntVector)) throw new TypeError(`Column ${column} is not UBIGINT.`);
  const { buffer, byteOffset, byteLength } = vector['items'];
  return new Int32Array(buffer, byteOffset, byteLength / 4);
}

/** Reads the values of a VARCHAR column one by one, null where it is NULL. */
export function texts(chunk: DuckDBDataChunk, column: number): (row: number) => string | null {
  const vector = chunk.getColumnVector(column);
  if (!(vector instanceof DuckDBVarCharVector)) throw new TypeError(`Column ${column} is not VARCHAR.`);
  return (row) => vector.getItem(row);
}

/** Reads the validity bits 32 at a time: asking for each value by itself does arithmetic on big integers. */
function markNulls(validity: BigUint64Array | null, items: Float64Array | Int32Array, mark: number): void {
  if (validity === null) return;
  const words = new Uint32Array(validity.buffer, validity.byteOffset, validity.length * 2);
  for (let word = 0; word * 32 < items.length; word++) {
    let absent = ~(words[word] as number);
    while (absent !== 0) {
      const lowest = absent & -absent;
      const at = word * 32 + (31 - Math.clz32(lowest));
      if (at < items.length) items[at] = mark;
      absent ^= lowest;
    }
  }
}
