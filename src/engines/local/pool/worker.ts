import { parentPort, workerData, type TransferListItem } from 'node:worker_threads';

import { CancelledError } from '../../../core/errors.js';
import type { Database } from '../database.js';
import { Footers } from '../../shared/parquet/footers.js';
import { hashFile } from '../../shared/hash-file.js';
import { TaskReader } from '../tasks/task-reader.js';
import { readText } from '../text/text-job.js';
import { buffersOf } from './buffers.js';
import type { FromWorker, Job, JobResult, ToWorker, WorkerOptions } from './messages.js';

/*
 * A thread that runs tasks on a database of its own. It ends by itself when it is told to close: a
 * thread that is stopped under a running query would take the process with it.
 */
if (parentPort === null) throw new TypeError('This file is the start of a worker thread.');
const port = parentPort;
const { memoryMegabytes } = workerData as WorkerOptions;
let opened: Promise<Database> | null = null;
const reader = new TaskReader(() => {
  opened ??= import('../database.js').then(({ Database: Duck }) =>
    Duck.open({ threads: 1, memoryMegabytes }),
  );
  return opened;
}, new Footers());
const running = new Map<number, AbortController>();
/** Jobs that come early wait for the one before. */
let last: Promise<unknown> = Promise.resolve();

port.on('message', (message: ToWorker) => {
  if (message.kind === 'cancel') {
    running.get(message.id)?.abort();
  } else if (message.kind === 'close') {
    for (const stop of running.values()) stop.abort();
    port.close();
    void opened?.then((database) => database.close());
  } else {
    const { id, job } = message;
    const stop = new AbortController();
    const { signal } = stop;
    running.set(id, stop);
    const own = last.then(() => run(job, signal));
    last = own.catch(() => undefined);
    own
      .then((result) => send({ kind: 'done', id, result }, buffersOf(result)))
      .catch((error: unknown) => {
        const cancelled = error instanceof CancelledError || signal.aborted;
        const text = error instanceof Error ? error.message : String(error);
        send({ kind: 'failed', id, message: text, cancelled }, []);
      })
      .finally(() => running.delete(id));
  }
});

send({ kind: 'ready' }, []);

function run(job: Job, signal: AbortSignal): Promise<JobResult> {
  if (signal.aborted) return Promise.reject(new CancelledError());
  if ('task' in job) return reader.run(job.task, signal);
  return 'file' in job ? hashFile(job.file, signal) : readText(job.text, signal);
}

function send(reply: FromWorker, transfer: TransferListItem[]): void {
  port.postMessage(reply, transfer);
}
