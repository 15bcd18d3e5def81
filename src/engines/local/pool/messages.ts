import type { TaskResult } from '../../shared/tasks/task.js';
import type { FileHash, FileToHash } from '../hash-file.js';
import type { LocalTask } from '../tasks/task-reader.js';

/** What a thread can do: read rows, or hash a file. */
export type Job = { readonly task: LocalTask } | { readonly file: FileToHash };

/** What the engine says to a worker. */
export type ToWorker =
  | { readonly kind: 'run'; readonly id: number; readonly job: Job }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'close' };

/** What a worker says to the engine. */
export type FromWorker =
  | { readonly kind: 'done'; readonly id: number; readonly result: TaskResult | FileHash }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string; readonly cancelled: boolean };

/** What a worker is started with. */
export interface WorkerOptions {
  readonly memoryMegabytes: number;
}
