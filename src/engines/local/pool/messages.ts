import type { TaskResult } from '../../shared/tasks/task.js';
import type { LocalTask } from '../tasks/task-reader.js';

/** What the engine says to a worker. */
export type ToWorker =
  | { readonly kind: 'run'; readonly id: number; readonly task: LocalTask }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'close' };

/** What a worker says to the engine. */
export type FromWorker =
  | { readonly kind: 'done'; readonly id: number; readonly result: TaskResult }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string; readonly cancelled: boolean };

/** What a worker is started with. */
export interface WorkerOptions {
  readonly memoryMegabytes: number;
}
