import { rm } from 'node:fs/promises';

import type { CacheFolder } from './cache/cache-folder.js';
import { Footers } from '../shared/parquet/footers.js';
import { makeRunFolder } from '../shared/run-folder.js';
import type { Database } from './database.js';
import { DuckDbCannotLoad } from './duckdb-cannot-load.js';
import { hashFile, type FileHash, type FileToHash } from '../shared/hash-file.js';
import { inlineRunner, WorkerPool, type TaskRunner } from './pool/pool.js';

/** Memory the database may take for what it does itself: joins, sorts, turning text into Parquet. */
const MEGABYTES = 640;

/** With fewer rows than this, starting threads takes longer than they save. */
const FEW_ROWS = 250_000;

/** A file this large has more than a few rows, in whatever format. */
const LARGE_BYTES = 32 * 2 ** 20;

/**
 * What one run works with. The database and the threads are there once something asks for them: a run that finds all it
 * needs in the cache starts neither.
 */
export class Session {
  #database: Promise<Database> | null = null;
  #runner: TaskRunner | null = null;
  /** Runs tasks in the calling thread. */
  #caller: TaskRunner | null = null;
  /** The end of threads that are not needed any more. */
  #ended: Promise<void> = Promise.resolve();
  #logs = 0;
  #folder: Promise<string> | null = null;
  /** Of the Parquet files of the run. */
  readonly footers = new Footers();
  readonly #shared = new Map<string, Promise<unknown>>();
  readonly #once = new Map<string, Promise<unknown>>();

  constructor(
    /** The config's folder: relative paths start there. */
    readonly baseFolder: string,
    readonly cache: CacheFolder | null,
  ) {}

  database(): Promise<Database> {
    this.#database ??= openDatabase();
    return this.#database;
  }

  /** A folder for files that live as long as the run. */
  folder(): Promise<string> {
    this.#folder ??= makeRunFolder();
    return this.#folder;
  }

  /** A number of its own for each log that is opened: it makes the names of temporary files unique. */
  nextLog(): number {
    return this.#logs++;
  }

  /** What several reads of one run need and no cache can hold: made once. `key` tells all that it depends on. */
  shared<Value>(key: string, make: () => Promise<Value>): Promise<Value> {
    const known = this.#shared.get(key) as Promise<Value> | undefined;
    const made = known ?? make();
    this.#shared.set(key, made);
    return made;
  }

  /** What runs tasks where so many rows must be read: threads once they are many. */
  tasks(rows: number): TaskRunner {
    const caller = this.#inline();
    const isPool = this.#runner !== null && this.#runner !== caller;
    if (!isPool) this.#runner = rows < FEW_ROWS ? caller : new WorkerPool(caller);
    return this.#runner ?? caller;
  }

  /** What reads texts: the threads where they have been started. */
  texts(): TaskRunner {
    return this.#runner ?? this.#inline();
  }

  #inline(): TaskRunner {
    this.#caller ??= inlineRunner(() => this.database(), this.footers);
    return this.#caller;
  }

  /** Hashes a file: where threads have been started one of them does it, beside the first look at the file. */
  hash(file: FileToHash, signal: AbortSignal): Promise<FileHash> {
    return this.#runner === null ? hashFile(file, signal) : this.#runner.hash(file, signal);
  }

  /** Looks at a file in this thread, while others hash it. */
  beside<Value>(look: () => Promise<Value>): Promise<Value> {
    return this.#runner === null ? look() : this.#runner.beside(look);
  }

  /** Says that a file of this size will be read: where threads will be needed they start now, beside the first look. */
  prepare(bytes: number): void {
    if (bytes >= LARGE_BYTES) this.tasks(Infinity);
  }

  /** A small value: from the cache, or made now; once a run in either case. */
  once<Value>(key: string, make: () => Promise<Value>): Promise<Value> {
    let found = this.#once.get(key) as Promise<Value> | undefined;
    if (found === undefined) {
      found = this.#keptOrMade(key, make);
      this.#once.set(key, found);
    }
    return found;
  }

  async #keptOrMade<Value>(key: string, make: () => Promise<Value>): Promise<Value> {
    const known = (await this.cache?.value(key)) as Value | null | undefined;
    if (known !== null && known !== undefined) return known;
    const value = await make();
    await this.cache?.keep(key, value);
    return value;
  }

  /** Ends the threads; where they are needed again others start. */
  rest(): void {
    const runner = this.#runner;
    if (runner === null || runner === this.#caller) return;
    this.#runner = null;
    this.#ended = Promise.all([this.#ended, runner.close()]).then(() => undefined);
  }

  async close(): Promise<void> {
    this.rest();
    await this.#ended;
    await this.#caller?.close();
    await (await this.#database?.catch(() => null))?.close();
    if (this.#folder !== null) await rm(await this.#folder, { recursive: true, force: true });
    this.#runner = null;
    this.#caller = null;
    this.#database = null;
    this.#folder = null;
  }
}

/** DuckDB is loaded where it is needed: logs in Parquet are mostly read without it. */
async function openDatabase(): Promise<Database> {
  const { Database: Duck } = await import('./database.js').catch((error: unknown) => {
    throw new DuckDbCannotLoad(error);
  });
  return Duck.open({ threads: 2, memoryMegabytes: MEGABYTES });
}
