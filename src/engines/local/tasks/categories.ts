import { DuckDBVarCharVector } from '@duckdb/node-api';

import type { Reader } from './reader.js';
import type { CategoriesResult, CategoriesTask, PlainCategories } from './task.js';
import { doubles, integers, NONE } from './vectors.js';

/** Counts the values of one column of one file in each cell. */
export async function readCategories(
  { database }: Reader,
  task: CategoriesTask,
  signal: AbortSignal,
): Promise<CategoriesResult> {
  const chunks = await database.chunks(
    `SELECT ${task.cell} AS cell, ${task.column} AS value, count(*)::DOUBLE AS n
     FROM ${task.from} WHERE ${task.where} GROUP BY ALL`,
    signal,
  );
  const codes = new Map<string, number>();
  const cells = new Map<number | null, { missing: number; codes: number[]; counts: number[] }>();
  for (const chunk of chunks) {
    const cellOf = integers(chunk, 0);
    const values = chunk.getColumnVector(1);
    if (!(values instanceof DuckDBVarCharVector)) throw new TypeError('A category is not text.');
    const counts = doubles(chunk, 2);
    for (let row = 0; row < chunk.rowCount; row++) {
      const index = cellOf[row] === NONE ? null : (cellOf[row] as number);
      let cell = cells.get(index);
      if (cell === undefined) {
        cell = { missing: 0, codes: [], counts: [] };
        cells.set(index, cell);
      }
      const value = values.getItem(row);
      if (value === null) {
        cell.missing += counts[row] as number;
        continue;
      }
      let code = codes.get(value);
      if (code === undefined) {
        code = codes.size;
        codes.set(value, code);
      }
      cell.codes.push(code);
      cell.counts.push(counts[row] as number);
    }
  }
  return {
    kind: 'categories',
    values: [...codes.keys()],
    cells: [...cells].map(([cell, found]) => ({ cell, value: plain(found) })),
  };
}

function plain(cell: { missing: number; codes: number[]; counts: number[] }): PlainCategories {
  return {
    missing: cell.missing,
    codes: Uint32Array.from(cell.codes),
    counts: Float64Array.from(cell.counts),
  };
}
