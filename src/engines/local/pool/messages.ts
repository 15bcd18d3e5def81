import type { TaskResult } from '../../shared/tasks/task.js';
import type { FileHash, FileToHash } from '../../shared/hash-file.js';
import type { LocalTask } from '../tasks/task-reader.js';
import type { TextJob, TextRows } from '../text/text-job.js';

/** What a thread can do: read rows, hash a file, or turn a text into Parquet together with others. */
export type Job = { readonly task: LocalTask } | { readonly file: FileToHash } | { readonly text: TextJob };

export type JobResult = TaskResult | FileHash | TextRows;

/** What the engine says to a worker. */
export type ToWorker =
  | { readonly kind: 'run'; readonly id: number; readonly job: Job }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'close' };

/** What a worker says to the engine. */
export type FromWorker =
  /** It has loaded; jobs that the calling thread has not begun are its. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly id: number; readonly result: JobResult }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string; readonly cancelled: boolean };

/** What a worker is started with. */
export interface WorkerOptions {
  readonly memoryMegabytes: number;
}
