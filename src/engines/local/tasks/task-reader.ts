import { AccumulatorFactory } from '../../../core/profile/accumulate.js';
import type { Draft } from '../../shared/make-tasks.js';
import { CellRuns } from '../../shared/parquet/cell-runs.js';
import type { Footers } from '../../shared/parquet/footers.js';
import { PageScratch } from '../../shared/parquet/page-scratch.js';
import { ParquetFile } from '../../shared/parquet/parquet-file.js';
import { UnreadableParquet } from '../../shared/parquet/unreadable.js';
import type { Factories } from '../../shared/table/block-reader.js';
import { runTask as runOnBlocks } from '../../shared/table/run-task.js';
import type { Task, TaskResult } from '../../shared/tasks/task.js';
import type { Database } from '../database.js';

/** A task for DuckDB, and the same for the reader that takes the columns out of the Parquet file itself. */
export interface LocalTask {
  readonly task: Task;
  readonly direct: DirectTask;
}

export interface DirectTask {
  readonly path: string;
  /** Its expressions are those of `table/expressions.ts`. */
  readonly draft: Draft<Task>;
}

/**
 * Runs the tasks of one thread. Columns are taken from the file as they are stored, which spares the thread that decodes, the
 * copies and the objects of DuckDB's small batches; what is stored in a way that is not read here, or needs hashes of ids, is
 * read with DuckDB.
 */
export class TaskReader {
  readonly #factories = new ThreadFactories();
  readonly #runs = new CellRuns();
  readonly #scratch = new PageScratch();
  #duck: Promise<(task: Task, signal: AbortSignal) => Promise<TaskResult>> | null = null;

  constructor(
    private readonly database: () => Promise<Database>,
    private readonly footers: Footers,
  ) {}

  async run({ task, direct }: LocalTask, signal: AbortSignal): Promise<TaskResult> {
    try {
      return await this.runDirect(direct, task.rows, signal);
    } catch (error) {
      if (!(error instanceof UnreadableParquet)) throw error;
    }
    this.#duck ??= this.#openDuck();
    return (await this.#duck)(task, signal);
  }

  /** `rows`: those that meet the task's condition. Throws UnreadableParquet. */
  async runDirect({ path, draft }: DirectTask, rows: number, signal: AbortSignal): Promise<TaskResult> {
    if (draft.kind === 'sample') throw new UnreadableParquet('Ids are hashed faster by DuckDB.');
    const cells = draft.kind === 'rows' ? [draft.cell, draft.slot] : [draft.cell];
    const file = new ParquetFile(
      path,
      this.footers.of(path),
      draft.where,
      rows,
      cells,
      this.#runs,
      this.#scratch,
    );
    return runOnBlocks(file, this.#factories, draft, signal);
  }

  /** DuckDB's part is loaded where a task needs it. */
  async #openDuck(): Promise<(task: Task, signal: AbortSignal) => Promise<TaskResult>> {
    const [{ DuckReader }, { runTask }, database] = await Promise.all([
      import('./reader.js'),
      import('./run-task.js'),
      this.database(),
    ]);
    const reader = new DuckReader(database, this.#factories);
    return (task, signal) => runTask(reader, task, signal);
  }
}

/** Makers of accumulators that take their room when they are first asked for. */
export class ThreadFactories implements Factories {
  readonly exact = new AccumulatorFactory(true);
  #sketched: AccumulatorFactory | null = null;

  get sketched(): AccumulatorFactory {
    this.#sketched ??= new AccumulatorFactory(false);
    return this.#sketched;
  }
}
