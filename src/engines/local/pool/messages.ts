import type { Task, TaskResult } from '../tasks/task.js';

/** What the engine says to a worker. */
export type ToWorker =
  { readonly kind: 'run'; readonly task: Task } | { readonly kind: 'cancel' } | { readonly kind: 'close' };

/** What a worker says to the engine. */
export type FromWorker =
  | { readonly kind: 'done'; readonly result: TaskResult }
  | { readonly kind: 'failed'; readonly message: string; readonly cancelled: boolean };

/** What a worker is started with. */
export interface WorkerOptions {
  readonly memoryMegabytes: number;
}
