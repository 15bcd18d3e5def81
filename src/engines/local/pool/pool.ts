import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import { CancelledError } from '../../../core/errors.js';
import type { Database } from '../database.js';
import { Reader } from '../tasks/reader.js';
import { runTask } from '../tasks/run-task.js';
import type { Task, TaskResult } from '../tasks/task.js';
import type { FromWorker, ToWorker, WorkerOptions } from './messages.js';
import { workerScript } from './script.js';

/** More workers than this read no faster and hold more memory. */
const MOST_WORKERS = 2;

/** Memory that each worker's database may take, besides what it folds rows into. */
const WORKER_MEGABYTES = 320;

/** Something that runs tasks, several at a time. */
export interface TaskRunner {
  /** How many tasks it works on at once. */
  readonly width: number;
  /** Rejects with CancelledError when the signal aborts, with an Error in DuckDB's words when the task fails. */
  run(task: Task, signal: AbortSignal): Promise<TaskResult>;
  /** Ends the threads; running tasks are interrupted and waited for. */
  close(): Promise<void>;
}

/** Runs tasks in the calling thread: for logs so small that starting threads would take longer. */
export function inlineRunner(database: Database): TaskRunner {
  const reader = new Reader(database);
  return {
    width: 1,
    run: (task, signal) => runTask(reader, task, signal),
    close: () => Promise.resolve(),
  };
}

interface Waiting {
  readonly task: Task;
  readonly resolve: (result: TaskResult) => void;
  readonly reject: (error: Error) => void;
}

/** Threads that share the tasks between them, each with a database of its own. */
export class WorkerPool implements TaskRunner {
  readonly width = Math.max(1, Math.min(MOST_WORKERS, availableParallelism()));
  readonly #idle: Worker[] = [];
  readonly #workers: Worker[] = [];
  readonly #queue: Waiting[] = [];
  readonly #running = new Map<Worker, Waiting>();
  #dead: Error | null = null;

  constructor() {
    for (let i = 0; i < this.width; i++) this.#start();
  }

  run(task: Task, signal: AbortSignal): Promise<TaskResult> {
    if (signal.aborted) return Promise.reject(new CancelledError());
    if (this.#dead !== null) return Promise.reject(this.#dead);
    return new Promise<TaskResult>((resolve, reject) => {
      const cancel = (): void => {
        const place = this.#queue.indexOf(waiting);
        if (place >= 0) {
          this.#queue.splice(place, 1);
          reject(new CancelledError());
        } else {
          const worker = [...this.#running].find(([, running]) => running === waiting)?.[0];
          if (worker !== undefined) say(worker, { kind: 'cancel' });
        }
      };
      const settled = (): void => signal.removeEventListener('abort', cancel);
      const waiting: Waiting = {
        task,
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
      this.#queue.push(waiting);
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
    const worker = new Worker(workerScript(), { workerData: options });
    worker.on('message', (message: FromWorker) => {
      const waiting = this.#running.get(worker);
      this.#running.delete(worker);
      this.#idle.push(worker);
      if (message.kind === 'done') waiting?.resolve(message.result);
      else waiting?.reject(message.cancelled ? new CancelledError() : new Error(message.message));
      this.#next();
    });
    worker.on('error', (error) => this.#fail(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => {
      this.#workers.splice(this.#workers.indexOf(worker), 1);
      this.#running.get(worker)?.reject(this.#dead ?? new CancelledError());
      this.#running.delete(worker);
    });
    this.#workers.push(worker);
    this.#idle.push(worker);
  }

  #next(): void {
    for (;;) {
      const worker = this.#idle.at(-1);
      const waiting = this.#queue[0];
      if (worker === undefined || waiting === undefined) return;
      this.#idle.pop();
      this.#queue.shift();
      this.#running.set(worker, waiting);
      say(worker, { kind: 'run', task: waiting.task });
    }
  }

  /** A thread that fell over takes its task with it, and all that wait. */
  #fail(error: Error): void {
    this.#dead = error;
    for (const waiting of [...this.#running.values(), ...this.#queue.splice(0)]) waiting.reject(error);
  }
}

function say(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}
