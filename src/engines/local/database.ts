import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';

import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBDataChunk,
  DuckDBInstance,
  FLOAT,
  INTEGER,
  SMALLINT,
  TINYINT,
  UBIGINT,
  UINTEGER,
  USMALLINT,
  UTINYINT,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBType,
} from '@duckdb/node-api';

import { CancelledError } from '../../core/errors.js';
import { makeRunFolder } from '../shared/run-folder.js';

/** The types that rows can be appended as. */
const TYPES: Readonly<Record<string, DuckDBType>> = {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  FLOAT,
  INTEGER,
  SMALLINT,
  TINYINT,
  UBIGINT,
  UINTEGER,
  USMALLINT,
  UTINYINT,
  VARCHAR,
};

/** Rows of one of DuckDB's chunks. */
const CHUNK = 2048;

/** Rows to append, column by column. */
export interface AppendedRows {
  readonly rows: number;
  readonly columns: readonly (readonly (number | bigint | string | boolean | null)[])[];
}

/** A value as DuckDB's JSON converter gives it. */
export type Cellular = string | number | boolean | null;

/**
 * An in-memory DuckDB for one run, with a working folder of its own that goes with it. Queries are
 * interrupted when the signal aborts, and awaited: ending the process under a running query would
 * abort it without a word.
 */
export class Database {
  readonly #running = new Set<Promise<void>>();
  /** The last query to be asked for: the next begins when it has ended. */
  #last: Promise<void> = Promise.resolve();
  #closed = false;

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    /** Folder for files that live as long as the run. */
    readonly folder: string,
  ) {}

  static async open(options: { threads: number; memoryMegabytes: number }): Promise<Database> {
    const folder = await makeRunFolder();
    const instance = await DuckDBInstance.create(':memory:', {
      threads: String(options.threads),
      memory_limit: `${options.memoryMegabytes}MB`,
      temp_directory: join(folder, 'spill'),
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      // Files of a run are written again under the same name; the system keeps them in memory anyhow.
      enable_external_file_cache: 'false',
      // What a query is done with goes back to the system: rows are folded in this process as well.
      allocator_flush_threshold: '8MB',
      allocator_bulk_deallocation_flush_threshold: '32MB',
    });
    const connection = await instance.connect();
    await connection.run(`SET TimeZone = 'UTC'`);
    await connection.run(`SET preserve_insertion_order = true`);
    return new Database(instance, connection, folder);
  }

  /** Runs a statement for its effect. */
  async run(sql: string, signal: AbortSignal): Promise<void> {
    await this.#interruptible(signal, () => this.connection.run(sql));
  }

  /** Runs a query and gives its rows, column by name; 64-bit integers become numbers. */
  async rows(sql: string, signal: AbortSignal): Promise<Record<string, Cellular>[]> {
    const reader = await this.#interruptible(signal, () => this.connection.runAndReadAll(sql));
    const names = reader.columnNames();
    return reader.getRows().map((row) => {
      const record: Record<string, Cellular> = {};
      for (const [i, name] of names.entries()) record[name] = plain(row[i]);
      return record;
    });
  }

  /** Appends rows, column by column, to a table whose columns have these types. */
  async append(
    table: string,
    types: readonly string[],
    batches: readonly AppendedRows[],
    signal: AbortSignal,
  ): Promise<void> {
    const known = types.map((type) => {
      const found = TYPES[type];
      if (found === undefined) throw new TypeError(`Nothing is appended as ${type}.`);
      return found;
    });
    await this.#interruptible(signal, async () => {
      const appender = await this.connection.createAppender(table);
      for (const { rows, columns } of batches) {
        await setImmediate();
        if (signal.aborted) throw new CancelledError();
        for (let from = 0; from < rows; from += CHUNK) {
          const chunk = DuckDBDataChunk.create(known, Math.min(CHUNK, rows - from));
          for (const [i, values] of columns.entries()) {
            const isBig = types[i] === 'BIGINT';
            const part = values.slice(from, from + CHUNK);
            chunk.setColumnValues(
              i,
              isBig ? part.map((value) => (typeof value === 'number' ? BigInt(value) : value)) : part,
            );
          }
          appender.appendDataChunk(chunk);
        }
      }
      appender.closeSync();
    });
  }

  /** Runs a query and gives its result as column vectors, chunk by chunk: for many rows. */
  async chunks(sql: string, signal: AbortSignal): Promise<DuckDBDataChunk[]> {
    return this.#interruptible(signal, async () => (await this.connection.run(sql)).fetchAllChunks());
  }

  /**
   * Streams a query over Parquet, chunk by chunk, on a connection of its own. DuckDB's streams end
   * without a word when they fail, so the caller says how many rows must come, and fewer throw.
   */
  async stream(
    sql: string,
    expectedRows: number,
    signal: AbortSignal,
    onChunk: (chunk: DuckDBDataChunk) => void,
  ): Promise<void> {
    const connection = await this.instance.connect();
    const interrupt = (): void => connection.interrupt();
    signal.addEventListener('abort', interrupt);
    let next: Promise<DuckDBDataChunk | null> | null = null;
    try {
      if (signal.aborted) throw new CancelledError();
      const result = await this.#track(connection.stream(sql));
      let rows = 0;
      next = this.#track(result.fetchChunk());
      for (;;) {
        const chunk: DuckDBDataChunk | null = await next;
        next = null;
        if (chunk === null || chunk.rowCount === 0) break;
        // The next chunk decodes while this one is folded in.
        next = this.#track(result.fetchChunk());
        rows += chunk.rowCount;
        onChunk(chunk);
      }
      if (signal.aborted) throw new CancelledError();
      if (rows !== expectedRows) {
        throw new Error(`The read ended after ${rows} of ${expectedRows} rows.`);
      }
    } finally {
      signal.removeEventListener('abort', interrupt);
      // Closing a connection under a running query would wait for ever.
      if (next !== null) {
        connection.interrupt();
        await Promise.allSettled([next]);
      }
      connection.closeSync();
    }
  }

  /** Ends what still runs, waits for it, and frees everything. */
  async close(): Promise<void> {
    this.#closed = true;
    while (this.#running.size > 0) {
      this.connection.interrupt();
      await Promise.race([Promise.allSettled(this.#running), setTimeout(50)]);
    }
    this.connection.closeSync();
    this.instance.closeSync();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Remembers a query until it has settled: nothing may be closed under it. */
  #track<T>(query: Promise<T>): Promise<T> {
    const settled = query.then(
      () => undefined,
      () => undefined,
    );
    this.#running.add(settled);
    void settled.then(() => this.#running.delete(settled));
    return query;
  }

  /** Does work on the connection when it is free: of two queries at once one would close the other's result. */
  async #interruptible<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = this.#last;
    let done = (): void => undefined;
    this.#last = new Promise((resolve) => (done = resolve));
    const interrupt = (): void => this.connection.interrupt();
    try {
      await before;
      if (signal.aborted || this.#closed) throw new CancelledError();
      signal.addEventListener('abort', interrupt);
      return await this.#track(work());
    } catch (error) {
      if (signal.aborted) throw new CancelledError();
      throw error;
    } finally {
      signal.removeEventListener('abort', interrupt);
      done();
    }
  }
}

function plain(value: unknown): Cellular {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : String(value as { toString(): string });
}
