import type { DuckDBDataChunk } from '@duckdb/node-api';

import type { Database } from '../database.js';
import { KeyTable } from './key-table.js';
import { NONE, type Run } from '../../shared/tasks/reader.js';
import type {
  CategoryRows,
  CategorySql,
  CellOf,
  ColumnsTask,
  PlainCategories,
} from '../../shared/tasks/task.js';
import { doubles, integers, texts, words } from './vectors.js';

/** With more distinct values than this DuckDB counts them itself. */
const MOST_KEYED = 65_536;

/** Counters that one column may take, all cells together; with more of them most would stay empty. */
const MOST_COUNTERS = 4_000_000;

/**
 * Counts the values of one column in each cell. DuckDB names each value by its hash, which it computes once for each
 * entry of a dictionary page, and the hashes are counted here: half the cost of its grouping by cell and value.
 */
export class CategoryFold {
  /** By cell: rows of each code. Code 0 is missing, code i the value `#values[i - 1]`. */
  readonly #cells = new Map<number | null, Uint32Array>();
  #table: KeyTable | null;

  private constructor(
    private readonly database: Database,
    private readonly task: ColumnsTask,
    private readonly column: CategorySql,
    private readonly values: readonly string[],
    table: KeyTable | null,
  ) {
    this.#table = table;
  }

  /** Looks at the distinct values of a column. */
  static async open(
    database: Database,
    task: ColumnsTask,
    column: CategorySql,
    signal: AbortSignal,
  ): Promise<CategoryFold> {
    const chunks = await database.chunks(
      `SELECT hash(${column.stored}) AS key, ${column.text} AS value
       FROM (SELECT DISTINCT ${column.stored} FROM ${task.from} WHERE ${task.where} LIMIT ${MOST_KEYED + 1})
       ORDER BY value NULLS FIRST`,
      signal,
    );
    const rows = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
    if (rows > MOST_KEYED) return new CategoryFold(database, task, column, [], null);
    const keys = new Int32Array(rows * 2);
    const codes = new Uint32Array(rows);
    const values: string[] = [];
    let at = 0;
    for (const chunk of chunks) {
      keys.set(words(chunk, 0), at * 2);
      const text = texts(chunk, 1);
      for (let row = 0; row < chunk.rowCount; row++) {
        const value = text(row);
        // Different numbers can read the same as text: they are one category.
        if (value !== null && value !== values.at(-1)) values.push(value);
        codes[at++] = value === null ? 0 : values.length;
      }
    }
    return new CategoryFold(database, task, column, values, tableOf(keys, codes));
  }

  /** Whether the column is counted here, from its keys. */
  get isKeyed(): boolean {
    return this.#table !== null;
  }

  /** SQL of the key. */
  get key(): string {
    return `hash(${this.column.stored})`;
  }

  /** Takes a batch in whose column `index` holds the keys. */
  take(chunk: DuckDBDataChunk, index: number, runs: readonly Run[]): void {
    if (this.#table === null) return;
    const keys = words(chunk, index);
    for (const { cell, from, to } of runs) {
      let counts = this.#cells.get(cell);
      if (counts === undefined) {
        counts = new Uint32Array(this.values.length + 1);
        this.#cells.set(cell, counts);
      }
      const isWhole = this.#table.count(keys, from, to, counts);
      if (!isWhole || this.#cells.size * counts.length > MOST_COUNTERS) {
        this.#table = null;
        this.#cells.clear();
        return;
      }
    }
  }

  async finish(signal: AbortSignal): Promise<PlainCategories> {
    if (this.#table === null) return groupedCategories(this.database, this.task, this.column, signal);
    const cells = [...this.#cells].map(([cell, counts]) => ({ cell, value: sparse(counts) }));
    return { kind: 'categories', values: this.values, cells };
  }
}

/** Null where two values share a hash: then only DuckDB can tell them apart. */
function tableOf(keys: Int32Array, codes: Uint32Array): KeyTable | null {
  try {
    return new KeyTable(keys, codes);
  } catch {
    return null;
  }
}

function sparse(counts: Uint32Array): CategoryRows {
  let used = 0;
  for (let code = 1; code < counts.length; code++) if (counts[code] !== 0) used++;
  const codes = new Uint32Array(used);
  const rows = new Float64Array(used);
  let at = 0;
  for (let code = 1; code < counts.length; code++) {
    if (counts[code] === 0) continue;
    codes[at] = code - 1;
    rows[at++] = counts[code] as number;
  }
  return { missing: counts[0] as number, codes, counts: rows };
}

/** The same counted by DuckDB: for columns of very many values. */
async function groupedCategories(
  database: Database,
  task: ColumnsTask,
  column: CategorySql,
  signal: AbortSignal,
): Promise<PlainCategories> {
  const chunks = await database.chunks(
    `SELECT ${task.cell} AS cell, ${column.text} AS value, count(*)::DOUBLE AS n
     FROM ${task.from} WHERE ${task.where} GROUP BY ALL ORDER BY value NULLS FIRST`,
    signal,
  );
  const values: string[] = [];
  const cells = new Map<number | null, { missing: number; codes: number[]; counts: number[] }>();
  for (const chunk of chunks) {
    const cellOf = integers(chunk, 0);
    const text = texts(chunk, 1);
    const counts = doubles(chunk, 2);
    for (let row = 0; row < chunk.rowCount; row++) {
      const index = cellOf[row] === NONE ? null : (cellOf[row] as number);
      let cell = cells.get(index);
      if (cell === undefined) {
        cell = { missing: 0, codes: [], counts: [] };
        cells.set(index, cell);
      }
      const value = text(row);
      if (value === null) {
        cell.missing += counts[row] as number;
        continue;
      }
      if (value !== values.at(-1)) values.push(value);
      cell.codes.push(values.length - 1);
      cell.counts.push(counts[row] as number);
    }
  }
  return {
    kind: 'categories',
    values,
    cells: [...cells].map(([cell, { missing, codes, counts }]): CellOf<CategoryRows> => ({
      cell,
      value: { missing, codes: Uint32Array.from(codes), counts: Float64Array.from(counts) },
    })),
  };
}
