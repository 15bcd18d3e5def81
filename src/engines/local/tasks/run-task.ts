import { readColumns } from './columns.js';
import { readLabelled } from './labelled.js';
import type { Reader } from './reader.js';
import { readRows } from './rows.js';
import type { Task, TaskResult } from './task.js';

/** Runs one task; gives the same on every thread. */
export function runTask(reader: Reader, task: Task, signal: AbortSignal): Promise<TaskResult> {
  switch (task.kind) {
    case 'columns':
      return readColumns(reader, task, signal);
    case 'rows':
      return readRows(reader, task, signal);
    case 'labelled':
      return readLabelled(reader, task, signal);
  }
}
