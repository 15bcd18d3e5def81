import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import { CancelledError } from '../../../core/errors.js';
import type { TaskResult } from '../../shared/tasks/task.js';
import type { Database } from '../database.js';
import { TaskReader, type LocalTask } from '../tasks/task-reader.js';
import type { FromWorker, ToWorker, WorkerOptions } from './messages.js';
import { workerScript } from './script.js';

/** More workers than this read no faster and hold more memory. */
const MOST_WORKERS = 2;

/** Memory that each worker's database may take, besides what it folds rows into. */
const WORKER_MEGABYTES = 320;

/** Tasks that one worker has at a time: while one waits for DuckDB the other folds. */
const TASKS_EACH = 2;

/** Something that runs tasks, several at a time. */
export interface TaskRunner {
  /** How many tasks it works on at once. */
  readonly width: number;
  /** Rejects with CancelledError when the signal aborts, with an Error in DuckDB's words when the task fails. */
  run(task: LocalTask, signal: AbortSignal): Promise<TaskResult>;
  /** Ends the threads; running tasks are interrupted and waited for. */
  close(): Promise<void>;
}

/** Runs tasks in the calling thread: for logs so small that starting threads would take longer. */
export function inlineRunner(database: () => Promise<Database>): TaskRunner {
  const reader = new TaskReader(database);
  return {
    width: 1,
    run: (task, signal) => reader.run(task, signal),
    close: () => Promise.resolve(),
  };
}

interface Waiting {
  readonly task: LocalTask;
  readonly resolve: (result: TaskResult) => void;
  readonly reject: (error: Error) => void;
}

/** Threads that share the tasks between them, each with a database of its own. */
export class WorkerPool implements TaskRunner {
  readonly width = Math.max(1, Math.min(MOST_WORKERS, availableParallelism()));
  /** A place for each task that could be started now. */
  readonly #free: Worker[] = [];
  readonly #workers: Worker[] = [];
  readonly #queue: Waiting[] = [];
  readonly #running = new Map<number, { readonly worker: Worker; readonly waiting: Waiting }>();
  #nextId = 1;
  #dead: Error | null = null;

  constructor() {
    for (let i = 0; i < this.width; i++) this.#start();
  }

  run(task: LocalTask, signal: AbortSignal): Promise<TaskResult> {
    if (signal.aborted) return Promise.reject(new CancelledError());
    if (this.#dead !== null) return Promise.reject(this.#dead);
    return new Promise<TaskResult>((resolve, reject) => {
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
      this.#queue.splice(this.#placeOf(task), 0, waiting);
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
      const waiting = this.#running.get(message.id)?.waiting;
      this.#running.delete(message.id);
      this.#free.push(worker);
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
    for (let i = 0; i < TASKS_EACH; i++) this.#free.unshift(worker);
  }

  /** Whoever waits for columns first waits for all that is told of whole rows: it goes before them. */
  #placeOf({ task }: LocalTask): number {
    const first = this.#queue.findIndex((waiting) => waiting.task.task.kind === 'columns');
    return task.kind === 'columns' || first < 0 ? this.#queue.length : first;
  }

  #next(): void {
    for (;;) {
      const worker = this.#free.at(-1);
      const waiting = this.#queue[0];
      if (worker === undefined || waiting === undefined) return;
      this.#free.pop();
      this.#queue.shift();
      const id = this.#nextId++;
      this.#running.set(id, { worker, waiting });
      say(worker, { kind: 'run', id, task: waiting.task });
    }
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

function say(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}
