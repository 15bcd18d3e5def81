import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import { CancelledError } from '../../../core/errors.js';
import type { Footers } from '../../shared/parquet/footers.js';
import type { TaskResult } from '../../shared/tasks/task.js';
import type { Database } from '../database.js';
import { hashFile, type FileHash, type FileToHash } from '../../shared/hash-file.js';
import { TaskReader, type LocalTask } from '../tasks/task-reader.js';
import { readText, type TextJob, type TextRows } from '../text/text-job.js';
import type { FromWorker, Job, JobResult, ToWorker, WorkerOptions } from './messages.js';
import { workerScript } from './script.js';

/** More threads than this beside the one that calls read no faster and hold more memory. */
const MOST_WORKERS = 2;

/** Memory that each worker's database may take, besides what it folds rows into. */
const WORKER_MEGABYTES = 320;

/** Something that runs tasks, several at a time. */
export interface TaskRunner {
  /** Rejects with CancelledError when the signal aborts, with an Error in DuckDB's words when the task fails. */
  run(task: LocalTask, signal: AbortSignal): Promise<TaskResult>;
  /** Rejects as the file system does, or with the signal's reason. */
  hash(file: FileToHash, signal: AbortSignal): Promise<FileHash>;
  /** Rejects with CancelledError, or as the file system does. */
  text(job: TextJob, signal: AbortSignal): Promise<TextRows>;
  /** Work of the calling thread that is no job: files are hashed by others meanwhile. */
  beside<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Jobs that run at the same time. */
  readonly threads: number;
  /** Ends the threads; running tasks are interrupted and waited for. */
  close(): Promise<void>;
}

/** Runs tasks in the calling thread: for logs so small that starting threads would take longer. */
export function inlineRunner(database: () => Promise<Database>, footers: Footers): TaskRunner {
  const reader = new TaskReader(database, footers);
  return {
    run: (task, signal) => reader.run(task, signal),
    hash: hashFile,
    text: readText,
    beside: (work) => work(),
    threads: 1,
    close: () => Promise.resolve(),
  };
}

interface Waiting {
  readonly job: Job;
  readonly signal: AbortSignal;
  readonly resolve: (result: JobResult) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Threads that share the tasks between them, the calling one among them: a thread of its own for each processor would leave
 * the caller waiting, and take its time to load and compile the same once more.
 */
export class WorkerPool implements TaskRunner {
  readonly #free: Worker[] = [];
  readonly #workers: Worker[] = [];
  readonly #queue: Waiting[] = [];
  readonly #running = new Map<number, { readonly worker: Worker; readonly waiting: Waiting }>();
  #nextId = 1;
  #dead: Error | null = null;
  /** Whether the calling thread has a task. */
  #home = false;
  /** Pieces of other work that the calling thread has. */
  #beside = 0;

  /** `caller` runs tasks in the calling thread. */
  constructor(private readonly caller: TaskRunner) {
    const workers = Math.min(MOST_WORKERS, availableParallelism() - 1);
    for (let i = 0; i < workers; i++) this.#start();
  }

  async run(task: LocalTask, signal: AbortSignal): Promise<TaskResult> {
    const result = await this.#do({ task }, signal);
    if ('head' in result || 'ranges' in result) throw new TypeError('A task gives its own result.');
    return result;
  }

  async hash(file: FileToHash, signal: AbortSignal): Promise<FileHash> {
    const result = await this.#do({ file }, signal);
    if (!('head' in result)) throw new TypeError('A file gives a hash.');
    return result;
  }

  async text(job: TextJob, signal: AbortSignal): Promise<TextRows> {
    const result = await this.#do({ text: job }, signal);
    if (!('ranges' in result)) throw new TypeError('A text gives its rows.');
    return result;
  }

  async beside<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#beside++;
    try {
      return await work();
    } finally {
      this.#beside--;
      this.#next();
    }
  }

  get threads(): number {
    return 1 + this.#workers.length;
  }

  #do(job: Job, signal: AbortSignal): Promise<JobResult> {
    if (signal.aborted) return Promise.reject(new CancelledError());
    if (this.#dead !== null) return Promise.reject(this.#dead);
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        const place = this.#queue.indexOf(waiting);
        if (place >= 0) {
          this.#queue.splice(place, 1);
          reject(new CancelledError());
        } else {
          const found = [...this.#running].find(([, running]) => running.waiting === waiting);
          if (found !== undefined) say(found[1].worker, { kind: 'cancel', id: found[0] });
        }
      };
      const settled = (): void => signal.removeEventListener('abort', cancel);
      const waiting: Waiting = {
        job,
        signal,
        resolve: (result) => {
          settled();
          resolve(result);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      };
      signal.addEventListener('abort', cancel);
      this.#queue.splice(this.#placeOf(job), 0, waiting);
      this.#next();
    });
  }

  async close(): Promise<void> {
    const ended = this.#workers.map(
      (worker) => new Promise<void>((resolve) => worker.once('exit', () => resolve())),
    );
    for (const worker of this.#workers) say(worker, { kind: 'close' });
    for (const waiting of this.#queue.splice(0)) waiting.reject(new CancelledError());
    await Promise.all(ended);
  }

  #start(): void {
    const options: WorkerOptions = { memoryMegabytes: WORKER_MEGABYTES };
    const worker = new Worker(workerScript(), {
      workerData: options,
      // Batches are short-lived and large outside the heap: they must be collected often.
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') {
        this.#free.unshift(worker);
        this.#next();
        return;
      }
      const waiting = this.#running.get(message.id)?.waiting;
      this.#running.delete(message.id);
      if (this.#jobsOf(worker) === 0) this.#free.push(worker);
      if (message.kind === 'done') waiting?.resolve(message.result);
      else waiting?.reject(message.cancelled ? new CancelledError() : new Error(message.message));
      this.#next();
    });
    worker.on('error', (error) => this.#fail(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => {
      this.#workers.splice(this.#workers.indexOf(worker), 1);
      for (const [id, running] of this.#running) {
        if (running.worker !== worker) continue;
        this.#running.delete(id);
        running.waiting.reject(this.#dead ?? new Error('A reading thread ended before its work was done.'));
      }
    });
    this.#workers.push(worker);
  }

  /** Whoever waits for columns first waits for all that is told of whole rows: it goes before them. */
  #placeOf(job: Job): number {
    const first = this.#queue.findIndex((waiting) => readsColumns(waiting.job));
    return readsColumns(job) || first < 0 ? this.#queue.length : first;
  }

  #next(): void {
    for (;;) {
      const free = this.#free.pop();
      const place = free === undefined ? this.#queue.findIndex(({ job }) => this.#isForCaller(job)) : 0;
      const waiting = this.#queue[place];
      const worker = free ?? (this.#home && waiting !== undefined ? this.#soonFree(waiting.job) : null);
      if (waiting === undefined || worker === undefined) {
        if (free !== undefined) this.#free.push(free);
        return;
      }
      this.#queue.splice(place, 1);
      if (worker === null) {
        this.#runHere(waiting);
        continue;
      }
      const id = this.#nextId++;
      this.#running.set(id, { worker, waiting });
      say(worker, { kind: 'run', id, job: waiting.job });
    }
  }

  /** The calling thread hashes no file while it looks at one. */
  #isForCaller(job: Job): boolean {
    return !('file' in job) || this.#beside === 0;
  }

  /**
   * A thread that gets its next columns before it is done with its own: the calling one is late to hear of it while it measures
   * or reads. The last that waits is left to whoever is done first.
   */
  #soonFree(job: Job): Worker | undefined {
    if (!readsColumns(job) || this.#queue.length < 2) return undefined;
    return this.#workers.find((worker) => this.#jobsOf(worker) === 1);
  }

  #jobsOf(worker: Worker): number {
    return [...this.#running.values()].filter((running) => running.worker === worker).length;
  }

  #runHere({ job, signal, resolve, reject }: Waiting): void {
    this.#home = true;
    this.#runByCaller(job, signal)
      .then(resolve, reject)
      .finally(() => {
        this.#home = false;
        this.#next();
      });
  }

  #runByCaller(job: Job, signal: AbortSignal): Promise<JobResult> {
    if ('task' in job) return this.caller.run(job.task, signal);
    return 'file' in job ? this.caller.hash(job.file, signal) : this.caller.text(job.text, signal);
  }

  /** A thread that fell over takes its task with it, and all that wait. */
  #fail(error: Error): void {
    this.#dead = error;
    for (const waiting of [
      ...[...this.#running.values()].map((running) => running.waiting),
      ...this.#queue.splice(0),
    ]) {
      waiting.reject(error);
    }
  }
}

function readsColumns(job: Job): boolean {
  return 'task' in job && job.task.task.kind === 'columns';
}

function say(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}
