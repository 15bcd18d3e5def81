import { readColumns } from './columns.js';
import { readFeedback } from '../../shared/tasks/feedback.js';
import { readLabelled } from '../../shared/tasks/labelled.js';
import { readMinutes } from './minutes.js';
import type { DuckReader } from './reader.js';
import { readRows } from './rows.js';
import { readSample } from './sample.js';
import { readScored } from '../../shared/tasks/scored.js';
import { readSequence } from '../../shared/tasks/sequence.js';
import type { Task, TaskResult } from '../../shared/tasks/task.js';

/** Runs one task; gives the same on every thread. */
export function runTask(reader: DuckReader, task: Task, signal: AbortSignal): Promise<TaskResult> {
  switch (task.kind) {
    case 'columns':
      return readColumns(reader, task, signal);
    case 'rows':
      return readRows(reader, task, signal);
    case 'labelled':
      return readLabelled(reader, task, signal);
    case 'minutes':
      return readMinutes(reader, task, signal);
    case 'feedback':
      return readFeedback(reader, task, signal);
    case 'scored':
      return readScored(reader, task, signal);
    case 'sample':
      return readSample(reader, task, signal);
    case 'sequence':
      return readSequence(reader, task, signal);
  }
}
